import { aside, sidesOf, statusInWords } from '../../parts';
import type { TimelineArgs } from '../../timeline';
import type { Words } from '../../told';
import { kk as terms } from '../terms/kk';

// A noun after a number stays in the singular in Kazakh.
const attemptOf = ({ attempt, document, reference }: TimelineArgs['attemptSent']): string =>
  attempt === 0 ? `${document}-құжаттың бұрынғы өмірі` : `${document}-құжаттың ${attempt}-әрекеті (${reference})`;

export const kk: Words<TimelineArgs> = {
  hints: ({ supplier, came, lastAt, nudges }) =>
    came === 1
      ? `${supplier} Callback жіберді: ${nudges > 0 ? 'мәртебе бірден сұралды' : 'тек сақталды'}`
      : `${supplier} ${came} Callback жіберді, соңғысы ${lastAt}; мәртебе ${nudges} рет бірден сұралды`,
  swept: () => 'төлем процесі жұмыс істемеген: оны шолушы іске қосты, алдымен дәлел ізделеді',
  payable: ({ supplier, documents }) => `${supplier} тексерді: төлеуге ${documents} құжат`,
  refusedAtCheck: ({ supplier }) => `${supplier} тексерді: бас тартты`,
  attemptClaimed: (of) => `${attemptOf(of)} алынды, ${of.sendBefore} дейін жіберілуі керек`,
  attemptSent: (of) => `${attemptOf(of)} жіберілуде`,
  attemptEnded: ({ outcome, reason, ...of }) => `${attemptOf(of)}, нәтижесі: ${outcome ? terms.outcome[outcome] : 'жоқ'}${aside(reason)}`,
  looked: ({ document, attempt, count, lastAt, question, said, detail, witnesses, readAt, hashes }) => {
    const often = count > 1 ? ` ${count} рет, соңғысы ${lastAt}` : '';
    const beside = said === 'absent' ? ` (${witnesses} куәгер)` : '';
    const source = hashes.length > 0 ? `; ${readAt ?? lastAt} оқылған, жауаптардың SHA-256 мәні ${hashes.join(', ')}` : '';
    return `${document}-құжат (${attempt}-әрекет) ізделді${often}: ${question}; ${terms.look[said]}: ${detail}${beside}${source}`;
  },
  breakFound: ({ kind, booking, day, evidence }) =>
    `тізілім түсіндірмейтін жазба: ${terms.break[kind]}: ${day} күнгі${booking === null ? '' : ` PaymentId ${booking}`}; ${evidence}`,
  breakEnded: ({ booking, how }) => `${booking === null ? '' : `PaymentId ${booking} бойынша `}алшақтық жабылды: ${how}`,
  decided: ({ id, staff, decision, reason }) => `${id}-шешімді ${staff} қабылдады: «${terms.decision[decision]}»; ${reason}`,
  approved: ({ id, staff }) => `${id}-шешімді ${staff} бекітті`,
  decisionEnded: ({ id, outcome, result }) =>
    outcome === 'done' ? `${id}-шешім орындалды` : `${id}-шешім, нәтижесі: ${terms.decisionOutcome[outcome]}; ${result}`,
  status: ({ status, why }) => `мәртебе ${statusInWords(status, 'kk')}: ${why}`,
  said: ({ why }) => why,
  needsStaff: ({ why }) => `қызметкер керек: ${why}`,
  entry: ({ entry, number, currency, postings, note }) =>
    `бас кітап: ${terms.entry[entry]}${number > 1 ? ` ${number}` : ''} ${currency}: ${sidesOf(postings)}${aside(note)}`,
  callbackBegun: ({ number, status }) => `агентке ${status} мәртебесі туралы ${number}-кері шақыру басталды`,
  callbackTried: ({ number, ended }) => `${number}-кері шақыру әрекеті: ${ended}`,
  callbackGivenUp: ({ number }) => `${number}-кері шақыру тоқтатылды`,
};
