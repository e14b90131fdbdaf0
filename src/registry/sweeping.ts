import type { Database, Queryable } from './database';
import { PAYMENT_COLUMNS, type Payment } from './payments';

/** One sweeper at a time over all workers. */
const LOCK = 725_402;

/** Open payments older than `ageMs` that Temporal was told of (the outbox still tells the others), least recently swept first, given to `work` while this process alone holds the sweeper's lock; 0 when another has it. */
export function openPayments(database: Database, ageMs: number, limit: number, work: (payments: Payment[]) => Promise<number>): Promise<number> {
  return database.transaction(async (tx) => {
    const lock = await tx.query<{ got: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS got', [LOCK]);
    if (!lock.rows[0]?.got) return 0;
    const { rows } = await tx.query<Payment>(
      `SELECT ${PAYMENT_COLUMNS} FROM payments p WHERE p.final_at IS NULL AND p.created_at < now() - $1::bigint * interval '1 millisecond'
         AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'payment' AND o.payment_id = p.id)
       ORDER BY p.swept_at NULLS FIRST, p.created_at LIMIT $2`,
      [ageMs, limit],
    );
    return work(rows);
  });
}

/** From now on its workflow looks for evidence before attempt 1. */
export async function markSwept(database: Queryable, id: string): Promise<void> {
  await database.query('UPDATE payments SET swept_at = now() WHERE id = $1', [id]);
}
