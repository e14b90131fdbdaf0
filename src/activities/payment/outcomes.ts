import type { Logger } from 'pino';
import type { DocumentOutcome } from '../../contracts/workflows';
import { TAKEN } from '../../domain/status';
import type { Queryable } from '../../registry/database';
import { type NewLook, recordLook } from '../../registry/evidence/looks';
import { closeAttempt, doubtAbsence } from '../../registry/payment/attempts';
import { type DocumentRow, refuseDocument } from '../../registry/payment/documents';
import { advance, noteEvent, type Payment } from '../../registry/payment/payments';
import type { Supplier } from '../../suppliers/supplier';
import { takeBooking } from '../evidence/bookings';
import type { SentDocument } from '../evidence/doubt';
import { attemptLost, documentLost } from '../evidence/lost';

/** A stale invoice: one fresh one may be tried. */
const INVOICE_NOT_CURRENT = -203;

/** Whose outcome it is, with its documents as the transaction that writes it has read them. */
export interface About {
  readonly payment: Payment;
  readonly supplier: Supplier;
  readonly documents: readonly DocumentRow[];
  readonly logger: Pick<Logger, 'error'>;
}

/** What was heard of one document of an attempt. */
export interface SupplierWord {
  readonly sent: SentDocument;
  readonly outcome: Outcome;
}

/** Writes what the supplier said about one document of an attempt. Call in a transaction under the payment's lock. */
export async function recordOutcome(tx: Queryable, about: About, attempt: number, each: SupplierWord): Promise<void> {
  const { payment, supplier, documents } = about;
  const { outcome } = each;
  const document = documents.find(({ number }) => number === each.sent.number);
  if (!document) return documentLost(tx, about, attempt, each);
  if (!hasAttempt(document, attempt)) return attemptLost(tx, about, document, attempt, each);
  const last = document.attempts.at(-1)?.number ?? attempt;
  if (attempt < last && outcome.kind !== 'accepted') return writtenLate(tx, payment, supplier, document, { attempt, last, outcome });
  const close = (reason: string | null) => closeAttempt(tx, payment.id, document.number, attempt, outcome.kind, reason);
  switch (outcome.kind) {
    case 'accepted':
      await Promise.all([close(null), takeBooking(tx, payment, supplier, document, attempt, outcome)]);
      return;
    case 'pending':
      await close(wordsOf(outcome));
      await advance(tx, payment.id, TAKEN, `taken by ${supplier.name} with status ${outcome.status}`);
      return;
    case 'refused':
      await close(wordsOf(outcome));
      if (document.state === 'planned') await refused(tx, payment, document, attempt, outcome);
      return;
    case 'not sent':
      await close(wordsOf(outcome));
      return;
    case 'unknown':
      await close(wordsOf(outcome));
      if (outcome.contradiction) await holdForStaff(tx, payment, supplier, document, attempt, outcome.reason);
  }
}

type Outcome = DocumentOutcome['outcome'];

export const hasAttempt = ({ attempts }: DocumentRow, attempt: number): boolean => attempts.some(({ number }) => number === attempt);

async function refused(
  tx: Queryable,
  { id }: Payment,
  { number, invoice }: DocumentRow,
  attempt: number,
  { code, text }: Extract<Outcome, { kind: 'refused' }>,
): Promise<void> {
  await refuseDocument(tx, id, number, code, text, code === INVOICE_NOT_CURRENT && invoice !== null && attempt > 0);
}

/**
 * A word about an attempt that another has followed: whoever heard it slept before it was written. Only the last attempt may refuse a
 * document; what says that an earlier one may have arrived puts the last in doubt again.
 */
async function writtenLate(
  tx: Queryable,
  payment: Payment,
  supplier: Supplier,
  document: DocumentRow,
  { attempt, last, outcome }: { readonly attempt: number; readonly last: number; readonly outcome: Outcome },
): Promise<void> {
  const why = `attempt ${attempt} of document ${document.number}, written late: ${outcome.kind} (${wordsOf(outcome)})`;
  await noteEvent(tx, payment.id, why);
  const contradicts = outcome.kind === 'unknown' && outcome.contradiction === true;
  if (outcome.kind === 'pending' || contradicts) await doubtAbsence(tx, payment.id, document.number, why);
  if (contradicts) await holdForStaff(tx, payment, supplier, document, last, outcome.reason);
}

export function wordsOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'accepted':
      return `PaymentId ${outcome.paymentId}`;
    case 'pending':
      return `${outcome.status}: ${outcome.text}`;
    case 'refused':
      return `${outcome.code}: ${outcome.text}`;
    case 'not sent':
    case 'unknown':
      return outcome.reason;
  }
}

/** Kept as a look at the attempt, so that no later absence lets it be sent again without staff. */
export async function holdForStaff(
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
