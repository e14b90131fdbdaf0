import type { Day } from '../../domain/day';
import type { Queryable } from '../database';
import { contractToday, reverseCapture } from '../ledger/entries';
import { queueCallback } from '../telling/outbox';
import type { Payment } from './payments';

/** Nothing is possible for technical reasons: the status of a payment that was taken back. */
export const REVERSED = -115;

/**
 * A successful payment is given back to its agent, whole: ledger, status, the words the agent is told, and the outbox row of the
 * callback. Call under the payment's lock. What its supplier keeps all the same must have been dealt with before. `day`: the ledger's day it
 * belongs to, where that is not today. Answers with the entry.
 */
export async function giveBack(tx: Queryable, payment: Payment, why: string, day?: Day): Promise<string | null> {
  const today = await contractToday(tx, payment.agent);
  const text = `платёж отменён ${today.slice(8, 10)}.${today.slice(5, 7)}.${today.slice(0, 4)}`;
  const entry = await reverseCapture(tx, payment, day ?? today, why);
  await tx.query(
    `WITH reversed AS (
       UPDATE payments SET status = $2, status_text = $3, reversed_at = now(), needs_staff = NULL WHERE id = $1 RETURNING id
     ) INSERT INTO payment_events (payment_id, status, why) SELECT id, $2, $4 FROM reversed`,
    [payment.id, REVERSED, text, why],
  );
  await queueCallback(tx, payment.id);
  return entry;
}
