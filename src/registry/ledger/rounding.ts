import { type Day, monthOf } from '../../domain/day';
import type { AgentId } from '../../domain/ids';
import { isZero, type Money, negate, subtract, sum } from '../../domain/money';
import type { Queryable } from '../database';
import { ROUNDING, remunerationAccount } from './accounts';
import { post } from './postings';

/**
 * What agents have earned and no month has made due yet: the balance of the account without what earlier months rounded. So a month below
 * zero is carried into the next. PostgreSQL rounds a numeric half away from zero.
 */
const MONTH = `
WITH posted AS (
  SELECT account, currency, balance AS amount FROM ledger_closings WHERE day = $1::date - 1
  UNION ALL
  SELECT account, currency, amount FROM ledger_postings WHERE day = $1::date
), earned AS (
  SELECT a.id, p.currency, sum(p.amount) - coalesce(
    (SELECT sum(m.rounded) FROM remuneration_months m WHERE m.agent_id = a.id AND m.currency = p.currency), 0) AS earned
  FROM posted p JOIN agents a ON p.account = 'agent:' || a.id || ':remuneration'
  GROUP BY a.id, p.currency
)
INSERT INTO remuneration_months (agent_id, month, currency, earned, rounded)
SELECT id, $1::date, currency, earned, CASE WHEN earned >= 0 THEN round(earned, 2) END FROM earned
RETURNING agent_id AS agent, currency, earned, rounded`;

interface Earned {
  readonly agent: AgentId;
  readonly currency: string;
  readonly earned: Money;
  readonly rounded: Money | null;
}

/**
 * Rounds the remunerations of the month that ends with this day, each agent's once and for the whole; what that gives or takes is ours. Part of
 * the transaction that closes the day, under its lock. Answers how many were rounded.
 */
export async function roundMonth(tx: Queryable, last: Day): Promise<number> {
  const { rows } = await tx.query<Earned>(MONTH, [last]);
  const moved = rows.flatMap(({ agent, currency, earned, rounded }) => {
    const amount = rounded === null ? null : subtract(rounded, earned);
    return amount === null || isZero(amount) ? [] : [{ account: remunerationAccount(agent), currency, amount }];
  });
  for (const currency of new Set(moved.map((posting) => posting.currency))) {
    const agents = moved.filter((posting) => posting.currency === currency);
    const ours = { account: ROUNDING, amount: negate(sum(agents.map(({ amount }) => amount))) };
    const entry = await post(tx, { kind: 'rounding', day: last, currency, note: `remuneration for ${monthOf(last)}` }, [...agents, ours]);
    await tx.query('UPDATE remuneration_months SET entry_id = $3 WHERE month = $1 AND currency = $2 AND rounded <> earned', [last, currency, entry]);
  }
  return moved.length;
}
