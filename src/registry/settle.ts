import { isZero, negate, percentOf } from '../domain/money';
import { isFinal, SUCCESS } from '../domain/status';
import { availableAccount, heldAccount, payableAccount, REMUNERATION_EXPENSE, remunerationAccount } from './accounts';
import type { Queryable } from './database';
import { queueCallback } from './outbox';
import type { Payment } from './payments';
import { post } from './postings';

export interface Settlement {
  /** 10 or one of the payment's failure codes. */
  readonly status: number;
  /** For the history of the payment, in words. */
  readonly why: string;
}

export type Settled = 'settled' | 'already so' | 'contradicts';

/**
 * Makes a payment final: status, capture or release of the hold, and the outbox row of the callback, in the caller's
 * transaction and under the payment's lock (`lockPayment`). A final status never flips here: another verdict about a closed
 * payment `contradicts` and is marked for staff.
 */
export async function settle(tx: Queryable, payment: Payment, { status, why }: Settlement): Promise<Settled> {
  if (!isFinal(status)) throw new RangeError(`not a final status: ${status}`);
  if (payment.finalAt) {
    if (payment.status === status) return 'already so';
    const reason = `closed as ${payment.status}, but now ${status}: ${why}`;
    await tx.query('UPDATE payments SET needs_staff = coalesce(needs_staff, $2) WHERE id = $1', [payment.id, reason.slice(0, 500)]);
    await tx.query('INSERT INTO payment_events (payment_id, status, why) VALUES ($1, $2, $3)', [payment.id, payment.status, reason.slice(0, 500)]);
    return 'contradicts';
  }
  await tx.query(
    `WITH final AS (
       UPDATE payments SET status = $2, final_at = now(), waits_for = NULL, waits_until = NULL, needs_staff = NULL WHERE id = $1 RETURNING id
     ) INSERT INTO payment_events (payment_id, status, why) SELECT id, $2, $3 FROM final`,
    [payment.id, status, why.slice(0, 500)],
  );
  if (payment.held) await (status === SUCCESS ? capture(tx, payment) : release(tx, payment));
  await queueCallback(tx, payment.id);
  return 'settled';
}

async function capture(tx: Queryable, payment: Payment): Promise<void> {
  const { amount, currency, agent } = payment;
  await tx.query('UPDATE agent_balances SET held = held - $2 WHERE agent_id = $1', [agent, amount]);
  const earned = percentOf(amount, payment.remuneration);
  await post(tx, { kind: 'capture', payment: payment.id, day: payment.businessDay, currency }, [
    { account: heldAccount(agent), amount: negate(amount) },
    { account: payableAccount(payment.supplier), amount },
    ...(isZero(earned)
      ? []
      : [
          { account: remunerationAccount(agent), amount: earned },
          { account: REMUNERATION_EXPENSE, amount: negate(earned) },
        ]),
  ]);
}

async function release(tx: Queryable, payment: Payment): Promise<void> {
  const { amount, currency, agent } = payment;
  await tx.query('UPDATE agent_balances SET held = held - $2, available = available + $2 WHERE agent_id = $1', [agent, amount]);
  await post(tx, { kind: 'release', payment: payment.id, day: payment.businessDay, currency }, [
    { account: heldAccount(agent), amount: negate(amount) },
    { account: availableAccount(agent), amount },
  ]);
}
