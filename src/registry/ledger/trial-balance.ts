import type { Day } from '../../domain/day';
import { compare, isZero, type Money } from '../../domain/money';
import type { Queryable } from '../database';

export interface AccountBalance {
  readonly account: string;
  readonly currency: string;
  /** Above zero: we owe (credit); below: we own or have spent (debit). */
  readonly balance: Money;
  readonly postings: string;
}

/** An agent whose balance row says something else than its postings. */
export interface BalanceDifference {
  readonly account: string;
  readonly row: Money;
  readonly postings: Money;
}

export interface TrialBalance {
  /** The closed day whose balances it begins with; what was posted since is added. */
  readonly closedThrough: Day;
  readonly accounts: readonly AccountBalance[];
  /** Per currency; each must be zero. */
  readonly totals: ReadonlyArray<{ readonly currency: string; readonly sum: Money }>;
  readonly differences: readonly BalanceDifference[];
  readonly balanced: boolean;
}

/** One account of the ledger, or a balance row; `row` is what the agent's balance row says, where it has one for this account. */
interface Side extends AccountBalance {
  readonly row: Money | null;
  /** Of all accounts of the currency. */
  readonly total: Money;
}

/** Those that differ come first, so that no limit hides them. A balance row is in the currency of its agent's contract. */
const ACCOUNTS = `
WITH moved AS (
  SELECT account, currency, sum(amount) AS balance, count(*) AS postings FROM ledger_postings
  WHERE day > $1::date GROUP BY account, currency
), now AS (
  SELECT account, currency, coalesce(c.balance, 0) + coalesce(m.balance, 0) AS balance, coalesce(c.postings, 0) + coalesce(m.postings, 0) AS postings
  FROM (SELECT account, currency, balance, postings FROM ledger_closings WHERE day = $1::date) c FULL JOIN moved m USING (account, currency)
), kept AS (
  SELECT 'agent:' || b.agent_id || ':' || side.name AS account, a.currency, side.amount AS row
  FROM agent_balances b JOIN agents a ON a.id = b.agent_id, LATERAL (VALUES ('available', b.available), ('held', b.held)) AS side (name, amount)
)
SELECT account, currency, coalesce(n.balance, 0) AS balance, coalesce(n.postings, 0) AS postings,
  CASE WHEN k.account IS NOT NULL OR account ~ '^agent:[0-9]+:(available|held)$' THEN coalesce(k.row, 0) END AS row,
  sum(coalesce(n.balance, 0)) OVER (PARTITION BY currency) AS total
FROM now n FULL JOIN kept k USING (account, currency)
WHERE n.account IS NOT NULL OR k.row <> 0
ORDER BY coalesce(k.row <> coalesce(n.balance, 0), false) DESC, account, currency LIMIT 50000`;

/** What every account holds now, from the closings of the last closed day and what was posted since. Must be the first thing its transaction does. */
export async function trialBalance(tx: Queryable): Promise<TrialBalance> {
  await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  const [calendar] = (await tx.query<{ through: Day }>('SELECT closings_through AS through FROM ledger_calendar')).rows;
  if (!calendar) throw new Error('the ledger has no calendar');
  const sides = (await tx.query<Side>(ACCOUNTS, [calendar.through])).rows;
  const accounts = sides
    .filter(({ postings }) => postings !== '0')
    .map(({ account, currency, balance, postings }) => ({ account, currency, balance, postings }))
    .sort((a, b) => order(a.account, b.account) || order(a.currency, b.currency));
  const totals = [...new Map(sides.map(({ currency, total }) => [currency, total]))].map(([currency, sum]) => ({ currency, sum }));
  const differences = sides.flatMap(({ account, balance, row }) =>
    row !== null && compare(row, balance) !== 0 ? [{ account, row, postings: balance }] : [],
  );
  return {
    closedThrough: calendar.through,
    accounts,
    totals: totals.sort((a, b) => order(a.currency, b.currency)),
    differences,
    balanced: differences.length === 0 && totals.every((total) => isZero(total.sum)),
  };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What an account held at the end of a closed day, and what the day moved. */
export interface ClosingBalance extends AccountBalance {
  readonly debited: Money;
  readonly credited: Money;
}

/** The balances of a closed day; none where it is not closed, or before the ledger began. */
export async function closingsOf(database: Queryable, day: Day): Promise<ClosingBalance[]> {
  const { rows } = await database.query<ClosingBalance>(
    'SELECT account, currency, debited, credited, balance, postings FROM ledger_closings WHERE day = $1 ORDER BY account, currency LIMIT 50000',
    [day],
  );
  return rows;
}
