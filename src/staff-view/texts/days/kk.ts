import type { DayState, DayWait } from '../../../domain/bank-day/course';
import type { DayArgs } from '../../days';
import type { Words } from '../../told';

const STATES: Readonly<Record<DayState, string>> = {
  open: 'ашық: күн әлі жүріп жатыр',
  ended: 'аяқталды: оқылады',
  comparing: 'салыстырылып жатыр',
  unlike: 'біздікіне ұқсамайды: айырмалар жазылмады',
  'to sign': 'қол қоюды күтуде',
  ready: 'растауға дайын',
  confirming: 'расталып жатыр',
  verifying: 'растаудан кейін тексерілуде',
  confirmed: 'расталды',
  'confirmed elsewhere': 'басқа біреу растаған',
  posted: 'қорытындысы жіберілді',
};
const WAITS: Readonly<Record<DayWait, string>> = {
  'day end': 'күннің соңын',
  supplier: 'жеткізушіні',
  repairs: 'табылғанды өздері аяқтайтын төлемдерді',
  signatures: 'қол қоюды',
  staff: 'қызметкерді: айырманы қарап, қайта іске қосыңыз',
  confirmation: 'растауды',
};

export const kk: Words<DayArgs> = {
  stands: ({ supplier, day, state, since }) => `${supplier} ${day}: ${STATES[state]}, ${since} бастап.`,
  waits: ({ for: what, until }) => `Күтуде: ${WAITS[what]}${until === null ? '' : `, ${until} дейін`}.`,
  read: ({ count, sum, at }) => `Оларда: ${count} жол, ${sum}, ${at} оқылды.`,
  notRead: ({ times, why }) => `Соңғы оқу аяқталмады (қатарынан ${times}): ${why}.`,
  compared: ({ count, sum, pairs, explained, gap, unexplained }) =>
    `Бізде: ${count} құжат, ${sum}; ${pairs} жұп, ${explained} түсіндірілді; айырма ${gap}, оның түсіндірілмегені ${unexplained}.`,
  open: ({ count, sum }) => `${count} құжат, ${sum}, кітапта тұруы мүмкін, бірақ жоқ.`,
  breaks: ({ open, signed }) => `Айырмалар: ${open} ашық, ${signed} қол қойылған.`,
  tried: ({ at, theirs, ours, pairs, unexplained }) =>
    `${at} салдарсыз салыстырылды: оларда ${theirs.count} жол, ${theirs.sum}; бізде ${ours.count}, ${ours.sum}; ${pairs} жұп; түсіндірілмегені ${unexplained}.`,
  triedUnlike: ({ at, nominated }) => `${at} салдарсыз салыстырылды: біздікіне ұқсамайды, ${nominated} айырма.`,
  noDay: () => 'Әзірге бірде-бір банк күні ашылмаған.',
  unknownDay: ({ supplier, day }) => `Тізілімде ${supplier} ${day} банк күні жоқ.`,
  asked: ({ supplier, day, compareOnly }) => `${supplier} ${day}: ${compareOnly ? 'салдарсыз салыстырылуда' : 'іске қосылды'}.`,
  backfilled: ({ supplier, opened, known }) => `${supplier}: ${opened} күн ашылды, ${known} белгілі болған.`,
  stillWaits: ({ seconds }) => `${seconds} с ішінде бұдан әрі жылжымады.`,
};
