import type { Database, Queryable } from './database';
import type { Payment } from './payments';
import { PAYMENT_COLUMNS } from './payments';

export type OutboxKind = 'payment' | 'callback';
export interface OutboxRow {
  readonly outbox: string;
  readonly outboxKind: OutboxKind;
  readonly payment: Payment;
}

/** Their starts reached Temporal: nothing is left to tell. */
export async function paymentsStarted(database: Queryable, paymentIds: readonly string[]): Promise<void> {
  await database.query(`DELETE FROM outbox WHERE kind = 'payment' AND payment_id = ANY ($1::bigint[])`, [paymentIds]);
}

/**
 * Takes the oldest rows that are older than their grace, gives them to `tell`, and removes those it could tell, all
 * under the rows' locks: two starters never take the same row. Answers how many were told.
 */
export async function drainOutbox(
  database: Database,
  limit: number,
  graceMs: Readonly<Record<OutboxKind, number>>,
  tell: (row: OutboxRow) => Promise<boolean>,
): Promise<number> {
  return database.transaction(async (tx) => {
    const { rows } = await tx.query<Payment & { outbox: string; outboxKind: OutboxKind }>(
      `SELECT o.id AS outbox, o.kind AS "outboxKind", ${PAYMENT_COLUMNS} FROM outbox o JOIN payments p ON p.id = o.payment_id
       WHERE o.created_at < now() - CASE o.kind WHEN 'payment' THEN $1::bigint ELSE $2::bigint END * interval '1 millisecond'
       ORDER BY o.created_at LIMIT $3 FOR UPDATE OF o SKIP LOCKED`,
      [graceMs.payment, graceMs.callback, limit],
    );
    const told = await Promise.all(
      rows.map(async ({ outbox, outboxKind, ...payment }) => ((await tell({ outbox, outboxKind, payment })) ? outbox : null)),
    );
    const done = told.filter((id): id is string => id !== null);
    if (done.length > 0) await tx.query('DELETE FROM outbox WHERE id = ANY ($1::bigint[])', [done]);
    return done.length;
  });
}

/** Age of the oldest payment that Temporal has not been told of, in seconds; 0 when there is none. */
export async function oldestUnstartedSeconds(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ seconds: string }>(
    `SELECT coalesce(floor(extract(epoch FROM now() - min(created_at))), 0)::text AS seconds FROM outbox WHERE kind = 'payment'`,
  );
  return Number.parseInt(rows[0]?.seconds ?? '0', 10);
}

/** Asks for a callback of the payment's present final status (again), where its agent has an address. */
export async function queueCallback(tx: Queryable, paymentId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO outbox (kind, payment_id) SELECT 'callback', p.id FROM payments p JOIN agents a ON a.id = p.agent_id WHERE p.id = $1 AND a.callback_url IS NOT NULL
     ON CONFLICT (kind, payment_id) DO UPDATE SET created_at = now()`,
    [paymentId],
  );
  return rowCount === 1;
}
