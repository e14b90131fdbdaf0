import type { Outcome, People } from '../../../domain/bank-day/outcomes';
import type { Detail } from '../../../domain/bank-day/signing';
import { objectionInWords } from '../../objections';
import type { SigningArgs } from '../../signing';
import type { Words } from '../../told';
import { kk as terms } from '../terms/kk';

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  'roll back': 'кері қайтару',
  succeeded: 'сәтті',
  claim: 'шағым-талап',
  loss: 'шығын',
  gain: 'артық сома',
  suspense: 'анықталғанша',
  assign: 'төлемге жатқызу',
  'agent refunded': 'агентке қайтару',
  'list is wrong': 'олардың тізімі қате',
  accept: 'қабылдау',
  'other channel': 'басқа арна',
  sum: 'сома',
  poll: 'күйін сұрау',
  look: 'іздеу',
  'fetch again': 'қайта оқу',
  ask: 'жеткізушіден сұрау',
};
const DOES: Readonly<Record<Outcome, string>> = {
  'roll back': 'жеткізушіге жазбаны PaymentId бойынша кері алу айтылады; ол орындағанда айырма жабылады',
  succeeded: 'төлем осы жазбамен сәтті болып жабылады; агент төлейді және хабардар болады',
  claim: 'хат бойынша жеткізуші артығын бізге қарыз: қайтарғанша, есепке алғанша не екі адам есептен шығарғанша',
  loss: 'артығы біздің шығынымыз болады және жеткізушіге төленеді',
  gain: 'жетіспегені анықталғанша шотта күтеді; өздігінен табыс емес',
  suspense: 'сома кімдікі екені анықталғанша шотта күтеді',
  assign: 'бұл аталған сәтсіз төлемнің жазбасы: ол сәтті болады, агент овердрафттан асса да төлейді және хабардар болады',
  'agent refunded': 'агентке бүкіл төлем қайтарылады, -115 күйі және кері шақырумен',
  'list is wrong': 'жеткізуші қабылдағаны тізімінде жоқ; оған хат жазылады, өткізбе жасалмайды',
  accept: 'екі жақ та сол күйінде қалады, өткізбе жасалмайды',
  'other channel': 'оны кодымыздың басқа арнасы өткізген; өткізбе жасалмайды',
  sum: 'екі адам бастапқы жолдан оқыған сома анықталғанша шотта күтеді',
  poll: 'төлемнің күйі жеткізушіден қазір сұралады',
  look: 'жеткізушінің кітабы қайта оқылады, төлем ізделеді',
  'fetch again': 'кітап қайта оқылады',
  ask: 'жеткізушіден қай тізімі дұрыс екені сұралады, кітап қайта оқылады',
};
const PEOPLE: Readonly<Record<People, string>> = {
  '1': 'оператор немесе бухгалтер',
  A: 'бухгалтер',
  '2': 'екі адам, бірі бухгалтер',
};
const DETAILS: Readonly<Record<Detail, string>> = {
  letter: 'хат нөмірі (--letter)',
  owner: 'кім жүргізеді (--owner)',
  due: 'қай күнге дейін (--due)',
  payment: 'төлем (--agent, --transaction)',
  sum: 'сома (--sum)',
};
const CANNOT: Readonly<Record<SigningArgs['cannotBeAssigned']['because'], string>> = {
  open: 'ол әлі аяқталған жоқ',
  paid: 'ол төленген немесе қайтарылған',
  documents: 'оның құжаты кітапта өзі тұруы мүмкін',
  supplier: 'ол басқа жеткізушінікі',
  amount: 'оның сомасы басқа',
};
const STATES: Readonly<Record<SigningArgs['state']['state'], string>> = {
  open: 'ашық',
  waits: 'екінші адамды күтеді',
  signed: 'қол қойылды',
  'rolled back': 'кері қайтарылды',
  'written off': 'есептен шығарылды',
  noted: 'белгіленді',
  gone: 'жоғалды',
  refused: 'қабылданбады',
  stands: 'қол қойылды',
  done: 'орындалуда',
  rejected: 'бас тартылды',
  'taken back': 'қайтарып алынды',
  fallen: 'күшін жойды',
};
const listed = (details: readonly Detail[]): string => details.map((detail) => DETAILS[detail]).join(', ');

export const kk: Words<SigningArgs> = {
  outcome: ({ outcome }) => OUTCOMES[outcome],
  people: ({ people }) => PEOPLE[people],
  state: ({ state }) => STATES[state],
  does: ({ outcome, equal }) => {
    if (equal && outcome === 'claim') return 'түзету үшін жеткізушіге хат жазылады; өткізбе жасалмайды';
    return equal && outcome === 'loss' ? 'біздің есебімізден қайта төленеді: бүкіл сома шығынымыз болады' : DOES[outcome];
  },
  mayHeading: ({ kind }) => `${terms.break[kind]}:`,
  nothingMay: () => 'бұған ешкім қол қоймайды: айтқаны біткенде өзі де бітеді',
  noBreaks: ({ supplier, day }) => `${supplier} ${day} күнінде айырма жоқ.`,
  signed: ({ signing, outcome, count, sum }) => `${signing} қолы (${OUTCOMES[outcome]}) орындалды: айырма ${count}, сома ${sum}.`,
  waits: ({ signing, outcome, count, sum, command }) =>
    `${signing} қолы (${OUTCOMES[outcome]}) екінші адамды күтеді: айырма ${count}, сома ${sum}. ${command}`,
  rowResult: ({ id, state, why }) => `${id} айырмасы: ${STATES[state]}${why ? `; ${why}` : ''}`,
  handedOn: ({ decision }) => `${decision} шешімі орындайды.`,
  takenBack: ({ signing, outcome }) => `${signing} қолы (${OUTCOMES[outcome]}) қайтарып алынды: өткізбелері кері жасалды.`,
  rejected: ({ signing, outcome }) => `${signing} қолынан (${OUTCOMES[outcome]}) бас тартылды: ештеңе жасалған жоқ.`,
  noSuchBreak: ({ id, supplier, day }) => `${supplier} ${day} күнінде ${id} айырмасы жоқ: ештеңеге қол қойылмады.`,
  nothingToSign: ({ supplier, day, kind }) => `${supplier} ${day} күнінде «${terms.break[kind]}» түріндегі ашық айырма жоқ: ештеңеге қол қойылмады.`,
  breakClosed: ({ id, as }) => `${id} айырмасы жабылған (${STATES[as as keyof typeof STATES] ?? as}): ештеңеге қол қойылмады.`,
  signedAlready: ({ id, signing }) => `${id} айырмасына қол қойылған, ${signing}: алдымен ол мақұлданады, бас тартылады не қайтарып алынады.`,
  outcomeForbidden: ({ id, kind, outcome, may }) =>
    `${id} айырмасы (${terms.break[kind]}) бұлай аяқталмайды: ${OUTCOMES[outcome]}; болады: ${may.map((one) => OUTCOMES[one]).join(', ') || 'қазір ештеңе'}.`,
  wrongRole: ({ id, staff, people }) => `${staff} ${id} айырмасына бұлай қол қоя алмайды: керегі ${PEOPLE[people]}.`,
  detailMissing: ({ outcome, details }) => `«${OUTCOMES[outcome]}» үшін тағы керек: ${listed(details)}.`,
  detailUseless: ({ outcome, details }) => `«${OUTCOMES[outcome]}» үшін артық: ${listed(details)}.`,
  ownerUnknown: ({ owner }) => `Оны жүргізетін ${owner} деген жұмыстағы қызметкер жоқ.`,
  currencyUnknown: ({ id }) => `${id} айырмасы қай валютада екені белгісіз: алдымен оның күнін ашып салыстырыңыз.`,
  paymentUnknown: ({ agent, transaction }) => `${agent} агентінде ${transaction} төлемі жоқ.`,
  cannotBeAssigned: ({ agent, transaction, because }) => `${agent} ${transaction} төлеміне жатқызуға болмайды: ${CANNOT[because]}.`,
  refundOfPart: ({ id }) => `${id} айырмасы төлемінің басқа бөлігі жеткізушіде тұруы мүмкін: бүтіндей қайтаруға болмайды, оны кері қайтарыңыз.`,
  dayPastReading: ({ supplier, day }) => `${supplier} ${day} кітабы қазір салыстырылмайды: бұдан қайта оқылмайды.`,
  decisionForbidden: ({ objection }) => objectionInWords(objection, 'kk'),
  noSuchSigning: ({ signing }) => `${signing} деген қол жоқ.`,
  waitsForNobody: ({ signing }) => `${signing} қолы енді ешкімді күтпейді.`,
  samePerson: ({ signing, staff }) => `${signing} қолын ${staff} қойған: басқа адам мақұлдауы керек.`,
  needsAccountant: ({ signing, staff }) => `${signing} қолының екі адамының бірі бухгалтер болуы керек: бірінші де, ${staff} де ондай емес.`,
  factsChanged: ({ id, signing }) => `${id} айырмасы қазір ${signing} қолы қойылғандағыдан басқаша: ол күшін жойды, қайта қол қойыңыз.`,
  notGiver: ({ signing, staff, giver }) => `${signing} қолын ${giver} қойған: оны ${staff} емес, тек сол қайтарып алады.`,
  cannotBeTakenBack: ({ signing, outcome }) => `${signing} қолы (${OUTCOMES[outcome]}) орындалған, өзгелер хабардар: қайтарып алуға болмайды.`,
  nothingToTakeBack: ({ signing }) => `${signing} қолының енді күші жоқ: қайтарып алатын ештеңе жоқ.`,
  dayConfirmed: ({ signing, day }) => `${day} күні расталған: ${signing} қолын қайтарып алуға болмайды.`,
  claimEnded: ({ id }) => `${id} айырмасы бойынша шағым-талап жабылған не жабылуда: қолын қайтарып алуға болмайды.`,
};
