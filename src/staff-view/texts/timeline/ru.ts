import { aside, sidesOf, statusInWords } from '../../parts';
import { counted } from '../../plural';
import type { TimelineArgs } from '../../timeline';
import type { Words } from '../../told';
import { ru as terms } from '../terms/ru';

const count = counted.bind(null, 'ru');
const attemptOf = ({ attempt, document, reference }: TimelineArgs['attemptSent']): string =>
  attempt === 0 ? `прежняя жизнь документа ${document}` : `попытка ${attempt} документа ${document} (${reference})`;

export const ru: Words<TimelineArgs> = {
  hints: ({ supplier, came, lastAt, nudges }) =>
    came === 1
      ? `Callback от ${supplier}: ${nudges > 0 ? 'статус запрошен сразу' : 'только сохранён'}`
      : `${count(came, { one: 'Callback', other: 'Callback' })} от ${supplier}, последний ${lastAt}; статус сразу запрошен ${count(nudges, { one: 'раз', few: 'раза', many: 'раз', other: 'раза' })}`,
  swept: () => 'процесс платежа не выполнялся: его запустил обходчик, сначала ищутся доказательства',
  payable: ({ supplier, documents }) =>
    `проверка у ${supplier}: к оплате ${count(documents, { one: 'документ', few: 'документа', many: 'документов', other: 'документа' })}`,
  refusedAtCheck: ({ supplier }) => `проверка у ${supplier}: отказ`,
  attemptClaimed: (of) => `${attemptOf(of)}: захвачена, отправить до ${of.sendBefore}`,
  attemptSent: (of) => `${attemptOf(of)}: отправляется`,
  attemptEnded: ({ outcome, reason, ...of }) => `${attemptOf(of)}, исход: ${outcome ? terms.outcome[outcome] : 'нет'}${aside(reason)}`,
  looked: ({ document, attempt, count: times, lastAt, question, said, detail, witnesses, readAt, hashes }) => {
    const often = times > 1 ? `, ${count(times, { one: 'раз', few: 'раза', many: 'раз', other: 'раза' })}, последний ${lastAt}` : '';
    const beside = said === 'absent' ? ` (${count(witnesses, { one: 'свидетель', few: 'свидетеля', many: 'свидетелей', other: 'свидетеля' })})` : '';
    const source = hashes.length > 0 ? `; прочитано ${readAt ?? lastAt} из ответов с SHA-256 ${hashes.join(', ')}` : '';
    return `поиск документа ${document} (попытка ${attempt})${often}: ${question}; ${terms.look[said]}: ${detail}${beside}${source}`;
  },
  breakFound: ({ kind, booking, day, evidence }) =>
    `проводка, которую реестр не объясняет: ${terms.break[kind]}: ${booking === null ? '' : `PaymentId ${booking} `}за ${day}; ${evidence}`,
  breakEnded: ({ booking, how }) => `расхождение ${booking === null ? '' : `по PaymentId ${booking} `}закрыто: ${how}`,
  decided: ({ id, staff, decision, reason }) => `решение ${id} принял ${staff}: «${terms.decision[decision]}»; ${reason}`,
  approved: ({ id, staff }) => `решение ${id} утвердил ${staff}`,
  decisionEnded: ({ id, outcome, result }) =>
    outcome === 'done' ? `решение ${id} исполнено` : `решение ${id}, исход: ${terms.decisionOutcome[outcome]}; ${result}`,
  status: ({ status, why }) => `статус ${statusInWords(status, 'ru')}: ${why}`,
  said: ({ why }) => why,
  needsStaff: ({ why }) => `нужен сотрудник: ${why}`,
  entry: ({ entry, number, currency, postings, note }) =>
    `главная книга: ${terms.entry[entry]}${number > 1 ? ` ${number}` : ''} ${currency}: ${sidesOf(postings)}${aside(note)}`,
  callbackBegun: ({ number, status }) => `обратный вызов ${number} агенту со статусом ${status} начат`,
  callbackTried: ({ number, ended }) => `обратный вызов ${number}, попытка: ${ended}`,
  callbackGivenUp: ({ number }) => `обратный вызов ${number} прекращён`,
};
