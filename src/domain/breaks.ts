import type { BookRow } from './evidence';
import type { AttemptState, DocumentState } from './lifecycle';
import { compare, type Money } from './money';
import { SUCCESS } from './status';

/** Kinds of differences between a supplier's book of the running day and the registry. */
export const BREAK_KINDS = ['duplicate', 'refused by us but booked', 'account', 'invoice', 'amount', 'only theirs'] as const;
export type BreakKind = (typeof BREAK_KINDS)[number];

/** The supplier keeps money for which no payment of ours stands: it is rolled back, or becomes our loss. */
export const costsMoney = (kind: BreakKind): boolean => kind === 'duplicate' || kind === 'refused by us but booked';

/** What the registry knows about the reference of a line. */
export interface KnownDocument {
  readonly number: number;
  readonly state: DocumentState['state'];
  readonly supplierPaymentId: string | null;
  readonly account: string;
  readonly invoice: string | null;
  readonly amount: Money;
  readonly attempts: readonly AttemptState[];
  readonly payment: {
    readonly status: number;
    readonly final: boolean;
    /** ISO instant of the last thing that closed, reversed or rolled back; null while there is none. */
    readonly settledAt: string | null;
  };
}

export type LineVerdict =
  | { readonly is: 'matched' }
  /** It is being paid, or looked for, at this moment: the next reading tells. */
  | { readonly is: 'under way' }
  /** Unknown to the registry still: its workflow settles it, and may be told to look now. */
  | { readonly is: 'found' }
  /** The registry holds it for not sent and would send it (again): that must be doubted at once. */
  | { readonly is: 'doubt' }
  /** Closed as successful without a booking named: this is the booking. */
  | { readonly is: 'adopt' }
  | { readonly is: 'break'; readonly kind: BreakKind; readonly why: string };

/** What one line of a book, read from `readSince` (ISO instant) on, says about the document of its reference. */
export function lineVerdict(row: BookRow, known: KnownDocument | null, readSince: string): LineVerdict {
  if (!known)
    return broken('only theirs', `reference ${row.reference || '(none)'} is ${row.ours ? 'of our shape but of no payment here' : 'not ours'}`);
  const other = otherFact(row, known);
  if (other) return other;
  switch (known.state) {
    case 'taken':
      if (known.supplierPaymentId === row.paymentId) return { is: 'matched' };
      return broken('duplicate', `document ${known.number} is booked already as PaymentId ${known.supplierPaymentId}`);
    case 'rolled back':
      // The book may have been read before the rollback.
      if (known.supplierPaymentId === row.paymentId && !settledBefore(known, readSince)) return { is: 'matched' };
      return refused(known, 'is rolled back here');
    case 'refused':
      return refused(known, 'was refused');
    case 'replaced':
      return refused(known, 'was refused and replaced by a fresh invoice');
    case 'planned':
      return planned(known);
  }
}

function planned(known: KnownDocument): LineVerdict {
  const { payment, attempts } = known;
  if (payment.final) return payment.status === SUCCESS ? { is: 'adopt' } : refused(known, `belongs to a payment closed with ${payment.status}`);
  if (attempts.some((attempt) => attempt.state !== 'closed')) return { is: 'under way' };
  const unsent = attempts.every((attempt) => attempt.outcome === 'not sent' || attempt.outcome === 'absent');
  return unsent ? { is: 'doubt' } : { is: 'found' };
}

/** Where another document made the payment successful the agent is charged once and the supplier paid twice. */
function refused(known: KnownDocument, how: string): LineVerdict {
  const kind = known.payment.final && known.payment.status === SUCCESS ? 'duplicate' : 'refused by us but booked';
  return broken(kind, `document ${known.number} ${how}`);
}

function otherFact(row: BookRow, known: KnownDocument): LineVerdict | null {
  if (row.account !== known.account) return broken('account', `document ${known.number} is for account ${known.account}, booked for ${row.account}`);
  if (known.invoice !== null && row.invoice !== known.invoice)
    return broken('invoice', `document ${known.number} is for invoice ${known.invoice}, booked for ${row.invoice}`);
  if (compare(row.amount, known.amount) !== 0) return broken('amount', `document ${known.number} is of ${known.amount}, booked with ${row.amount}`);
  return null;
}

const settledBefore = ({ payment }: KnownDocument, instant: string): boolean =>
  payment.settledAt !== null && Date.parse(payment.settledAt) < Date.parse(instant);

const broken = (kind: BreakKind, why: string): LineVerdict => ({ is: 'break', kind, why });
