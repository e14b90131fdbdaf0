import { compare } from '../../domain/money';
import { SENDING, SUCCESS } from '../../domain/status';
import { foundBreak } from '../../registry/bank-day/breaks';
import type { Queryable } from '../../registry/database';
import { closeAttempt, restoreAttempt } from '../../registry/payment/attempts';
import { type DocumentRow, planDocuments } from '../../registry/payment/documents';
import { noteChecked, noteEvent } from '../../registry/payment/payments';
import { type About, holdForStaff, type SupplierWord, wordsOf } from '../payment/outcomes';
import { type BookingWord, dayOf, takeBooking } from './bookings';

/**
 * A registry that failed over to a copy that lagged lacks the very rows under which a payment was sent, and what the supplier says meets
 * nothing. It is never skipped: the attempt stands again, in doubt. A booking is the document's where that still says what was sent.
 */
export async function attemptLost(tx: Queryable, about: About, document: DocumentRow, attempt: number, each: SupplierWord): Promise<void> {
  const { payment, supplier } = about;
  const { outcome, sent } = each;
  const why = await tell(tx, about, `attempt ${attempt} of document ${document.number}`, each);
  await restoreAttempt(tx, payment.id, document.number, attempt, sent.since, why);
  const same = sent.reference === document.reference && compare(sent.amount, document.amount) === 0;
  if (outcome.kind === 'accepted' && same) {
    await closeAttempt(tx, payment.id, document.number, attempt, 'accepted', null);
    await takeBooking(tx, payment, supplier, document, attempt, outcome);
  }
  if (outcome.kind === 'unknown' && outcome.contradiction) await holdForStaff(tx, payment, supplier, document, attempt, outcome.reason);
}

/** The same where even the document is gone: it stands again as it was sent. What is said to be booked of it is a break until it is found. */
export async function documentLost(tx: Queryable, about: About, attempt: number, each: SupplierWord): Promise<void> {
  const { payment, supplier } = about;
  const { outcome, sent } = each;
  const [document] = await planDocuments(tx, payment.id, [sent]);
  if (!document) throw new Error(`document ${sent.number} was not written`);
  await noteChecked(tx, payment.id, SENDING, `it was being sent to ${supplier.name}`);
  const why = await tell(tx, about, `attempt ${attempt} and its document ${sent.number} (${sent.reference})`, each);
  await restoreAttempt(tx, payment.id, sent.number, attempt, sent.since, why);
  if (outcome.kind === 'accepted') await unexplained(tx, about, document, outcome, why);
  if (outcome.kind === 'unknown' && outcome.contradiction) await holdForStaff(tx, payment, supplier, document, attempt, outcome.reason);
}

async function unexplained(
  tx: Queryable,
  { payment, supplier }: About,
  document: DocumentRow,
  booking: BookingWord,
  evidence: string,
): Promise<void> {
  const kind = payment.finalAt !== null && payment.status !== SUCCESS ? 'refused by us but booked' : 'only theirs';
  const { number, reference, amount } = document;
  const about = { supplier: supplier.name, zone: supplier.zone, payment: payment.id, document: number, currency: payment.currency };
  const day = dayOf(supplier, booking, null);
  await foundBreak(tx, { kind, booking: booking.paymentId, reference, amount, day, evidence, ...about }, new Date().toISOString());
}

async function tell(tx: Queryable, { payment, logger }: About, what: string, { outcome }: SupplierWord): Promise<string> {
  const why = `the registry had lost ${what}, of which the supplier said: ${outcome.kind} (${wordsOf(outcome)})`;
  logger.error({ payment: payment.id }, why);
  await noteEvent(tx, payment.id, why);
  return why;
}
