import { isNegative } from '../domain/money';
import { type Language, statusRow } from '../domain/status';
import { lookLines } from './look-lines';
import type { EntryRow, HintRow, PaymentFile } from './payment-file';

/** One thing that happened to a payment, in words; status texts in the reader's language. */
export interface StoryLine {
  /** ISO instant with microseconds. */
  readonly at: string;
  readonly what: string;
}

/** Everything that happened, oldest first. */
export function story(file: PaymentFile, language: Language): StoryLine[] {
  const { payment } = file;
  const lines: StoryLine[] = [
    ...file.hints.map((hint) => ({ at: hint.at, what: hintInWords(hint) })),
    ...(payment.sweptAt ? [{ at: payment.sweptAt, what: 'had no running workflow: started by the sweeper, which looks for evidence first' }] : []),
    ...(payment.checkedAt ? [{ at: payment.checkedAt, what: checkInWords(file) }] : []),
    ...attemptLines(file),
    ...lookLines(file.looks),
    ...breakLines(file),
    ...decisionLines(file),
    ...statusLines(file, language),
    ...file.entries.map((entry) => ({ at: entry.at, what: `ledger: ${entryInWords(entry, payment.currency)}` })),
    ...callbackLines(file),
  ];
  // A stable sort on the padded instant: what one transaction wrote stays in the order above.
  return lines
    .map((line) => ({ line, key: sortable(line.at) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ line }) => line);
}

/** PostgreSQL leaves trailing zeros of a fraction out, which breaks the order of texts. */
function sortable(at: string): string {
  const parts = /^([^.Z]+)(?:\.(\d+))?Z$/.exec(at);
  return parts ? `${parts[1]}.${(parts[2] ?? '').padEnd(6, '0')}` : at;
}

const counted = (n: number, noun: string, plural = 's'): string => `${n} ${noun}${n === 1 ? '' : plural}`;

export function statusInWords(status: number, language: Language): string {
  const row = statusRow(status);
  return row ? `${status} ${row[language]}` : `${status}`;
}

/** Documents that are only looked for came of a refusal, which stands among the events. */
function checkInWords({ payment, documents }: PaymentFile): string {
  const payable = documents.filter((document) => !document.soughtOnly).length;
  return `checked at ${payment.supplier}: ${payable > 0 ? `payable as ${counted(payable, 'document')}` : 'refused'}`;
}

function hintInWords({ supplier, came, lastAt, nudges }: HintRow): string {
  if (came === 1) return `a Callback of ${supplier} came: ${nudges > 0 ? 'asked at once' : 'kept only'}`;
  return `${came} Callbacks of ${supplier} came, the last at ${lastAt}: asked at once because of ${nudges} of them`;
}

/** The status is named where it changed; other events say only why. */
function statusLines(file: PaymentFile, language: Language): StoryLine[] {
  return file.events.map((event, at) => {
    const changed = event.status !== file.events[at - 1]?.status;
    if (event.kind === 'needs staff') return { at: event.at, what: `needs staff: ${event.why}` };
    return { at: event.at, what: changed ? `status ${statusInWords(event.status, language)}: ${event.why}` : event.why };
  });
}

function attemptLines(file: PaymentFile): StoryLine[] {
  return file.documents.flatMap((document) =>
    document.attempts.flatMap((attempt) => {
      const name =
        attempt.number === 0
          ? `an earlier life of document ${document.number}`
          : `attempt ${attempt.number} of document ${document.number} (${document.reference})`;
      const lines: StoryLine[] = [];
      if (attempt.number > 0) lines.push({ at: attempt.claimedAt, what: `${name} claimed, to be sent before ${attempt.sendBefore}` });
      if (attempt.sentAt && attempt.number > 0) lines.push({ at: attempt.sentAt, what: `${name} is being sent` });
      if (attempt.closedAt)
        lines.push({
          at: attempt.closedAt,
          what: `${name} ended: ${attempt.outcome ?? 'no outcome'}${attempt.reason ? ` (${attempt.reason})` : ''}`,
        });
      return lines;
    }),
  );
}

function entryInWords(entry: EntryRow, currency: string): string {
  const sides = entry.postings.map(({ account, amount }) => `${account} ${isNegative(amount) ? '' : '+'}${amount}`);
  return `${entry.kind}${entry.number > 1 ? ` ${entry.number}` : ''} ${currency}: ${sides.join(', ')}${entry.note ? ` (${entry.note})` : ''}`;
}

function breakLines(file: PaymentFile): StoryLine[] {
  return file.breaks.flatMap((found) => [
    {
      at: found.foundAt,
      what: `a booking that the registry does not explain: ${found.kind}: PaymentId ${found.booking} of ${found.day}; ${found.evidence}`,
    },
    ...(found.closedAt ? [{ at: found.closedAt, what: `the break of PaymentId ${found.booking} is closed: ${found.how}` }] : []),
  ]);
}

function decisionLines(file: PaymentFile): StoryLine[] {
  return file.decisions.flatMap((decision) => [
    { at: decision.at, what: `${decision.staff} decided "${decision.kind}" (decision ${decision.id}): ${decision.reason}` },
    ...(decision.second && decision.secondAt ? [{ at: decision.secondAt, what: `${decision.second} approved decision ${decision.id}` }] : []),
    ...(decision.doneAt ? [{ at: decision.doneAt, what: `decision ${decision.id}: ${decision.result}` }] : []),
  ]);
}

function callbackLines(file: PaymentFile): StoryLine[] {
  return [
    ...file.callbacks.map((callback) => ({
      at: callback.createdAt,
      what: `callback ${callback.number} of status ${callback.status} to the agent begins`,
    })),
    ...file.tries.map((attempt) => ({ at: attempt.at, what: `callback ${attempt.number} tried: ${attempt.ended}` })),
    ...file.callbacks.flatMap((callback) => (callback.givenUpAt ? [{ at: callback.givenUpAt, what: `callback ${callback.number} given up` }] : [])),
  ];
}
