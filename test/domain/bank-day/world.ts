import type { Absence } from '../../../src/domain/bank-day/absent';
import { compareNominees, type Entry, type KnownPayment, type Nominees } from '../../../src/domain/bank-day/compare';
import type { References } from '../../../src/domain/bank-day/reference';
import type { Item, Line, OurDocument, Reading, Verdict } from '../../../src/domain/bank-day/verdict';
import type { Day } from '../../../src/domain/day';
import { requestOf } from '../../../src/domain/ids';
import type { AttemptOutcome } from '../../../src/domain/lifecycle';
import { money } from '../../../src/domain/money';

export const D = '2026-11-21' as Day;
export const NEXT = '2026-11-22' as Day;
export const LATER = '2026-11-25' as Day;
export const SINCE = '2026-11-22T03:00:00Z';
export const OVERDUE = '2026-11-22T02:59:00Z';

/** The reference of document `number` of payment n. */
export const refOf = (n: number, number = 1): string => `TLM261121${String(n).padStart(9, '0')}${number}`;
export const requestNo = (n: number): string => `261121${String(n).padStart(9, '0')}`;

export const line = (changes: Partial<Line> = {}): Line => ({
  paymentId: '77',
  reference: refOf(1),
  account: '7898380',
  item: '100000000001',
  amount: money('5610.18'),
  day: D,
  minute: '12:00',
  moved: false,
  repeated: false,
  ...changes,
});

export const OPEN = { status: 2, final: false };
export const PAID = { status: 10, final: true };
export const FAILED = { status: -115, final: true };
export const attempts = (...outcomes: Array<AttemptOutcome | null>): OurDocument['attempts'] =>
  outcomes.map((outcome, at) => ({ number: at + 1, state: outcome === null ? 'sending' : 'closed', outcome }));

/** Taken as PaymentId 77 on D for a payment that succeeded, unless something else is said. */
export const ours = (changes: Partial<OurDocument> = {}): OurDocument => ({
  number: 1,
  reference: refOf(1),
  state: 'taken',
  supplierPaymentId: '77',
  day: D,
  ownDay: null,
  undoneAt: null,
  account: '7898380',
  item: '100000000001',
  amount: money('5610.18'),
  attempts: attempts('accepted'),
  sendBefore: null,
  midnights: [],
  siblingRefused: false,
  createdOn: '2026-11-21T06:00:00Z',
  payment: PAID,
  ...changes,
});

export interface Scene {
  readonly lines: readonly Line[];
  readonly documents?: readonly OurDocument[];
  /** Payments of which no document is named here. */
  readonly payments?: Readonly<Record<string, KnownPayment>>;
  readonly sharedCode?: boolean;
  readonly item?: Item;
  /** PaymentIds that stand in the book of another day. */
  readonly elsewhere?: Readonly<Record<string, Day>>;
  readonly absence?: Partial<Omit<Absence, 'alike'>>;
}

export function compareScene(scene: Scene): Entry[] {
  return compareNominees(nomineesOf(scene), readingOf(scene));
}

export function readingOf({ lines, item = 'invoice', elsewhere = {} }: Scene): Reading {
  const shown = new Set(lines.map(({ paymentId }) => paymentId));
  return { since: SINCE, overdueBefore: OVERDUE, item, shows: (paymentId) => shown.has(paymentId) || paymentId in elsewhere };
}

export function nomineesOf({ lines, documents = [], payments = {}, sharedCode = false, elsewhere = {}, absence = {} }: Scene): Nominees {
  const known = new Map<string, KnownPayment>(Object.entries(payments));
  for (const document of documents) {
    const request = requestOf(document.reference) ?? '';
    const { status, final } = document.payment;
    known.set(request, { status, final, references: [...(known.get(request)?.references ?? []), document.reference] });
  }
  const names = documents.map(({ reference }) => reference);
  const references: References = {
    isDocument: (text) => names.includes(text),
    isPayment: (request) => known.has(request),
    beginningWith: (text) => names.filter((name) => name !== text && name.startsWith(text)).slice(0, 2),
    spelled: (text) => names.find((name) => name === text) ?? null,
    isOurShape: (text) => /^TLM\d{15}[1-9]\d{0,2}$/.test(text),
  };
  return {
    lines,
    documents,
    references,
    payment: (request) => known.get(request) ?? null,
    sharedCode,
    absence: ({ supplierPaymentId }) => ({ seenBefore: false, settled: true, shownOn: elsewhere[supplierPaymentId ?? ''] ?? null, ...absence }),
  };
}

/** `duplicate`, or `found, then not final yet`: a verdict in a word, with a pair, what holds besides and its flags where there are any. */
export function told(verdict: Verdict): string {
  switch (verdict.is) {
    case 'matched':
    case 'adopt':
      return verdict.by === null ? verdict.is : `${verdict.is}: ${verdict.by}`;
    case 'explained':
      return `explained: ${verdict.as}`;
    case 'open':
    case 'nothing':
      return verdict.is;
    case 'break':
      return [
        verdict.kind,
        ...verdict.also.map((kind) => `+ ${kind}`),
        ...verdict.flags.map((flag) => `[${flag}]`),
        ...(verdict.proposal ? [`${verdict.proposal.rank} of ${verdict.proposal.of}`] : []),
      ].join(' ');
    default:
      return `${verdict.is}, then ${told(verdict.otherwise)}`;
  }
}
