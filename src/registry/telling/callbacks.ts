import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database';
import type { Payment } from '../payment/payments';

/** One callback: what is told to the agent about one final status, with all its tries. */
export interface CallbackRow {
  readonly payment: string;
  readonly number: number;
  readonly status: number;
  /** Stable over all tries (Standard Webhooks). */
  readonly webhookId: string;
  readonly deliveredAt: string | null;
  /** The ladder has ended, the receiver wants no more (410), there is no address, or a newer callback tells a newer status. */
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
  /** Made so far. */
  readonly tries: number;
}

const TO_SEND = `p.agent_id AS agent, p.transaction_id AS transaction, p.request_id AS request, p.status_text AS "statusText", p.status AS present,
  a.callback_url AS url, a.callback_secret AS secret,
  (SELECT count(*)::int FROM callback_tries t WHERE t.payment_id = c.payment_id AND t.number = c.number) AS tries,
  (SELECT o.created_at FROM outbox o WHERE o.kind = 'callback' AND o.payment_id = p.id) AS "queuedAt"`;

/** Another opening of the same payment's callback at the same moment takes the number; the next look finds it. */
const OPENINGS = 3;

/**
 * The callback that is open for the payment's present status; a new one where the last has ended or spoke of another status, which
 * ends with it. Null where the outbox asks for none: whoever comes late finds that another has told the agent, or holds the ladder.
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
       ), replaced AS (
         UPDATE callbacks c SET given_up_at = now() FROM opened
         WHERE c.payment_id = $1 AND c.number < opened.number AND c.delivered_at IS NULL AND c.given_up_at IS NULL
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

/** The callback of this payment and no other: a registry restored to an older copy gives rows' numbers out again. */
export async function callbackToSend(
  database: Queryable,
  of: Pick<Payment, 'id' | 'agent' | 'transaction'>,
  number: number,
): Promise<CallbackToSend | null> {
  const { rows } = await database.query<CallbackToSend>(
    `SELECT ${COLUMNS_OF_C}, ${TO_SEND} FROM callbacks c JOIN payments p ON p.id = c.payment_id JOIN agents a ON a.id = p.agent_id
     WHERE c.payment_id = $1 AND p.agent_id = $2 AND p.transaction_id = $3 AND c.number = $4`,
    [of.id, of.agent, of.transaction, number],
  );
  return rows[0] ?? null;
}

/** How a try ended, and what follows. */
export type TryEnd =
  | { readonly as: 'delivered' }
  /** It was the last one. */
  | { readonly as: 'given up'; readonly why: string }
  /** `nextMs`: until the ladder's next try; null where the outbox still asks for one. */
  | { readonly as: 'failed'; readonly why: string; readonly nextMs: number | null };

/**
 * One try ended. `queuedAt`: what the outbox asked for has been done by this try and leaves it, unless something newer has asked
 * again meanwhile.
 */
export async function recordTry(
  database: Queryable,
  { payment, number }: Pick<CallbackRow, 'payment' | 'number'>,
  end: TryEnd,
  queuedAt: string | null,
): Promise<void> {
  await database.query(
    `WITH ended AS (
       UPDATE callbacks SET delivered_at = CASE WHEN $4 = 'delivered' THEN now() ELSE delivered_at END,
         given_up_at = CASE WHEN $4 = 'given up' AND delivered_at IS NULL THEN coalesce(given_up_at, now()) ELSE given_up_at END,
         due_at = coalesce(now() + $5::bigint * interval '1 millisecond', due_at)
       WHERE payment_id = $1 AND number = $2
     ), told AS (
       DELETE FROM outbox WHERE kind = 'callback' AND payment_id = $1 AND created_at = $6::timestamptz
     )
     INSERT INTO callback_tries (payment_id, number, ended) VALUES ($1, $2, $3)`,
    [payment, number, (end.as === 'delivered' ? end.as : end.why).slice(0, 500), end.as, end.as === 'failed' ? end.nextMs : null, queuedAt],
  );
}

/** No try of it is made any more. */
export async function giveUpCallback(database: Queryable, { payment, number }: Pick<CallbackRow, 'payment' | 'number'>): Promise<void> {
  await database.query(
    'UPDATE callbacks SET given_up_at = now() WHERE payment_id = $1 AND number = $2 AND delivered_at IS NULL AND given_up_at IS NULL',
    [payment, number],
  );
}
