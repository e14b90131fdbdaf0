import type { Outcome, People } from '../../../domain/bank-day/outcomes';
import type { Detail } from '../../../domain/bank-day/signing';
import { objectionInWords } from '../../objections';
import type { SigningArgs } from '../../signing';
import type { Words } from '../../told';
import { ru as terms } from '../terms/ru';

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  'roll back': 'откатить',
  succeeded: 'успешен',
  claim: 'претензия',
  loss: 'убыток',
  gain: 'излишек',
  suspense: 'до выяснения',
  assign: 'отнести к платежу',
  'agent refunded': 'вернуть агенту',
  'list is wrong': 'их список неверен',
  accept: 'принять',
  'other channel': 'другой канал',
  sum: 'сумма',
  poll: 'спросить статус',
  look: 'искать',
  'fetch again': 'прочитать снова',
  ask: 'спросить поставщика',
};
const DOES: Readonly<Record<Outcome, string>> = {
  'roll back': 'поставщику велено снять проводку по её PaymentId; расхождение закроется, когда он это сделает',
  succeeded: 'платёж закрывается успешным с этой проводкой; агент платит и извещается',
  claim: 'по письму поставщик должен нам лишнее, пока не вернёт, не зачтёт или двое не спишут',
  loss: 'лишнее становится нашим убытком и платится поставщику',
  gain: 'недостающее ждёт на счёте до выяснения; само по себе это не доход',
  suspense: 'сумма ждёт на счёте до выяснения, чья она',
  assign: 'это проводка названного неуспешного платежа: он становится успешным, агент платит, даже сверх овердрафта, и извещается',
  'agent refunded': 'агенту возвращается весь платёж, со статусом -115 и обратным вызовом',
  'list is wrong': 'в списке поставщика нет того, что он принял; ему пишут, проводок нет',
  accept: 'обе стороны остаются как есть, проводок нет',
  'other channel': 'это провёл другой канал нашего кода; проводок нет',
  sum: 'сумма, прочитанная двумя людьми в исходной строке, ждёт на счёте до выяснения',
  poll: 'статус платежа спрашивается у поставщика сейчас',
  look: 'книга поставщика читается заново, платёж ищется',
  'fetch again': 'книга читается заново',
  ask: 'поставщика спрашивают, какой из списков верен, и книга читается заново',
};
const PEOPLE: Readonly<Record<People, string>> = {
  '1': 'оператор или бухгалтер',
  A: 'бухгалтер',
  '2': 'двое, один из них бухгалтер',
};
const DETAILS: Readonly<Record<Detail, string>> = {
  letter: 'номер письма (--letter)',
  owner: 'кто ведёт (--owner)',
  due: 'до какого дня (--due)',
  payment: 'платёж (--agent, --transaction)',
  sum: 'сумма (--sum)',
};
const CANNOT: Readonly<Record<SigningArgs['cannotBeAssigned']['because'], string>> = {
  open: 'он ещё не завершён',
  paid: 'он оплачен или был сторнирован',
  documents: 'его документ может сам стоять в книге',
  supplier: 'он у другого поставщика',
  amount: 'у него другая сумма',
};
const STATES: Readonly<Record<SigningArgs['state']['state'], string>> = {
  open: 'открыто',
  waits: 'ждёт второго лица',
  signed: 'подписано',
  'rolled back': 'откачено',
  'written off': 'списано',
  noted: 'отмечено',
  gone: 'исчезло',
  refused: 'отказано',
  stands: 'подписано',
  done: 'исполняется',
  rejected: 'отклонено',
  'taken back': 'отозвано',
  fallen: 'отпало',
};
const listed = (details: readonly Detail[]): string => details.map((detail) => DETAILS[detail]).join(', ');

export const ru: Words<SigningArgs> = {
  outcome: ({ outcome }) => OUTCOMES[outcome],
  people: ({ people }) => PEOPLE[people],
  state: ({ state }) => STATES[state],
  does: ({ outcome, equal }) => {
    if (equal && outcome === 'claim') return 'поставщику пишут, чтобы он исправил; проводок нет';
    return equal && outcome === 'loss' ? 'платится заново за наш счёт: вся сумма становится нашим убытком' : DOES[outcome];
  },
  mayHeading: ({ kind }) => `${terms.break[kind]}:`,
  nothingMay: () => 'это никто не подписывает: кончится то, о чём оно, — кончится и оно',
  noBreaks: ({ supplier, day }) => `У дня ${supplier} ${day} нет расхождений.`,
  signed: ({ signing, outcome, count, sum }) => `Подпись ${signing} (${OUTCOMES[outcome]}) исполнена: расхождений ${count}, сумма ${sum}.`,
  waits: ({ signing, outcome, count, sum, command }) =>
    `Подпись ${signing} (${OUTCOMES[outcome]}) ждёт второго лица: расхождений ${count}, сумма ${sum}. ${command}`,
  rowResult: ({ id, state, why }) => `расхождение ${id}: ${STATES[state]}${why ? `; ${why}` : ''}`,
  handedOn: ({ decision }) => `Исполняется решением ${decision}.`,
  takenBack: ({ signing, outcome }) => `Подпись ${signing} (${OUTCOMES[outcome]}) отозвана: её проводки сделаны обратно.`,
  rejected: ({ signing, outcome }) => `Подпись ${signing} (${OUTCOMES[outcome]}) отклонена: ничего не сделано.`,
  noSuchBreak: ({ id, supplier, day }) => `У дня ${supplier} ${day} нет расхождения ${id}: ничего не подписано.`,
  nothingToSign: ({ supplier, day, kind }) => `У дня ${supplier} ${day} нет открытых расхождений вида «${terms.break[kind]}»: ничего не подписано.`,
  breakClosed: ({ id, as }) => `Расхождение ${id} уже закрыто (${STATES[as as keyof typeof STATES] ?? as}): ничего не подписано.`,
  signedAlready: ({ id, signing }) => `Расхождение ${id} уже подписано, подпись ${signing}: сначала её одобряют, отклоняют или отзывают.`,
  outcomeForbidden: ({ id, kind, outcome, may }) =>
    `Расхождение ${id} (${terms.break[kind]}) не может кончиться так: ${OUTCOMES[outcome]}; можно: ${may.map((one) => OUTCOMES[one]).join(', ') || 'сейчас ничего'}.`,
  wrongRole: ({ id, staff, people }) => `${staff} не может так подписать расхождение ${id}: нужно ${PEOPLE[people]}.`,
  detailMissing: ({ outcome, details }) => `Для «${OUTCOMES[outcome]}» нужно ещё: ${listed(details)}.`,
  detailUseless: ({ outcome, details }) => `Для «${OUTCOMES[outcome]}» лишнее: ${listed(details)}.`,
  ownerUnknown: ({ owner }) => `Нет действующего сотрудника ${owner}, который бы её вёл.`,
  currencyUnknown: ({ id }) => `Неизвестно, в какой валюте расхождение ${id}: сначала откройте и сравните его день.`,
  paymentUnknown: ({ agent, transaction }) => `У агента ${agent} нет платежа ${transaction}.`,
  cannotBeAssigned: ({ agent, transaction, because }) => `К платежу ${agent} ${transaction} отнести нельзя: ${CANNOT[because]}.`,
  refundOfPart: ({ id }) => `Другая часть платежа расхождения ${id} может стоять у поставщика: целиком вернуть нельзя, сторнируйте его.`,
  dayPastReading: ({ supplier, day }) => `Книга ${supplier} ${day} сейчас не сверяется: заново этим она не читается.`,
  decisionForbidden: ({ objection }) => objectionInWords(objection, 'ru'),
  noSuchSigning: ({ signing }) => `Нет подписи ${signing}.`,
  waitsForNobody: ({ signing }) => `Подпись ${signing} больше никого не ждёт.`,
  samePerson: ({ signing, staff }) => `Подпись ${signing} дал ${staff}: одобрить должен другой человек.`,
  needsAccountant: ({ signing, staff }) => `Из двоих у подписи ${signing} один должен быть бухгалтером: ни первый, ни ${staff} им не является.`,
  factsChanged: ({ id, signing }) => `Расхождение ${id} теперь говорит другое, чем при подписи ${signing}: она отпала, подпишите заново.`,
  notGiver: ({ signing, staff, giver }) => `Подпись ${signing} дал ${giver}: отзывает её только он, не ${staff}.`,
  cannotBeTakenBack: ({ signing, outcome }) => `Подпись ${signing} (${OUTCOMES[outcome]}) исполнена, и другие извещены: отозвать нельзя.`,
  nothingToTakeBack: ({ signing }) => `Подпись ${signing} больше не действует: отзывать нечего.`,
  dayConfirmed: ({ signing, day }) => `День ${day} подтверждён: подпись ${signing} отозвать нельзя.`,
  claimEnded: ({ id }) => `Претензия по расхождению ${id} закрыта или закрывается: подпись отозвать нельзя.`,
};
