import { randomUUID } from 'node:crypto';
import type { Database, Queryable } from './database';
import { lockPayment } from './payments';

/** One callback: what is told to the agent about one final status, with all its tries. */
export interface CallbackRow {
  readonly payment: string;
  readonly number: number;
  readonly status: number;
  /** Stable over all tries (Standard Webhooks). */
  readonly webhookId: string;
  readonly deliveredAt: string | null;
  readonly givenUpAt: string | null;
}

const COLUMNS = `payment_id AS payment, number, status, webhook_id AS "webhookId", delivered_at AS "deliveredAt", given_up_at AS "givenUpAt"`;

/** The number of the callback that is open for the payment's present status; a new one where the last has ended or spoke of another status. */
export function openCallback(database: Database, paymentId: string): Promise<number> {
  return database.transaction(async (tx) => {
    const payment = await lockPayment(tx, paymentId);
    if (!payment) throw new Error(`no payment ${paymentId}`);
    const { rows } = await tx.query<CallbackRow>(`SELECT ${COLUMNS} FROM callbacks WHERE payment_id = $1 ORDER BY number DESC LIMIT 1`, [paymentId]);
    const last = rows[0];
    if (last && !last.deliveredAt && !last.givenUpAt && last.status === payment.status) return last.number;
    const number = (last?.number ?? 0) + 1;
    await tx.query('INSERT INTO callbacks (payment_id, number, status, webhook_id) VALUES ($1, $2, $3, $4)', [
      paymentId,
      number,
      payment.status,
      `msg_${randomUUID()}`,
    ]);
    return number;
  });
}

export async function findCallback(database: Queryable, paymentId: string, number: number): Promise<CallbackRow | null> {
  const { rows } = await database.query<CallbackRow>(`SELECT ${COLUMNS} FROM callbacks WHERE payment_id = $1 AND number = $2`, [paymentId, number]);
  return rows[0] ?? null;
}

/** One try ended: `delivered`, `given up` (410, or the ladder is over), or in words why not. */
export async function recordTry(database: Queryable, paymentId: string, number: number, ended: string): Promise<void> {
  const column = ended === 'delivered' ? ', done AS (UPDATE callbacks SET delivered_at = now() WHERE payment_id = $1 AND number = $2)' : '';
  await database.query(`WITH try AS (INSERT INTO callback_tries (payment_id, number, ended) VALUES ($1, $2, $3))${column} SELECT 1`, [
    paymentId,
    number,
    ended.slice(0, 500),
  ]);
}

export async function giveUpCallback(database: Queryable, paymentId: string, number: number): Promise<void> {
  await database.query('UPDATE callbacks SET given_up_at = now() WHERE payment_id = $1 AND number = $2 AND delivered_at IS NULL', [
    paymentId,
    number,
  ]);
}

export interface TryRow {
  readonly number: number;
  readonly at: string;
  readonly ended: string;
}

export async function callbackTries(database: Queryable, paymentId: string): Promise<TryRow[]> {
  const { rows } = await database.query<TryRow>('SELECT number, at, ended FROM callback_tries WHERE payment_id = $1 ORDER BY id LIMIT 500', [
    paymentId,
  ]);
  return rows;
}
