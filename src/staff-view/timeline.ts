import type { BreakKind } from '../domain/bank-day/verdict';
import type { DecisionKind } from '../domain/decisions';
import type { AttemptOutcome } from '../domain/lifecycle';
import type { Language } from '../domain/status';
import type { DecisionOutcome } from '../registry/staff/decision';
import { joinLooks } from './joined-looks';
import type { EntryRow, LookRow, PaymentFile } from './payment-file';
import { en } from './texts/timeline/en';
import { kk } from './texts/timeline/kk';
import { ru } from './texts/timeline/ru';
import { type InEveryLanguage, type Told, tell } from './told';

/** Of attempt 0: what an earlier life of the registry may have sent. */
interface Attempted {
  readonly document: number;
  readonly attempt: number;
  readonly reference: string;
}

/** What can happen to a payment. Words that were noted at its time (`why`, `reason`, `detail`, `evidence`, `note`) are told as they stand. */
export interface TimelineArgs {
  readonly hints: { readonly supplier: string; readonly came: number; readonly lastAt: string; readonly nudges: number };
  readonly swept: Readonly<Record<never, never>>;
  readonly payable: { readonly supplier: string; readonly documents: number };
  readonly refusedAtCheck: { readonly supplier: string };
  readonly attemptClaimed: Attempted & { readonly sendBefore: string };
  readonly attemptSent: Attempted;
  readonly attemptEnded: Attempted & { readonly outcome: AttemptOutcome | null; readonly reason: string | null };
  readonly looked: Omit<LookRow, 'at' | 'answerHash'> & { readonly hashes: readonly string[] };
  readonly breakFound: { readonly kind: BreakKind; readonly booking: string | null; readonly day: string; readonly evidence: string };
  readonly breakEnded: { readonly booking: string | null; readonly how: string };
  readonly decided: { readonly id: string; readonly staff: string; readonly decision: DecisionKind; readonly reason: string };
  readonly approved: { readonly id: string; readonly staff: string };
  readonly decisionEnded: { readonly id: string; readonly outcome: DecisionOutcome; readonly result: string };
  /** Named where it changed. */
  readonly status: { readonly status: number; readonly why: string };
  readonly said: { readonly why: string };
  readonly needsStaff: { readonly why: string };
  readonly entry: {
    readonly entry: EntryRow['kind'];
    readonly number: number;
    readonly currency: string;
    readonly postings: EntryRow['postings'];
    readonly note: string | null;
  };
  readonly callbackBegun: { readonly number: number; readonly status: number };
  readonly callbackTried: { readonly number: number; readonly ended: string };
  readonly callbackGivenUp: { readonly number: number };
}

/** Enough to find the raw answer among the exchanges; all 64 digits stand in the registry. */
const HASH_SHOWN = 16;

const WORDS: InEveryLanguage<TimelineArgs> = { en, ru, kk };

/** One thing that happened; `at` is an ISO instant with microseconds. */
export type Happening = Told<TimelineArgs> & { readonly at: string };

/** As programs read it, with its words. */
export const happeningView = (happening: Happening, language: Language) => ({ ...happening, what: tell(WORDS, language, happening) });

/** Everything that happened, oldest first. A stable sort: what one transaction wrote stays in the order here. */
export function timeline(file: PaymentFile): Happening[] {
  const { payment } = file;
  return [
    ...file.hints.map(({ at, supplier, came, lastAt, nudges }) => happened(at, 'hints', { supplier, came, lastAt, nudges })),
    ...(payment.sweptAt ? [happened(payment.sweptAt, 'swept', {})] : []),
    ...(payment.checkedAt ? [checked(payment.checkedAt, file)] : []),
    ...attempts(file),
    ...joinLooks(file.looks).map(({ at, answerHash, ...look }) =>
      happened(at, 'looked', { ...look, hashes: answerHash.map((hash) => hash.slice(0, HASH_SHOWN)) }),
    ),
    ...breaks(file),
    ...decisions(file),
    ...events(file),
    ...file.entries.map(({ at, kind, number, postings, note }) =>
      happened(at, 'entry', { entry: kind, number, currency: payment.currency, postings, note }),
    ),
    ...callbacks(file),
  ]
    .map((happening) => ({ happening, key: sortable(happening.at) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ happening }) => happening);
}

const happened = <Key extends keyof TimelineArgs>(at: string, key: Key, args: TimelineArgs[Key]): Happening => ({ at, key, args }) as Happening;

/** PostgreSQL leaves trailing zeros of a fraction out, which breaks the order of texts. */
function sortable(at: string): string {
  const parts = /^([^.Z]+)(?:\.(\d+))?Z$/.exec(at);
  return parts ? `${parts[1]}.${(parts[2] ?? '').padEnd(6, '0')}` : at;
}

/** Documents that are only looked for came of a refusal, which stands among the events. */
function checked(at: string, { payment: { supplier }, documents }: PaymentFile): Happening {
  const payable = documents.filter((document) => !document.soughtOnly).length;
  return payable > 0 ? happened(at, 'payable', { supplier, documents: payable }) : happened(at, 'refusedAtCheck', { supplier });
}

function attempts({ documents }: PaymentFile): Happening[] {
  return documents.flatMap(({ number: document, reference, attempts }) =>
    attempts.flatMap(({ number: attempt, claimedAt, sendBefore, sentAt, closedAt, outcome, reason }) => {
      const of = { document, attempt, reference };
      return [
        ...(attempt > 0 ? [happened(claimedAt, 'attemptClaimed', { ...of, sendBefore })] : []),
        ...(attempt > 0 && sentAt ? [happened(sentAt, 'attemptSent', of)] : []),
        ...(closedAt ? [happened(closedAt, 'attemptEnded', { ...of, outcome, reason })] : []),
      ];
    }),
  );
}

function events({ events }: PaymentFile): Happening[] {
  return events.map(({ at, kind, status, why }, n) => {
    if (kind === 'needs staff') return happened(at, 'needsStaff', { why });
    return status === events[n - 1]?.status ? happened(at, 'said', { why }) : happened(at, 'status', { status, why });
  });
}

function breaks(file: PaymentFile): Happening[] {
  return file.breaks.flatMap(({ foundAt, closedAt, kind, booking, day, evidence, how }) => [
    happened(foundAt, 'breakFound', { kind, booking, day, evidence }),
    ...(closedAt ? [happened(closedAt, 'breakEnded', { booking, how: how ?? '' })] : []),
  ]);
}

function decisions(file: PaymentFile): Happening[] {
  return file.decisions.flatMap(({ id, staff, kind, reason, at, second, secondAt, doneAt, outcome, result }) => [
    happened(at, 'decided', { id, staff, decision: kind, reason }),
    ...(second && secondAt ? [happened(secondAt, 'approved', { id, staff: second })] : []),
    ...(doneAt && outcome ? [happened(doneAt, 'decisionEnded', { id, outcome, result: result ?? '' })] : []),
  ]);
}

function callbacks(file: PaymentFile): Happening[] {
  return [
    ...file.callbacks.map(({ createdAt, number, status }) => happened(createdAt, 'callbackBegun', { number, status })),
    ...file.tries.map(({ at, number, ended }) => happened(at, 'callbackTried', { number, ended })),
    ...file.callbacks.flatMap(({ givenUpAt, number }) => (givenUpAt ? [happened(givenUpAt, 'callbackGivenUp', { number })] : [])),
  ];
}
