import type { InboxArgs } from '../../inbox';
import { counted } from '../../plural';
import type { Words } from '../../told';
import { ru as terms } from '../terms/ru';

const WAITS = {
  'day end': 'своего конца',
  supplier: 'поставщика',
  repairs: 'платежей, которые решаются сами',
  signatures: 'подписей',
  staff: 'сотрудников',
  confirmation: 'подтверждения',
} as const;

export const ru: Words<InboxArgs> = {
  needsStaff: ({ why }) => why,
  slow: ({ why }) => `ждёт: ${why ?? 'чего, пока не известно'}`,
  decisionWaits: ({ staff, decision, reason }) => `решение ${staff} «${terms.decision[decision]}»: ${reason}`,
  ruleWaits: ({ staff, value, reason }) => `${staff} просит значение «${value}»: ${reason}`,
  documentWaits: ({ staff, number, day, reason }) => `${staff} повторно вводит документ банка ${number} от ${day}: ${reason}`,
  reversalStuck: ({ staff, decision }) => `решение ${staff} «${terms.decision[decision]}» не доведено до конца`,
  callbackGivenUp: ({ ended }) => `обратный вызов прекращён: ${ended ?? 'ни одной попытки'}`,
  callbackOverdue: () => 'агенту не сообщено: срок следующей попытки прошёл, а её не было',
  supplierClosed: ({ state, by, reason }) => `${terms.supplier[state]}${by === null ? '' : ` (${by})`}${reason === null ? '' : `: ${reason}`}`,
  serviceTrouble: ({ name, supplier, trouble }) => `${name}, поставщик ${supplier ?? 'не назначен'}: ${trouble}`,
  lowBalance: ({ below }) => `наш депозит там меньше ${below}`,
  dayNotOpened: ({ endedAt }) => `закончился ${endedAt}, и никто его не открыл`,
  dayNotReady: ({ readyBy, waitsFor }) =>
    `должен был быть готов к ${readyBy}; ${waitsFor === null ? 'ещё читается и сверяется' : `ждёт ${WAITS[waitsFor]}`}`,
  dayNotCompared: ({ hours, waitsFor }) =>
    `не прочитан и не сверен ${counted('ru', hours, { one: 'час', few: 'часа', many: 'часов', other: 'часа' })}${waitsFor === null ? '' : `; ждёт ${WAITS[waitsFor]}`}`,
};
