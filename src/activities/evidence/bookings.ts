import type { DocumentOutcome } from '../../contracts/workflows';
import { type Day, isDay } from '../../domain/day';
import type { BookRow } from '../../domain/evidence';
import { foundBreak } from '../../registry/bank-day/breaks';
import type { Queryable } from '../../registry/database';
import { type DocumentRow, takeDocument } from '../../registry/payment/documents';
import type { Payment } from '../../registry/payment/payments';
import type { Accepted, Supplier } from '../../suppliers/supplier';
import { dayIn } from '../../zone';
import { leftSince } from './doubt';

/** A further booking of a document is a break: it stays open when the payment is settled, until it is rolled back or written off. */
export async function bookedTwice(
  tx: Queryable,
  payment: Payment,
  supplier: Supplier,
  document: DocumentRow,
  { paymentId: booking, amount, day }: Pick<BookRow, 'paymentId' | 'amount' | 'day'>,
  readSince: string,
): Promise<void> {
  const about = { payment: payment.id, document: document.number, reference: document.reference, currency: payment.currency };
  const evidence = `document ${document.number} is booked more than once`;
  await foundBreak(tx, { kind: 'duplicate', supplier: supplier.name, booking, amount, day, zone: supplier.zone, evidence, ...about }, readSince);
}

/** The supplier has booked a document; another booking of one that is taken already is a break. */
export async function takeBooking(
  tx: Queryable,
  payment: Payment,
  supplier: Supplier,
  document: DocumentRow,
  attempt: number,
  booking: BookingWord,
): Promise<void> {
  const { paymentId, bookedAt } = booking;
  const day = dayOf(supplier, booking, sentAt(payment, document, attempt));
  // Said before: taken since, or taken and rolled back.
  if (document.supplierPaymentId === paymentId) return;
  if (document.state !== 'taken') return takeDocument(tx, payment.id, document.number, { paymentId, bookedAt, day });
  await bookedTwice(tx, payment, supplier, document, { paymentId, amount: document.amount, day }, new Date().toISOString());
}

/** Whoever names neither a day nor a time booked it when it was sent (ISO instant, where that is known), whenever we learn of it. */
export function dayOf({ zone }: Supplier, { bookedAt, bookedDay }: Pick<BookingWord, 'bookedAt' | 'bookedDay'>, sent: string | null): Day {
  if (bookedDay !== undefined && isDay(bookedDay)) return bookedDay;
  return dayIn(zone, bookedAt ?? sent ?? new Date().toISOString());
}

export function sentAt(payment: Payment, document: DocumentRow, number: number): string | null {
  const attempt = document.attempts.find((each) => each.number === number);
  return attempt ? leftSince(payment, attempt) : null;
}

export type BookingWord = Extract<DocumentOutcome['outcome'], { kind: 'accepted' }>;

/** What of a supplier's word about a booking is written down, and may travel through a history. */
export const booking = ({ paymentId, bookedAt, bookedDay }: Accepted): BookingWord => ({
  kind: 'accepted',
  paymentId,
  bookedAt,
  ...(bookedDay === undefined ? {} : { bookedDay }),
});
