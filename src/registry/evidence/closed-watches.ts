import { OFFERS } from '../../contracts/supply';
import type { Queryable } from '../database';
import type { Payment } from '../payment/payments';

/** A document of a payment that staff have closed without its supplier's final word, which is asked for on. */
export interface ClosedWatch {
  readonly payment: string;
  readonly document: number;
  /** ISO instant of the closing. */
  readonly since: string;
  /** How often it was asked for. */
  readonly asked: number;
}

/** Staff close the payment in this transaction: what may have been sent of it is watched where the supplier tells what became of it. */
export async function keepWatching(tx: Queryable, payment: Payment): Promise<void> {
  if (!OFFERS[payment.supplier].status) return;
  await tx.query(
    `INSERT INTO closed_watches (payment_id, document)
     SELECT d.payment_id, d.number FROM documents d WHERE d.payment_id = $1 AND d.state = 'planned' AND EXISTS (
       SELECT 1 FROM attempts a WHERE a.payment_id = d.payment_id AND a.document = d.number AND a.outcome IN ('pending', 'unknown'))
     ON CONFLICT DO NOTHING`,
    [payment.id],
  );
}

/**
 * `SendType` that came with a Status: once given it stays with the payment. A voucher that is done already has no code here, which its
 * supplier is asked for from now on.
 */
export async function keepSendType(database: Queryable, { id }: Payment, sendType: string): Promise<void> {
  await database.query(
    `WITH given AS (
       UPDATE payments SET send_type = $2 WHERE id = $1 AND send_type IS NULL
       RETURNING id, status = 10 AND kind IN ('dynamic', 'static') AND voucher_code IS NULL AND lower($2) = 'api' AS lacks_code
     )
     INSERT INTO closed_watches (payment_id, document)
     SELECT d.payment_id, d.number FROM given JOIN documents d ON d.payment_id = given.id WHERE given.lacks_code AND d.state = 'taken'
     ON CONFLICT (payment_id, document) DO UPDATE SET since = now(), due_at = now(), ended_at = NULL`,
    [id, sendType],
  );
}

/** The one that is due longest, for at most `leaseMs`; null where none is due, or another worker has it. */
export async function takeClosedWatch(database: Queryable, leaseMs: number): Promise<ClosedWatch | null> {
  const { rows } = await database.query<ClosedWatch>(
    `UPDATE closed_watches w SET due_at = now() + $1 * interval '1 millisecond', asked = asked + 1
     WHERE (payment_id, document) IN (
       SELECT payment_id, document FROM closed_watches WHERE ended_at IS NULL AND due_at <= now() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING payment_id AS payment, document, since, asked`,
    [leaseMs],
  );
  return rows[0] ?? null;
}

/** `nextMs` from now it is asked for again; null: never more. */
export async function noteClosedWatch(database: Queryable, watch: ClosedWatch, said: string, nextMs: number | null): Promise<void> {
  await database.query(
    `UPDATE closed_watches SET said = $3, due_at = now() + coalesce($4::bigint, 0) * interval '1 millisecond', ended_at = CASE WHEN $4::bigint IS NULL THEN now() END
     WHERE payment_id = $1 AND document = $2 AND ended_at IS NULL`,
    [watch.payment, watch.document, said.slice(0, 500), nextMs],
  );
}
