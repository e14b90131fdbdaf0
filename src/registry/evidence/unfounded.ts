import type { Queryable } from '../database';

/** Marks a payment as one for which Temporal asked what the registry does not bear out; its history says so once. */
export async function noteUnfounded(database: Queryable, payment: string, activity: string, why: string): Promise<void> {
  await database.query(
    `WITH noted AS (
       INSERT INTO unfounded_steps AS u (payment_id, activity, why) VALUES ($1, $2, $3)
       ON CONFLICT (payment_id, activity) DO UPDATE SET why = excluded.why, times = u.times + 1, last_at = now() RETURNING times
     ) INSERT INTO payment_events (payment_id, status, why)
       SELECT p.id, p.status, 'Temporal asked to ' || $2 || ' what the registry does not bear out, refused: ' || $3
       FROM payments p, noted WHERE p.id = $1 AND noted.times = 1`,
    [payment, activity, why.slice(0, 400)],
  );
}

export interface Unfounded {
  readonly payments: number;
  /** `144 112` and why, of the last one; null where there is none. */
  readonly last: { readonly subject: string; readonly activity: string; readonly why: string; readonly at: string } | null;
}

/** What was refused so within the last `withinMs`. */
export async function unfoundedSteps(database: Queryable, withinMs: number): Promise<Unfounded> {
  const { rows } = await database.query<{ payments: number; subject: string; activity: string; why: string; at: string }>(
    `SELECT (count(*) OVER ())::int AS payments, p.agent_id || ' ' || p.transaction_id AS subject, u.activity, u.why, u.last_at AS at
     FROM unfounded_steps u JOIN payments p ON p.id = u.payment_id
     WHERE u.last_at > now() - $1::bigint * interval '1 millisecond' ORDER BY u.last_at DESC LIMIT 1`,
    [withinMs],
  );
  const { payments = 0, ...last } = rows[0] ?? {};
  return { payments, last: rows[0] ? (last as Unfounded['last']) : null };
}
