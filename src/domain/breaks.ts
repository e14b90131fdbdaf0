import type { BreakKind } from './bank-day/verdict';
import type { Day } from './day';
import type { BookRow } from './evidence';
import type { AttemptState, DocumentState } from './lifecycle';
import { compare, type Money } from './money';
import { SUCCESS } from './status';

/** What the registry knows about the reference of a line. */
export interface KnownDocument {
  readonly number: number;
  readonly state: DocumentState['state'];
  readonly supplierPaymentId: string | null;
  /** Day of booking in the supplier's zone. */
  readonly bookedDay: Day | null;
  /** ISO instant at which the supplier's word came that the booking stands no more; null while it stands. */
  readonly undoneAt: string | null;
  readonly account: string;
  readonly invoice: string | null;
  readonly amount: Money;
  readonly attempts: readonly AttemptState[];
  readonly payment: { readonly status: number; readonly final: boolean };
}

/** A complete reading of a book. */
export interface Reading {
  /** ISO instant at which it began. */
  readonly since: string;
  /** Whether that booking stands in it too; null: nobody has looked. */
  readonly shows: (paymentId: string) => boolean | null;
}

export type LineVerdict =
  | { readonly is: 'matched' }
  /** It is being paid, looked for or taken back at this moment: the next reading tells. */
  | { readonly is: 'under way' }
  /** Unknown to the registry still: its workflow settles it, and may be told to look now. */
  | { readonly is: 'found' }
  /** The registry holds it for not sent and would send it (again): that must be doubted at once. */
  | { readonly is: 'doubt' }
  /** Closed as successful without a booking named: this is the booking. */
  | { readonly is: 'adopt' }
  | { readonly is: 'break'; readonly kind: BreakKind; readonly why: string };

/** What one line of a book says about the document of its reference. The document's state comes first: other facts make no extra booking harmless. */
export function lineVerdict(row: BookRow, known: KnownDocument | null, reading: Reading): LineVerdict {
  if (!known)
    return broken('only theirs', `reference ${row.reference || '(none)'} is ${row.ours ? 'of our shape but of no payment here' : 'not ours'}`);
  switch (known.state) {
    case 'taken':
      return taken(row, known, reading);
    case 'rolled back':
      return undone(row, known, reading);
    case 'refused':
      return refused(row, known, 'was refused');
    case 'replaced':
      return refused(row, known, 'was refused and replaced by a fresh invoice');
    case 'planned':
      return planned(row, known);
  }
}

/** A second PaymentId costs money whatever its facts, where ours stands beside it; where ours is gone it may be the only one. */
function taken(row: BookRow, known: KnownDocument, reading: Reading): LineVerdict {
  if (isItsBooking(row, known)) return otherFact(row, known) ?? { is: 'matched' };
  const ours = known.supplierPaymentId ?? '';
  const facts = inFacts(row, known);
  const stands = reading.shows(ours);
  if (stands === null) return { is: 'under way' };
  return stands
    ? broken('duplicate', `document ${known.number} is booked already as PaymentId ${ours}${facts}`)
    : broken('reference', `document ${known.number} is known as PaymentId ${ours}, which the book no longer shows${facts}`);
}

function undone(row: BookRow, known: KnownDocument, reading: Reading): LineVerdict {
  if (!isItsBooking(row, known)) return refused(row, known, 'is rolled back here');
  // The book may have been read before the rollback was answered.
  if (known.undoneAt === null || Date.parse(known.undoneAt) >= Date.parse(reading.since)) return { is: 'under way' };
  return broken('not undone', `document ${known.number} was rolled back at ${known.undoneAt}, and stands in the book all the same`);
}

function planned(row: BookRow, known: KnownDocument): LineVerdict {
  const { payment, attempts } = known;
  if (payment.final && payment.status !== SUCCESS) return refused(row, known, `belongs to a payment closed with ${payment.status}`);
  const other = otherFact(row, known);
  if (other) return other;
  if (payment.final) return { is: 'adopt' };
  if (attempts.some((attempt) => attempt.state !== 'closed')) return { is: 'under way' };
  const unsent = attempts.every((attempt) => attempt.outcome === 'not sent' || attempt.outcome === 'absent');
  return unsent ? { is: 'doubt' } : { is: 'found' };
}

/** Where another document made the payment successful the agent is charged once and the supplier paid twice. */
function refused(row: BookRow, known: KnownDocument, how: string): LineVerdict {
  const kind = known.payment.final && known.payment.status === SUCCESS ? 'duplicate' : 'refused by us but booked';
  return broken(kind, `document ${known.number} ${how}${inFacts(row, known)}`);
}

const isItsBooking = (row: BookRow, known: KnownDocument): boolean => known.supplierPaymentId === row.paymentId;

function otherFact(row: BookRow, known: KnownDocument): LineVerdict | null {
  if (row.account !== known.account) return broken('account', `document ${known.number} is for account ${known.account}, booked for ${row.account}`);
  if (known.invoice !== null && row.invoice !== known.invoice)
    return broken('invoice', `document ${known.number} is for invoice ${known.invoice}, booked for ${row.invoice}`);
  if (compare(row.amount, known.amount) !== 0) return broken('amount', `document ${known.number} is of ${known.amount}, booked with ${row.amount}`);
  return null;
}

/** Besides, for the evidence. */
function inFacts(row: BookRow, known: KnownDocument): string {
  const other = otherFact(row, known);
  return other?.is === 'break' ? `; ${other.why}` : '';
}

const broken = (kind: BreakKind, why: string): LineVerdict => ({ is: 'break', kind, why });
