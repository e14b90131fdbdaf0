import { isZero, type Money } from '../../domain/money';
import type { Queryable } from '../database';

export interface AccountBalance {
  readonly account: string;
  readonly currency: string;
  /** Above zero: we owe (credit); below: we own or have spent (debit). */
  readonly balance: Money;
  readonly postings: string;
}

/** An agent whose balance row says something else than the sum of its postings. */
export interface BalanceDifference {
  readonly account: string;
  readonly row: Money;
  readonly postings: Money;
}

export interface TrialBalance {
  readonly accounts: readonly AccountBalance[];
  /** Per currency; each must be zero. */
  readonly totals: ReadonlyArray<{ readonly currency: string; readonly sum: Money }>;
  readonly differences: readonly BalanceDifference[];
  readonly balanced: boolean;
}

const ACCOUNTS = `SELECT account, currency, sum(amount) AS balance, count(*) AS postings FROM ledger_postings GROUP BY account, currency ORDER BY account, currency LIMIT 50000`;
const TOTALS = 'SELECT currency, sum(amount) AS sum FROM ledger_postings GROUP BY currency ORDER BY currency';
const DIFFERENCES = `
WITH kept AS (
  SELECT 'agent:' || agent_id || ':available' AS account, available AS row FROM agent_balances
  UNION ALL SELECT 'agent:' || agent_id || ':held', held FROM agent_balances
), posted AS (
  SELECT account, sum(amount) AS postings FROM ledger_postings WHERE account LIKE 'agent:%' AND account NOT LIKE '%:remuneration' GROUP BY account
)
SELECT account, coalesce(row, 0) AS row, coalesce(postings, 0) AS postings FROM kept FULL JOIN posted USING (account)
WHERE coalesce(row, 0) <> coalesce(postings, 0) ORDER BY account LIMIT 1000`;

/** Sums every posting ever made, as of one moment. Must be the first thing its transaction does. */
export async function trialBalance(tx: Queryable): Promise<TrialBalance> {
  await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  const accounts = (await tx.query<AccountBalance>(ACCOUNTS)).rows;
  const totals = (await tx.query<{ currency: string; sum: Money }>(TOTALS)).rows;
  const differences = (await tx.query<BalanceDifference>(DIFFERENCES)).rows;
  return { accounts, totals, differences, balanced: differences.length === 0 && totals.every((total) => isZero(total.sum)) };
}
