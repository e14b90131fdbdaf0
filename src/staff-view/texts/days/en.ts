import type { DayState, DayWait } from '../../../domain/bank-day/course';
import type { DayArgs } from '../../days';
import type { Words } from '../../told';

const STATES: Readonly<Record<DayState, string>> = {
  open: 'open: it runs',
  ended: 'ended: it will be read',
  comparing: 'being compared',
  unlike: 'unlike ours: no difference was written',
  'to sign': 'to be signed',
  ready: 'ready to be confirmed',
  confirming: 'being confirmed',
  verifying: 'being verified',
  confirmed: 'confirmed',
  'confirmed elsewhere': 'confirmed by somebody else',
  posted: 'posted',
};
const WAITS: Readonly<Record<DayWait, string>> = {
  'day end': 'the end of the day',
  supplier: 'the supplier',
  repairs: 'payments that settle what was found',
  signatures: 'signatures',
  staff: 'staff: look at what differs, then have it run again',
  confirmation: 'the confirmation',
};

export const en: Words<DayArgs> = {
  stands: ({ supplier, day, state, since }) => `${supplier} ${day} is ${STATES[state]}, since ${since}.`,
  waits: ({ for: what, until }) => `It waits for ${WAITS[what]}${until === null ? '' : `, until ${until}`}.`,
  read: ({ count, sum, at }) => `Theirs: ${count} lines, ${sum}, read at ${at}.`,
  notRead: ({ times, why }) => `The last reading was not complete (${times} in a row): ${why}.`,
  compared: ({ count, sum, pairs, explained, gap, unexplained }) =>
    `Ours: ${count} documents, ${sum}; ${pairs} pairs, ${explained} explained; difference ${gap}, of it unexplained ${unexplained}.`,
  open: ({ count, sum }) => `${count} documents, ${sum}, may stand in the book and do not.`,
  breaks: ({ open, signed }) => `Breaks: ${open} open, ${signed} signed.`,
  tried: ({ at, theirs, ours, pairs, unexplained }) =>
    `Compared without effect at ${at}: theirs ${theirs.count} lines, ${theirs.sum}; ours ${ours.count}, ${ours.sum}; ${pairs} pairs; unexplained ${unexplained}.`,
  triedUnlike: ({ at, nominated }) => `Compared without effect at ${at}: unlike ours, ${nominated} differ.`,
  noDay: () => 'No bank day is open yet.',
  unknownDay: ({ supplier, day }) => `There is no bank day ${supplier} ${day} in the registry.`,
  asked: ({ supplier, day, compareOnly }) => `${supplier} ${day} ${compareOnly ? 'is compared without effect' : 'is run'}.`,
  backfilled: ({ supplier, opened, known }) => `${supplier}: ${opened} days are opened, ${known} were known.`,
  stillWaits: ({ seconds }) => `After ${seconds} s it is not further than this.`,
};
