import type { DayState, DayWait } from '../../../domain/bank-day/course';
import type { DayArgs } from '../../days';
import type { Words } from '../../told';

const STATES: Readonly<Record<DayState, string>> = {
  open: 'открыт: ещё идёт',
  ended: 'окончен: будет прочитан',
  comparing: 'сверяется',
  unlike: 'не похож на наш: расхождения не записаны',
  'to sign': 'ждёт подписей',
  ready: 'готов к подтверждению',
  confirming: 'подтверждается',
  verifying: 'проверяется после подтверждения',
  confirmed: 'подтверждён',
  'confirmed elsewhere': 'подтверждён кем-то другим',
  posted: 'итоги отправлены',
};
const WAITS: Readonly<Record<DayWait, string>> = {
  'day end': 'конца дня',
  supplier: 'поставщика',
  repairs: 'платежей, которые сами завершат найденное',
  signatures: 'подписей',
  staff: 'сотрудника: посмотрите, что расходится, и запустите снова',
  confirmation: 'подтверждения',
};

export const ru: Words<DayArgs> = {
  stands: ({ supplier, day, state, since }) => `${supplier} ${day}: ${STATES[state]}, с ${since}.`,
  waits: ({ for: what, until }) => `Ждёт ${WAITS[what]}${until === null ? '' : `, до ${until}`}.`,
  read: ({ count, sum, at }) => `У них: строк ${count}, сумма ${sum}, прочитано ${at}.`,
  notRead: ({ times, why }) => `Последнее чтение не завершилось (подряд: ${times}): ${why}.`,
  compared: ({ count, sum, pairs, explained, gap, unexplained }) =>
    `У нас: документов ${count}, сумма ${sum}; пар ${pairs}, объяснено ${explained}; разница ${gap}, из неё не объяснено ${unexplained}.`,
  open: ({ count, sum }) => `Документов ${count} на ${sum} могут стоять в книге, но не стоят.`,
  breaks: ({ open, signed }) => `Расхождения: открыто ${open}, подписано ${signed}.`,
  tried: ({ at, theirs, ours, pairs, unexplained }) =>
    `Сверено без последствий ${at}: у них строк ${theirs.count} на ${theirs.sum}; у нас ${ours.count} на ${ours.sum}; пар ${pairs}; не объяснено ${unexplained}.`,
  triedUnlike: ({ at, nominated }) => `Сверено без последствий ${at}: не похож на наш, расходится ${nominated}.`,
  noDay: () => 'Ни один банковский день ещё не открыт.',
  unknownDay: ({ supplier, day }) => `В реестре нет банковского дня ${supplier} ${day}.`,
  asked: ({ supplier, day, compareOnly }) => `${supplier} ${day}: ${compareOnly ? 'сверяется без последствий' : 'запущен'}.`,
  backfilled: ({ supplier, opened, known }) => `${supplier}: открыто дней ${opened}, уже были известны ${known}.`,
  stillWaits: ({ seconds }) => `За ${seconds} с дальше этого не продвинулся.`,
};
