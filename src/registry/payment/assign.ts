import type { Day } from '../../domain/day';
import { negate, percentOf } from '../../domain/money';
import { SUCCESS } from '../../domain/status';
import type { Queryable } from '../database';
import { availableAccount, payableAccount, REMUNERATION_EXPENSE, remunerationAccount } from '../ledger/accounts';
import { post } from '../ledger/postings';
import { queueCallback } from '../telling/outbox';
import type { Payment } from './payments';

/**
 * A booking that nobody explained is this failed payment's: its agent pays for it after all, from what is available whatever its overdraft,
 * and is told. The one way in which a failed payment becomes successful: two people have signed it. Call under the payment's lock. Answers
 * with the entry.
 */
export async function captureFailed(tx: Queryable, payment: Payment, day: Day, why: string): Promise<string | null> {
  const { id, agent, amount, currency, supplier } = payment;
  const earned = percentOf(amount, payment.remuneration);
  await tx.query('UPDATE agent_balances SET available = available - $2 WHERE agent_id = $1', [agent, amount]);
  const entry = await post(tx, { kind: 'capture', payment: id, day, currency, note: why }, [
    { account: availableAccount(agent), amount: negate(amount) },
    { account: payableAccount(supplier), amount },
    { account: remunerationAccount(agent), amount: earned },
    { account: REMUNERATION_EXPENSE, amount: negate(earned) },
  ]);
  await tx.query(
    `WITH paid AS (
       UPDATE payments SET status = $2, status_text = NULL, final_at = now(), needs_staff = NULL WHERE id = $1 RETURNING id
     ) INSERT INTO payment_events (payment_id, status, why) SELECT id, $2, $3 FROM paid`,
    [id, SUCCESS, why],
  );
  await queueCallback(tx, id);
  return entry;
}
