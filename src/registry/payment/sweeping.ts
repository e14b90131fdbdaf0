import type { Queryable } from '../database';
import { PAYMENT_COLUMNS, type Payment } from './payments';

/**
 * Runs `work` where no other worker compares the registry with Temporal, and holds that for `holdMs` at a time: `mine` holds it anew,
 * and false means that it took too long and another has begun. A worker that dies delays the next comparison by `holdMs` and no more.
 * False where another has it.
 */
export async function whileSweeping(database: Queryable, holdMs: number, work: (mine: () => Promise<boolean>) => Promise<void>): Promise<boolean> {
  let heldUntil = await hold(database, 'held_until <= now()', holdMs);
  if (!heldUntil) return false;
  const mine = async () => {
    if (heldUntil) heldUntil = await hold(database, 'held_until = $2', holdMs, heldUntil);
    return heldUntil !== null;
  };
  try {
    await work(mine);
    return true;
  } finally {
    if (heldUntil) await hold(database, 'held_until = $2', 0, heldUntil);
  }
}

async function hold(database: Queryable, when: string, ms: number, ...held: string[]): Promise<string | null> {
  const { rows } = await database.query<{ until: string }>(
    `UPDATE sweeper SET held_until = now() + $1::bigint * interval '1 millisecond' WHERE ${when} RETURNING held_until AS until`,
    [ms, ...held],
  );
  return rows[0]?.until ?? null;
}

/** Open payments with a number above `after`, older than `ageMs`, that Temporal was told of (the outbox still tells the others), by number. */
export async function openPayments(database: Queryable, ageMs: number, after: string, limit: number): Promise<Payment[]> {
  const { rows } = await database.query<Payment>(
    `SELECT ${PAYMENT_COLUMNS} FROM payments p
     WHERE p.final_at IS NULL AND p.id > $2 AND p.created_at < now() - $1::bigint * interval '1 millisecond'
       AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'payment' AND o.payment_id = p.id)
     ORDER BY p.id LIMIT $3`,
    [ageMs, after, limit],
  );
  return rows;
}

export interface OverdueCallback extends Pick<Payment, 'id' | 'agent' | 'transaction'> {
  readonly number: number;
}

/** Open callbacks of payments with a number above `after` whose next try has been due for `ageMs`, by the payment's number; those in the outbox begin from there. */
export async function overdueCallbacks(database: Queryable, ageMs: number, after: string, limit: number): Promise<OverdueCallback[]> {
  const { rows } = await database.query<OverdueCallback>(
    `SELECT p.id, p.agent_id AS agent, p.transaction_id AS transaction, c.number FROM callbacks c JOIN payments p ON p.id = c.payment_id
     WHERE c.delivered_at IS NULL AND c.given_up_at IS NULL AND c.payment_id > $2 AND c.due_at < now() - $1::bigint * interval '1 millisecond'
       AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'callback' AND o.payment_id = c.payment_id)
     ORDER BY c.payment_id LIMIT $3`,
    [ageMs, after, limit],
  );
  return rows;
}

/** From now on its workflow looks for evidence before attempt 1. */
export async function markSwept(database: Queryable, id: string): Promise<void> {
  await database.query('UPDATE payments SET swept_at = now() WHERE id = $1', [id]);
}
