import type { DocumentOutcome } from '../contracts/workflows';
import { isDay } from '../domain/day';
import type { BookRow } from '../domain/evidence';
import { TAKEN } from '../domain/status';
import { closeAttempt } from '../registry/attempts';
import { foundBreak } from '../registry/breaks';
import type { Queryable } from '../registry/database';
import { type DocumentRow, documentRefused, documentTaken } from '../registry/documents';
import { type NewLook, recordLook } from '../registry/looks';
import { advance, type Payment } from '../registry/payments';
import type { Accepted, Supplier } from '../suppliers/supplier';
import { dayIn } from '../zone';
import { leftSince } from './doubt';

/** A stale invoice: one fresh one may be tried. */
const INVOICE_NOT_CURRENT = -203;

/** Writes what the supplier said about one document of an attempt. Call in a transaction under the payment's lock. */
export async function recordOutcome(
  tx: Queryable,
  payment: Payment,
  supplier: Supplier,
  document: DocumentRow,
  attempt: number,
  { outcome }: DocumentOutcome,
): Promise<void> {
  const close = (reason: string | null) => closeAttempt(tx, payment.id, document.number, attempt, outcome.kind, reason);
  switch (outcome.kind) {
    case 'accepted':
      await Promise.all([close(null), taken(tx, payment, supplier, document, attempt, outcome)]);
      return;
    case 'pending':
      await close(`${outcome.status}: ${outcome.text}`);
      await advance(tx, payment.id, TAKEN, `taken by ${supplier.name} with status ${outcome.status}`);
      return;
    case 'refused':
      await close(`${outcome.code}: ${outcome.text}`);
      if (document.state === 'planned')
        await documentRefused(
          tx,
          payment.id,
          document.number,
          outcome.code,
          outcome.text,
          outcome.code === INVOICE_NOT_CURRENT && document.invoice !== null && attempt > 0,
        );
      return;
    case 'not sent':
      await close(outcome.reason);
      return;
    case 'unknown':
      await close(outcome.reason);
      if (outcome.contradiction) await contradicted(tx, payment, supplier, document, attempt, outcome.reason);
  }
}

/** Kept as a look at the attempt, so that no later absence lets it be sent again without staff. */
export async function contradicted(
  tx: Queryable,
  payment: Payment,
  supplier: Supplier,
  document: DocumentRow,
  attempt: number,
  why: string,
  read: Pick<NewLook, 'readAt' | 'answerHashes'> = { readAt: new Date().toISOString(), answerHashes: [] },
): Promise<void> {
  const about = { payment: payment.id, document: document.number, attempt, question: `${supplier.name}'s own word about ${document.reference}` };
  await recordLook(tx, { ...about, said: 'contradiction', detail: why, witnesses: 0, afterMs: 0, ...read });
}

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

async function taken(
  tx: Queryable,
  payment: Payment,
  supplier: Supplier,
  document: DocumentRow,
  attempt: number,
  booking: BookingWord,
): Promise<void> {
  const { paymentId, bookedAt, bookedDay } = booking;
  const named = bookedDay !== undefined && isDay(bookedDay) ? bookedDay : null;
  const day = named ?? dayIn(supplier.zone, bookedAt ?? sentAt(payment, document, attempt) ?? new Date().toISOString());
  if (document.state !== 'taken') return documentTaken(tx, payment.id, document.number, { paymentId, bookedAt, day });
  if (document.supplierPaymentId === paymentId) return;
  await bookedTwice(tx, payment, supplier, document, { paymentId, amount: document.amount, day }, new Date().toISOString());
}

/** Whoever names neither a time nor a day booked it when it was sent, whenever we learn of it. */
function sentAt(payment: Payment, document: DocumentRow, number: number): string | null {
  const attempt = document.attempts.find((each) => each.number === number);
  return attempt ? leftSince(payment, attempt) : null;
}

type BookingWord = Extract<DocumentOutcome['outcome'], { kind: 'accepted' }>;

/** What of a supplier's word about a booking is written down, and may travel through a history. */
export const booking = ({ paymentId, bookedAt, bookedDay }: Accepted): BookingWord => ({
  kind: 'accepted',
  paymentId,
  bookedAt,
  ...(bookedDay === undefined ? {} : { bookedDay }),
});
