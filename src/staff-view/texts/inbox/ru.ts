import type { InboxArgs } from '../../inbox';
import type { Words } from '../../told';
import { ru as terms } from '../terms/ru';

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
};
