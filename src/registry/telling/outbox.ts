import type { Queryable } from '../database';
import type { Payment } from '../payment/payments';
import { PAYMENT_COLUMNS } from '../payment/payments';

export type OutboxKind = 'payment' | 'callback';
export interface OutboxRow {
  readonly outbox: string;
  readonly outboxKind: OutboxKind;
  /** ISO instant: since when it is asked for. A callback may be asked for anew while it is being told. */
  readonly askedAt: string;
  readonly payment: Payment;
}

export interface DrainLimits {
  /** Rows taken at once. */
  readonly limit: number;
  /** Younger rows are left to whoever wrote them. */
  readonly graceMs: Readonly<Record<OutboxKind, number>>;
  /** So long rows belong to the starter that took them: above all that telling them may take. */
  readonly claimMs: number;
  /** What could not be told rests so long, and those behind it come first. */
  readonly againMs: number;
}

/** Whoever removes or changes several rows locks them in this order, so that two of them never wait for each other. */
const LOCKED_IN_ORDER = 'ORDER BY o.id FOR UPDATE OF o';

/** Their starts reached Temporal: nothing is left to tell. */
export async function dropStarted(database: Queryable, paymentIds: readonly string[]): Promise<void> {
  await database.query(
    `DELETE FROM outbox WHERE id IN (SELECT o.id FROM outbox o WHERE o.kind = 'payment' AND o.payment_id = ANY ($1::bigint[]) ${LOCKED_IN_ORDER})`,
    [paymentIds],
  );
}

/**
 * Takes the oldest rows that are older than their grace, gives them to `tell`, and removes those it could tell. Two starters never
 * take the same row, and no transaction is open while Temporal is asked (docs/decisions/0023). Answers how many were told.
 */
export async function drainOutbox(database: Queryable, limits: DrainLimits, tell: (row: OutboxRow) => Promise<boolean>): Promise<number> {
  const rows = await claimed(database, limits);
  if (rows.length === 0) return 0;
  const told = await Promise.all(rows.map(tell));
  const done = rows.filter((_, at) => told[at]);
  const failed = rows.filter((_, at) => !told[at]);
  if (done.length > 0) await remove(database, done);
  if (failed.length > 0) await rest(database, failed, limits.againMs);
  return done.length;
}

async function claimed(database: Queryable, { limit, graceMs, claimMs }: DrainLimits): Promise<OutboxRow[]> {
  const { rows } = await database.query<Payment & Omit<OutboxRow, 'payment'>>(
    `WITH due AS (
       SELECT o.id FROM outbox o
       WHERE o.created_at < now() - CASE o.kind WHEN 'payment' THEN $1::bigint ELSE $2::bigint END * interval '1 millisecond'
         AND (o.claimed_until IS NULL OR o.claimed_until < now())
       ORDER BY o.created_at LIMIT $3 FOR UPDATE SKIP LOCKED
     ), claimed AS (
       UPDATE outbox o SET claimed_until = now() + $4::bigint * interval '1 millisecond' FROM due WHERE o.id = due.id
       RETURNING o.id, o.kind, o.payment_id, o.created_at
     )
     SELECT o.id AS outbox, o.kind AS "outboxKind", o.created_at AS "askedAt", ${PAYMENT_COLUMNS}
     FROM claimed o JOIN payments p ON p.id = o.payment_id ORDER BY o.created_at`,
    [graceMs.payment, graceMs.callback, limit, claimMs],
  );
  return rows.map(({ outbox, outboxKind, askedAt, ...payment }) => ({ outbox, outboxKind, askedAt, payment }));
}

/** What was asked for anew meanwhile stays. */
async function remove(database: Queryable, rows: readonly OutboxRow[]): Promise<void> {
  await database.query(
    `DELETE FROM outbox WHERE id IN (
       SELECT o.id FROM outbox o JOIN unnest($1::bigint[], $2::timestamptz[]) AS told (id, asked_at) ON told.id = o.id AND told.asked_at = o.created_at
       ${LOCKED_IN_ORDER})`,
    [rows.map(({ outbox }) => outbox), rows.map(({ askedAt }) => askedAt)],
  );
}

async function rest(database: Queryable, rows: readonly OutboxRow[], ms: number): Promise<void> {
  await database.query(
    `UPDATE outbox SET claimed_until = now() + $2::bigint * interval '1 millisecond'
     WHERE id IN (SELECT o.id FROM outbox o WHERE o.id = ANY ($1::bigint[]) ${LOCKED_IN_ORDER})`,
    [rows.map(({ outbox }) => outbox), ms],
  );
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
