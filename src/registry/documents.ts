import type { DocumentPlan } from '../contracts/supply';
import type { Day } from '../domain/day';
import type { AttemptState, DocumentState } from '../domain/lifecycle';
import type { Queryable } from './database';

/** What is booked at the supplier: one row per document, with its attempts. */
export interface DocumentRow extends DocumentPlan, DocumentState {
  readonly supplierPaymentId: string | null;
  readonly bookedAt: string | null;
  readonly bookedDay: Day | null;
  readonly codeText: string | null;
  readonly attempts: readonly AttemptRow[];
}

export interface AttemptRow extends AttemptState {
  /** ISO instants. */
  readonly sendBefore: string;
  readonly claimedAt: string;
  readonly sentAt: string | null;
  readonly closedAt: string | null;
  readonly reason: string | null;
}

export async function documentsOf(database: Queryable, paymentId: string): Promise<DocumentRow[]> {
  const documents = await database.query<Omit<DocumentRow, 'attempts'>>(
    `SELECT number, reference, account, invoice, amount, content, state, supplier_payment_id AS "supplierPaymentId", booked_at AS "bookedAt", booked_day AS "bookedDay",
       code, code_text AS "codeText", stale FROM documents WHERE payment_id = $1 ORDER BY number`,
    [paymentId],
  );
  if (documents.rows.length === 0) return [];
  const attempts = await database.query<AttemptRow & { document: number }>(
    `SELECT document, number, state, outcome, send_before AS "sendBefore", claimed_at AS "claimedAt", sent_at AS "sentAt", closed_at AS "closedAt", reason
     FROM attempts WHERE payment_id = $1 ORDER BY document, number`,
    [paymentId],
  );
  return documents.rows.map((document) => ({ ...document, attempts: attempts.rows.filter((attempt) => attempt.document === document.number) }));
}

/**
 * Fixes what will be sent. Planned documents that no attempt has touched are replaced silently; refused stale ones become
 * `replaced`. Call under the payment's lock.
 */
export async function planDocuments(tx: Queryable, paymentId: string, plans: readonly DocumentPlan[]): Promise<void> {
  await tx.query(
    `DELETE FROM documents d WHERE payment_id = $1 AND state = 'planned' AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.payment_id = d.payment_id AND a.document = d.number)`,
    [paymentId],
  );
  await tx.query(`UPDATE documents SET state = 'replaced' WHERE payment_id = $1 AND state = 'refused' AND stale`, [paymentId]);
  for (const plan of plans) {
    await tx.query('INSERT INTO documents (payment_id, number, reference, account, invoice, amount, content) VALUES ($1, $2, $3, $4, $5, $6, $7)', [
      paymentId,
      plan.number,
      plan.reference,
      plan.account,
      plan.invoice,
      plan.amount,
      plan.content,
    ]);
  }
}

export interface Booking {
  readonly paymentId: string;
  readonly bookedAt: string | null;
  /** Day of booking in the supplier's zone. */
  readonly day: Day;
}

export async function documentTaken(tx: Queryable, paymentId: string, document: number, booking: Booking): Promise<void> {
  await tx.query(
    `UPDATE documents SET state = 'taken', supplier_payment_id = $3, booked_at = $4, booked_day = $5 WHERE payment_id = $1 AND number = $2`,
    [paymentId, document, booking.paymentId, booking.bookedAt, booking.day],
  );
}

export async function documentRefused(tx: Queryable, paymentId: string, document: number, code: number, text: string, stale: boolean): Promise<void> {
  await tx.query(`UPDATE documents SET state = 'refused', code = $3, code_text = $4, stale = $5 WHERE payment_id = $1 AND number = $2`, [
    paymentId,
    document,
    code,
    text.slice(0, 500),
    stale,
  ]);
}

/** `code` is what ends the payment once all its documents are undone. */
export async function documentRolledBack(tx: Queryable, paymentId: string, document: number, code: number): Promise<void> {
  await tx.query(`UPDATE documents SET state = 'rolled back', code = $3 WHERE payment_id = $1 AND number = $2 AND state = 'taken'`, [
    paymentId,
    document,
    code,
  ]);
}

/** Bookings at a supplier that the registry knows on those days, of other payments: the witnesses of a look. */
export async function knownBookings(
  database: Queryable,
  supplier: string,
  from: Day,
  to: Day,
  limit: number,
): Promise<Array<{ paymentId: string; day: Day }>> {
  const { rows } = await database.query<{ paymentId: string; day: Day }>(
    `SELECT d.supplier_payment_id AS "paymentId", d.booked_day AS day FROM documents d JOIN payments p ON p.id = d.payment_id
     WHERE d.state = 'taken' AND d.booked_day BETWEEN $2 AND $3 AND p.supplier = $1 ORDER BY d.booked_day DESC, d.payment_id DESC LIMIT $4`,
    [supplier, from, to, limit],
  );
  return rows;
}
