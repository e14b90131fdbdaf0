import type { DocumentFacts } from '../../contracts/supply';
import { type Day, daysBetween, plusDays } from '../../domain/day';
import type { AttemptRow, DocumentRow } from '../../registry/payment/documents';
import type { Payment } from '../../registry/payment/payments';
import { dayIn } from '../../zone';

/** A document that may have been booked, and when it can have been sent. */
export interface Doubt {
  readonly document: DocumentRow;
  readonly attempt: AttemptRow;
  /** ISO instant: no byte of the attempt left before. */
  readonly leftSince: string;
  /** Milliseconds since the epoch: no byte of it can have left after. */
  readonly leftBy: number;
}

export function doubtOf(payment: Payment, document: DocumentRow): Doubt {
  const attempt = document.attempts.at(-1);
  if (!attempt) throw new Error(`document ${document.number} has no attempt to look for`);
  return { document, attempt, leftSince: leftSince(payment, attempt), leftBy: Date.parse(attempt.closedAt ?? attempt.sendBefore) };
}

/** ISO instant: no byte of the attempt left before. What an earlier life of the registry sent it sent after it had the payment. */
export const leftSince = (payment: Payment, attempt: AttemptRow): string =>
  attempt.number === 0 ? payment.createdAt : (attempt.sentAt ?? attempt.claimedAt);

/** A document as it was sent, kept beside what is heard of it: for a registry that has lost the rows under which it was. */
export interface SentDocument extends DocumentFacts {
  readonly content: string | null;
  /** ISO instant: no byte of it left before. */
  readonly since: string;
}

export const sentDocument = (
  { number, reference, account, invoice, amount, content }: DocumentFacts & Pick<SentDocument, 'content'>,
  since: string,
): SentDocument => ({ number, reference, account, invoice, amount, content, since });

/** More days than a book is read over; a payment in doubt for longer is for staff. */
const MOST_DAYS = 100;

/** The days of the supplier's zone on which a booking of it could stand: it is booked within the call's limit, or not by this attempt. */
export function daysOf(zone: string, { leftSince, leftBy }: Doubt, callMs: number): Day[] {
  const last = dayIn(zone, new Date(leftBy + callMs).toISOString());
  const [first = last] = [dayIn(zone, leftSince), last].sort();
  const [, bounded = first] = [first, plusDays(last, 1 - MOST_DAYS)].sort();
  return daysBetween(bounded, last, MOST_DAYS);
}

/** The day on which the first of its attempts, or of an earlier life, may have left. */
export function firstDay(zone: string, payment: Payment, doubts: readonly Doubt[]): Day {
  const sent = doubts.flatMap(({ document }) => document.attempts.map((attempt) => leftSince(payment, attempt)));
  const [first = payment.createdAt] = sent.sort();
  return dayIn(zone, first);
}
