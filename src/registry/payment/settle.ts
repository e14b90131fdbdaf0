import { negate, percentOf, ZERO } from '../../domain/money';
import { isFinal, SUCCESS } from '../../domain/status';
import type { Queryable } from '../database';
import { LastStatement } from '../last-statement';
import { availableAccount, heldAccount, payableAccount, REMUNERATION_EXPENSE, remunerationAccount } from '../ledger/accounts';
import { moving, onOpenDay, type Posting } from '../ledger/postings';
import type { Payment } from './payments';

export interface Settlement {
  /** 10 or one of the payment's failure codes. */
  readonly status: number;
  /** For the history of the payment, in words. */
  readonly why: string;
}

export type Settled =
  /** `callback`: the agent has an address, and the outbox holds its callback now. */
  { readonly as: 'settled'; readonly callback: boolean } | { readonly as: 'already so' | 'contradicts' };

/** Balance and ledger move only where a hold stands; an entry without postings is none. */
const FINAL = `
WITH final AS (
  UPDATE payments SET status = $2, final_at = now(), waits_for = NULL, waits_until = NULL, needs_staff = NULL WHERE id = $1 AND final_at IS NULL
  RETURNING id, agent_id, held
), event AS (
  INSERT INTO payment_events (payment_id, status, why) SELECT id, $2, $3 FROM final
), balance AS (
  UPDATE agent_balances b SET held = b.held - $4::numeric, available = b.available + $5::numeric FROM final WHERE b.agent_id = final.agent_id AND final.held
), entry AS (
  INSERT INTO ledger_entries (kind, payment_id, day, belongs_to)
  SELECT $6, id, ${onOpenDay('$7::date')} FROM final, ledger_calendar c WHERE held AND cardinality($9::text[]) > 0 RETURNING id, day
), posting AS (
  INSERT INTO ledger_postings (entry_id, day, account, currency, amount)
  SELECT entry.id, entry.day, side.account, $8, side.amount FROM entry, unnest($9::text[], $10::numeric[]) AS side (account, amount)
), queued AS (
  INSERT INTO outbox (kind, payment_id) SELECT 'callback', final.id FROM final JOIN agents a ON a.id = final.agent_id WHERE a.callback_url IS NOT NULL
  ON CONFLICT (kind, payment_id) DO UPDATE SET created_at = now() RETURNING id
)
SELECT EXISTS (SELECT 1 FROM queued) AS callback FROM final`;

/**
 * Makes a payment final: status, capture or release of the hold, and the outbox row of the callback, as the last statement of the caller's
 * transaction, so that the agent's balance is locked for as short as can be, and under the payment's lock (`lockPayment`). A final status never flips here: another verdict about a closed
 * payment `contradicts` and is marked for staff.
 */
export async function settle(tx: Queryable, payment: Payment, { status, why }: Settlement): Promise<Settled | LastStatement<Settled>> {
  if (!isFinal(status)) throw new RangeError(`not a final status: ${status}`);
  if (payment.finalAt) return afterTheEnd(tx, payment, { status, why });
  const captured = status === SUCCESS;
  const postings = moving(captured ? capture(payment) : release(payment));
  const values = [
    payment.id,
    status,
    why.slice(0, 500),
    payment.amount,
    captured ? ZERO : payment.amount,
    captured ? 'capture' : 'release',
    payment.businessDay,
    payment.currency,
    postings.map((posting) => posting.account),
    postings.map((posting) => posting.amount),
  ];
  return new LastStatement(FINAL, values, ({ rows: [row] }) => {
    if (!row) throw new Error(`payment ${payment.id} was settled without its lock`);
    return { as: 'settled', callback: row.callback };
  });
}

async function afterTheEnd(tx: Queryable, payment: Payment, { status, why }: Settlement): Promise<Settled> {
  if (payment.status === status) return { as: 'already so' };
  const reason = `closed as ${payment.status}, but now ${status}: ${why}`.slice(0, 500);
  await tx.query('UPDATE payments SET needs_staff = coalesce(needs_staff, $2) WHERE id = $1', [payment.id, reason]);
  await tx.query(`INSERT INTO payment_events (payment_id, status, kind, why) VALUES ($1, $2, 'needs staff', $3)`, [
    payment.id,
    payment.status,
    reason,
  ]);
  return { as: 'contradicts' };
}

function capture({ amount, agent, supplier, remuneration }: Payment): Posting[] {
  const earned = percentOf(amount, remuneration);
  return [
    { account: heldAccount(agent), amount: negate(amount) },
    { account: payableAccount(supplier), amount },
    { account: remunerationAccount(agent), amount: earned },
    { account: REMUNERATION_EXPENSE, amount: negate(earned) },
  ];
}

function release({ amount, agent }: Payment): Posting[] {
  return [
    { account: heldAccount(agent), amount: negate(amount) },
    { account: availableAccount(agent), amount },
  ];
}
