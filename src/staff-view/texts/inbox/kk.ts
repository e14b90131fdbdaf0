import type { InboxArgs } from '../../inbox';
import type { Words } from '../../told';
import { kk as terms } from '../terms/kk';

const WAITS = {
  'day end': 'күннің соңы',
  supplier: 'жеткізуші',
  repairs: 'өздігінен шешілетін төлемдер',
  signatures: 'қолтаңбалар',
  staff: 'қызметкерлер',
  confirmation: 'растау',
} as const;

export const kk: Words<InboxArgs> = {
  needsStaff: ({ why }) => why,
  slow: ({ why }) => `күтуде: ${why ?? 'не күтетіні әлі белгісіз'}`,
  decisionWaits: ({ staff, decision, reason }) => `${staff} шешімі «${terms.decision[decision]}»: ${reason}`,
  ruleWaits: ({ staff, value, reason }) => `${staff} «${value}» мәнін сұрайды: ${reason}`,
  documentWaits: ({ staff, number, day, reason }) => `${staff} банктің ${day} күнгі ${number} құжатын екінші рет енгізді: ${reason}`,
  reversalStuck: ({ staff, decision }) => `${staff} қабылдаған «${terms.decision[decision]}» шешімі аяқталмаған`,
  callbackGivenUp: ({ ended }) => `кері шақыру тоқтатылды: ${ended ?? 'бірде-бір әрекет болмаған'}`,
  callbackOverdue: () => 'агентке хабарланбаған: келесі әрекеттің мерзімі өтті, бірақ ол жасалмады',
  supplierClosed: ({ state, by, reason }) => `${terms.supplier[state]}${by === null ? '' : ` (${by})`}${reason === null ? '' : `: ${reason}`}`,
  serviceTrouble: ({ name, supplier, trouble }) => `${name}, жеткізушісі ${supplier ?? 'тағайындалмаған'}: ${trouble}`,
  lowBalance: ({ below }) => `ондағы депозитіміз ${below} сомасынан аз`,
  dayNotOpened: ({ endedAt }) => `${endedAt} аяқталды, оны ешкім ашпады`,
  dayNotReady: ({ readyBy, waitsFor }) =>
    `${readyBy} дейін дайын болуы керек еді; ${waitsFor === null ? 'әлі оқылып, салыстырылуда' : `күтуде: ${WAITS[waitsFor]}`}`,
  dayNotCompared: ({ hours, waitsFor }) =>
    `${hours} сағат бойы оқылмаған және салыстырылмаған${waitsFor === null ? '' : `; күтуде: ${WAITS[waitsFor]}`}`,
};
