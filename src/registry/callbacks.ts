import { randomUUID } from 'node:crypto';
import type { Queryable } from './database';
import type { Payment } from './payments';

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

const COLUMNS_OF_C = `c.payment_id AS payment, c.number, c.status, c.webhook_id AS "webhookId", c.delivered_at AS "deliveredAt", c.given_up_at AS "givenUpAt"`;

/** Everything a try needs to know. */
export interface CallbackToSend extends CallbackRow, Pick<Payment, 'agent' | 'transaction' | 'request' | 'statusText'> {
  /** Since when the outbox asks for a callback of this payment (ISO instant); null: it does not. */
  readonly queuedAt: string | null;
  /** The payment's present status: what is told. */
  readonly present: number;
  readonly url: string | null;
  readonly secret: Buffer | null;
}

const TO_SEND = `p.agent_id AS agent, p.transaction_id AS transaction, p.request_id AS request, p.status_text AS "statusText", p.status AS present,
  a.callback_url AS url, a.callback_secret AS secret,
  (SELECT o.created_at FROM outbox o WHERE o.kind = 'callback' AND o.payment_id = p.id) AS "queuedAt"`;

/** Another opening of the same payment's callback at the same moment takes the number; the next look finds it. */
const OPENINGS = 3;

/**
 * The callback that is open for the payment's present status; a new one where the last has ended or spoke of another status. Null
 * where the outbox asks for none: whoever comes late finds that another has told the agent, or holds the ladder.
 */
export async function openCallback(database: Queryable, paymentId: string): Promise<CallbackToSend | null> {
  for (let opening = 1; opening <= OPENINGS; opening++) {
    const { rows } = await database.query<CallbackToSend>(
      `WITH last AS (
         SELECT * FROM callbacks WHERE payment_id = $1 ORDER BY number DESC LIMIT 1
       ), opened AS (
         INSERT INTO callbacks (payment_id, number, status, webhook_id)
         SELECT p.id, coalesce(last.number, 0) + 1, p.status, $2 FROM payments p LEFT JOIN last ON true
         WHERE p.id = $1 AND EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'callback' AND o.payment_id = $1) AND (last.number IS NULL OR last.delivered_at IS NOT NULL OR last.given_up_at IS NOT NULL OR last.status <> p.status)
         ON CONFLICT DO NOTHING RETURNING *
       ), open AS (
         SELECT * FROM opened UNION ALL
         SELECT last.* FROM last JOIN payments p ON p.id = last.payment_id WHERE last.delivered_at IS NULL AND last.given_up_at IS NULL AND last.status = p.status
       )
       SELECT ${COLUMNS_OF_C}, ${TO_SEND} FROM open c JOIN payments p ON p.id = c.payment_id JOIN agents a ON a.id = p.agent_id`,
      [paymentId, `msg_${randomUUID()}`],
    );
    if (rows[0]) return rows[0].queuedAt === null ? null : rows[0];
  }
  return null;
}

export async function callbackToSend(database: Queryable, paymentId: string, number: number): Promise<CallbackToSend | null> {
  const { rows } = await database.query<CallbackToSend>(
    `SELECT ${COLUMNS_OF_C}, ${TO_SEND} FROM callbacks c JOIN payments p ON p.id = c.payment_id JOIN agents a ON a.id = p.agent_id
     WHERE c.payment_id = $1 AND c.number = $2`,
    [paymentId, number],
  );
  return rows[0] ?? null;
}

/**
 * One try ended: `delivered`, `gone` (410, or no address), or in words why not. `queuedAt`: what the outbox asked for has been done
 * by this try and leaves it, unless something newer has asked again meanwhile.
 */
export async function recordTry(database: Queryable, paymentId: string, number: number, ended: string, queuedAt: string | null): Promise<void> {
  await database.query(
    `WITH done AS (UPDATE callbacks SET delivered_at = now() WHERE payment_id = $1 AND number = $2 AND $3 = 'delivered'),
     told AS (DELETE FROM outbox WHERE kind = 'callback' AND payment_id = $1 AND created_at = $4::timestamptz)
     INSERT INTO callback_tries (payment_id, number, ended) VALUES ($1, $2, $3)`,
    [paymentId, number, ended.slice(0, 500), queuedAt],
  );
}

export async function giveUpCallback(database: Queryable, paymentId: string, number: number): Promise<void> {
  await database.query('UPDATE callbacks SET given_up_at = now() WHERE payment_id = $1 AND number = $2 AND delivered_at IS NULL', [
    paymentId,
    number,
  ]);
}

/** How many tries of a callback were made. */
export async function triesOf(database: Queryable, paymentId: string, number: number): Promise<number> {
  const { rows } = await database.query<{ tries: number }>(
    'SELECT count(*)::int AS tries FROM callback_tries WHERE payment_id = $1 AND number = $2',
    [paymentId, number],
  );
  return rows[0]?.tries ?? 0;
}
