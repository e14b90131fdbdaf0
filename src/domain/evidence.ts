import type { Day } from './day';
import { byPaymentId, requestOf } from './ids';
import { compare, type Money } from './money';

/** One row of a supplier's book of a day. */
export interface BookRow {
  readonly paymentId: string;
  readonly reference: string;
  /** The reference has the shape of ours, so the line belongs to the payment it names. */
  readonly ours: boolean;
  readonly account: string;
  readonly invoice: string;
  readonly amount: Money;
  /** Day of booking in the supplier's zone. */
  readonly day: Day;
  /** ISO instant where the list shows a time of day. */
  readonly bookedAt: string | null;
  /** Taken for processing: can no longer be rolled back. */
  readonly moved: boolean;
}

/** A booking of another payment that the registry knows to stand in the supplier's book: a witness that a look can be trusted. */
export interface KnownBooking {
  readonly paymentId: string;
  readonly day: Day;
}

/** A document of another payment of ours: a line of the book with its reference, or with its PaymentId, is that payment's. */
export interface Claim {
  readonly reference: string;
  readonly paymentId: string | null;
}

export interface Sought {
  readonly reference: string;
  readonly account: string;
  readonly invoice: string | null;
  readonly amount: Money;
  /** The days on which it could stand in the book: those of its sending, and the next where midnight was near. */
  readonly days: readonly Day[];
}

/** What one look said about one document. */
export type Look =
  | { readonly said: 'found'; readonly row: BookRow; readonly duplicates: readonly BookRow[] }
  /** The supplier itself answered with a status of the payment; no row of a book. */
  | { readonly said: 'answered'; readonly text: string }
  | { readonly said: 'absent'; readonly witnesses: number }
  | { readonly said: 'inconclusive'; readonly why: string }
  | { readonly said: 'contradiction'; readonly why: string };

/**
 * Reads a usable book. Absence is proved only where the book shows our other payments of the very days on which the sought one could
 * stand, and holds no unclaimed line with the same account, invoice and sum. Of a payment of which no more is known than that an earlier
 * life may have paid it (no invoice), any booking is in its way.
 */
export function readBook(rows: readonly BookRow[], sought: Sought, known: readonly KnownBooking[], claims: readonly Claim[] = []): Look {
  const own = rows.filter((row) => row.reference === sought.reference);
  const other = own.find((row) => !sameFacts(row, sought));
  if (other) return { said: 'contradiction', why: `reference ${sought.reference} is booked as PaymentId ${other.paymentId} with other facts` };
  const [first, ...duplicates] = [...own].sort(byPaymentId);
  if (first) return { said: 'found', row: first, duplicates };

  const kin = sought.invoice === null ? rows.find((row) => row.ours && samePayment(row.reference, sought.reference)) : undefined;
  if (kin) return { said: 'contradiction', why: `reference ${kin.reference}, of the same payment, is booked as PaymentId ${kin.paymentId}` };

  const claimed = (row: BookRow) => claims.some(({ reference, paymentId }) => reference === row.reference || paymentId === row.paymentId);
  const alike = rows.find((row) => sameFacts(row, sought) && !claimed(row));
  if (alike) {
    const whose = `reference ${alike.reference || '(none)'}, which is no other payment's of ours`;
    return { said: 'inconclusive', why: `PaymentId ${alike.paymentId} has the same account, invoice and sum under ${whose}` };
  }
  return witnessed(rows, sought.days, known);
}

/** With no witness on one of the days there is none at all: on that day it could stand unseen. */
function witnessed(rows: readonly BookRow[], days: readonly Day[], known: readonly KnownBooking[]): Look {
  const shown = new Map(rows.map((row) => [row.paymentId, row.day]));
  const expected = known.filter((booking) => days.includes(booking.day));
  // One is named, the same one as long as it is missing: how many there are changes from look to look.
  const [missing] = expected.filter((booking) => !shown.has(booking.paymentId)).sort(byPaymentId);
  if (missing) return { said: 'inconclusive', why: `the book lacks PaymentId ${missing.paymentId}, which is known to be booked on ${missing.day}` };
  const perDay = days.map((day) => expected.filter((booking) => shown.get(booking.paymentId) === day).length);
  return { said: 'absent', witnesses: perDay.every((count) => count > 0) ? perDay.reduce((sum, count) => sum + count, 0) : 0 };
}

/** One attempt of a document whose fate is unknown, and the looks made since. */
export interface LookTaken {
  readonly said: Look['said'];
  readonly witnesses: number;
  /** Milliseconds after the last attempt may have left this process. */
  readonly afterMs: number;
}

export interface EvidenceRules {
  readonly settleDelayMs: number;
  /** Repeating is documented as safe at this supplier, so absence needs no witness. */
  readonly idempotent: boolean;
  /** At sandboxes `fast` may go on without a witness. */
  readonly goOnWithoutWitness: boolean;
}

export type Verdict = 'look again' | 'absent' | 'ask staff';

/**
 * Whether another attempt is allowed. Two conclusive looks, the last after the settle delay; without any other payment
 * to hold against, three looks and then staff decide. A contradiction always goes to staff.
 */
export function verdict(looks: readonly LookTaken[], rules: EvidenceRules): Verdict {
  if (looks.some((look) => look.said === 'contradiction')) return 'ask staff';
  // What the supplier once knew does not become unsent by being forgotten.
  const known = looks.some((look) => look.said === 'found' || look.said === 'answered');
  const absent = looks.filter((look) => look.said === 'absent');
  const last = absent.at(-1);
  if (!last || last.afterMs < rules.settleDelayMs) return 'look again';
  const conclusive = rules.idempotent ? absent : absent.filter((look) => look.witnesses > 0);
  if (conclusive.length >= 2 && (conclusive.at(-1)?.afterMs ?? 0) >= rules.settleDelayMs) return known ? 'ask staff' : 'absent';
  if (absent.length < 3) return 'look again';
  if (known) return 'ask staff';
  if (rules.goOnWithoutWitness) return 'absent';
  return conclusive.length > 0 ? 'look again' : 'ask staff';
}

const sameFacts = (row: BookRow, sought: Sought): boolean =>
  row.account === sought.account && (sought.invoice === null || row.invoice === sought.invoice) && compare(row.amount, sought.amount) === 0;

const samePayment = (one: string, other: string): boolean => {
  const request = requestOf(one);
  return request !== null && request === requestOf(other);
};
