import type { DocumentFacts, DocumentPlan } from '../../contracts/supply';
import type { Day } from '../../domain/day';
import type { AttemptState, DocumentState } from '../../domain/lifecycle';
import type { Queryable } from '../database';
import { doubtEarlierLife } from './attempts';

/** Null: nothing to send is known of it. */
interface Content {
  readonly content: string | null;
}

/** What is booked at the supplier: one row per document, with its attempts. */
export interface DocumentRow extends DocumentFacts, Content, DocumentState {
  readonly supplierPaymentId: string | null;
  readonly bookedAt: string | null;
  readonly bookedDay: Day | null;
  readonly codeText: string | null;
  /** When the supplier's word came that the booking stands no more, and when what it keeps became our loss (ISO instants). */
  readonly undoneAt: string | null;
  readonly writtenOffAt: string | null;
  readonly attempts: readonly AttemptRow[];
}

export type Sendable = DocumentRow & DocumentPlan;
export const isSendable = (document: DocumentRow): document is Sendable => document.content !== null;

export interface AttemptRow extends AttemptState {
  /** ISO instants. */
  readonly sendBefore: string;
  readonly claimedAt: string;
  readonly sentAt: string | null;
  readonly closedAt: string | null;
  readonly reason: string | null;
}

type Joined = Omit<DocumentRow, 'attempts' | 'soughtOnly'> & { readonly [Key in keyof AttemptRow as `attempt_${Key}`]: AttemptRow[Key] | null };

export async function documentsOf(database: Queryable, paymentId: string): Promise<DocumentRow[]> {
  const { rows } = await database.query<Joined>(
    `SELECT d.number, d.reference, d.account, d.invoice, d.amount, d.content, d.state, d.supplier_payment_id AS "supplierPaymentId", d.booked_at AS "bookedAt",
       d.booked_day AS "bookedDay", d.code, d.code_text AS "codeText", d.stale, d.undone_at AS "undoneAt", d.written_off_at AS "writtenOffAt", a.number AS attempt_number, a.state AS attempt_state, a.outcome AS attempt_outcome,
       a.send_before AS "attempt_sendBefore", a.claimed_at AS "attempt_claimedAt", a.sent_at AS "attempt_sentAt", a.closed_at AS "attempt_closedAt", a.reason AS attempt_reason
     FROM documents d LEFT JOIN attempts a ON a.payment_id = d.payment_id AND a.document = d.number WHERE d.payment_id = $1 ORDER BY d.number, a.number`,
    [paymentId],
  );
  const documents: Array<DocumentRow & { readonly attempts: AttemptRow[] }> = [];
  for (const row of rows) {
    const {
      attempt_number,
      attempt_state,
      attempt_outcome,
      attempt_sendBefore,
      attempt_claimedAt,
      attempt_sentAt,
      attempt_closedAt,
      attempt_reason,
      ...document
    } = row;
    if (documents.at(-1)?.number !== document.number) documents.push({ ...document, soughtOnly: document.content === null, attempts: [] });
    if (attempt_number === null || attempt_state === null || attempt_sendBefore === null || attempt_claimedAt === null) continue;
    documents.at(-1)?.attempts.push({
      number: attempt_number,
      state: attempt_state,
      outcome: attempt_outcome,
      sendBefore: attempt_sendBefore,
      claimedAt: attempt_claimedAt,
      sentAt: attempt_sentAt,
      closedAt: attempt_closedAt,
      reason: attempt_reason,
    });
  }
  return documents;
}

/**
 * Fixes what will be sent, or only looked for, and answers with the rows. Where an earlier life may have sent it until `doubtfulUntil` (ISO
 * instant) it is in doubt from the beginning. Call under the payment's lock.
 */
export async function planDocuments(
  tx: Queryable,
  paymentId: string,
  plans: ReadonlyArray<DocumentFacts & Content>,
  doubtfulUntil: string | null = null,
): Promise<DocumentRow[]> {
  await tx.query(
    `INSERT INTO documents (payment_id, number, reference, account, invoice, amount, content)
     SELECT $1, * FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::text[])`,
    [
      paymentId,
      plans.map((plan) => plan.number),
      plans.map((plan) => plan.reference),
      plans.map((plan) => plan.account),
      plans.map((plan) => plan.invoice),
      plans.map((plan) => plan.amount),
      plans.map((plan) => plan.content),
    ],
  );
  if (doubtfulUntil !== null) await doubtEarlierLife(tx, paymentId, doubtfulUntil);
  return plans.map((plan) => ({ ...plan, ...UNTOUCHED, soughtOnly: plan.content === null }));
}

const UNTOUCHED = {
  state: 'planned',
  supplierPaymentId: null,
  bookedAt: null,
  bookedDay: null,
  code: null,
  codeText: null,
  undoneAt: null,
  writtenOffAt: null,
  stale: false,
  attempts: [],
} as const;

/**
 * Makes room for a fresh plan: planned documents that no attempt has touched go silently; refused stale ones, and siblings of theirs that
 * were attempted and are known not to have arrived, become `replaced`. Call under the payment's lock, where no attempt is in doubt.
 */
export async function dropPlan(tx: Queryable, paymentId: string): Promise<void> {
  await tx.query(
    `WITH attempted AS (SELECT DISTINCT document FROM attempts WHERE payment_id = $1), dropped AS (
       DELETE FROM documents WHERE payment_id = $1 AND state = 'planned' AND number NOT IN (SELECT document FROM attempted)
     ) UPDATE documents SET state = 'replaced' WHERE payment_id = $1
       AND (state = 'refused' AND stale OR state = 'planned' AND number IN (SELECT document FROM attempted))`,
    [paymentId],
  );
}

export interface Booking {
  readonly paymentId: string;
  readonly bookedAt: string | null;
  /** Day of booking in the supplier's zone. */
  readonly day: Day;
}

export async function takeDocument(tx: Queryable, paymentId: string, document: number, booking: Booking): Promise<void> {
  await tx.query(
    `UPDATE documents SET state = 'taken', supplier_payment_id = $3, booked_at = $4, booked_day = $5 WHERE payment_id = $1 AND number = $2`,
    [paymentId, document, booking.paymentId, booking.bookedAt, booking.day],
  );
}

export async function refuseDocument(tx: Queryable, paymentId: string, document: number, code: number, text: string, stale: boolean): Promise<void> {
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
  await tx.query(
    `UPDATE documents SET state = 'rolled back', code = $3, undone_at = now() WHERE payment_id = $1 AND number = $2 AND state = 'taken'`,
    [paymentId, document, code],
  );
}

/** Where the supplier has no rollback its bookings end by its written consent. */
export async function documentsGivenUp(tx: Queryable, paymentId: string, code: number): Promise<void> {
  await tx.query(`UPDATE documents SET state = 'rolled back', code = $2, undone_at = now() WHERE payment_id = $1 AND state = 'taken'`, [
    paymentId,
    code,
  ]);
}
