import { aside, sidesOf, statusInWords } from '../../parts';
import { counted } from '../../plural';
import type { TimelineArgs } from '../../timeline';
import type { Words } from '../../told';
import { en as terms } from '../terms/en';

const count = counted.bind(null, 'en');
const attemptOf = ({ attempt, document, reference }: TimelineArgs['attemptSent']): string =>
  attempt === 0 ? `an earlier life of document ${document}` : `attempt ${attempt} of document ${document} (${reference})`;

export const en: Words<TimelineArgs> = {
  hints: ({ supplier, came, lastAt, nudges }) =>
    came === 1
      ? `a Callback of ${supplier} came: ${nudges > 0 ? 'asked at once' : 'kept only'}`
      : `${came} Callbacks of ${supplier} came, the last at ${lastAt}: asked at once because of ${nudges} of them`,
  swept: () => 'had no running workflow: started by the sweeper, which looks for evidence first',
  payable: ({ supplier, documents }) => `checked at ${supplier}: payable as ${count(documents, { one: 'document', other: 'documents' })}`,
  refusedAtCheck: ({ supplier }) => `checked at ${supplier}: refused`,
  attemptClaimed: (of) => `${attemptOf(of)} claimed, to be sent before ${of.sendBefore}`,
  attemptSent: (of) => `${attemptOf(of)} is being sent`,
  attemptEnded: ({ outcome, reason, ...of }) => `${attemptOf(of)} ended: ${outcome ? terms.outcome[outcome] : 'no outcome'}${aside(reason)}`,
  looked: ({ document, attempt, count: times, lastAt, question, said, detail, witnesses, readAt, hashes }) => {
    const often = times > 1 ? ` ${times} times, the last at ${lastAt}` : '';
    const beside = said === 'absent' ? ` (${count(witnesses, { one: 'witness', other: 'witnesses' })})` : '';
    const source = hashes.length > 0 ? `; read ${readAt ?? lastAt} from answers with SHA-256 ${hashes.join(', ')}` : '';
    return `looked for document ${document} (attempt ${attempt})${often}: ${question}; ${terms.look[said]}: ${detail}${beside}${source}`;
  },
  breakFound: ({ kind, booking, day, evidence }) =>
    `a booking that the registry does not explain: ${terms.break[kind]}: ${booking === null ? '' : `PaymentId ${booking} `}of ${day}; ${evidence}`,
  breakEnded: ({ booking, how }) => `the break ${booking === null ? '' : `of PaymentId ${booking} `}is closed: ${how}`,
  decided: ({ id, staff, decision, reason }) => `${staff} decided "${terms.decision[decision]}" (decision ${id}): ${reason}`,
  approved: ({ id, staff }) => `${staff} approved decision ${id}`,
  decisionEnded: ({ id, result }) => `decision ${id}: ${result}`,
  status: ({ status, why }) => `status ${statusInWords(status, 'en')}: ${why}`,
  said: ({ why }) => why,
  needsStaff: ({ why }) => `needs staff: ${why}`,
  entry: ({ entry, number, currency, postings, note }) =>
    `ledger: ${terms.entry[entry]}${number > 1 ? ` ${number}` : ''} ${currency}: ${sidesOf(postings)}${aside(note)}`,
  callbackBegun: ({ number, status }) => `callback ${number} of status ${status} to the agent begins`,
  callbackTried: ({ number, ended }) => `callback ${number} tried: ${ended}`,
  callbackGivenUp: ({ number }) => `callback ${number} given up`,
};
