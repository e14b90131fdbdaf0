import { add, compare, type Money, money, negate, percentOf, sum, ZERO } from '../../../src/domain/money';
import { SUCCESS } from '../../../src/domain/status';
import type { Database } from '../../../src/registry/database';
import { proveClosings } from '../../../src/registry/ledger/proof';
import { trialBalance } from '../../../src/registry/ledger/trial-balance';
import { type Fact, lostBy } from './registry';

const CASH = `SELECT p.account, sum(p.amount)::text AS amount FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry_id
  WHERE e.kind IN ('top-up', 'withdrawal') AND p.account LIKE 'agent:%:available' GROUP BY p.account`;

/**
 * Reckons every account of the ledger from the payments of all agents and what was paid in and out, and names each that differs:
 * available, held, remuneration, what is owed to the suppliers, our losses. The trial balance must be zero besides, and each
 * closed day what was posted until then.
 */
export async function accountsThatDiffer(database: Database, all: readonly Fact[]): Promise<string[]> {
  const { balanced, totals, differences, accounts } = await database.transaction((tx) => trialBalance(tx));
  const wrong = balanced ? [] : [`the trial balance is not zero: ${JSON.stringify({ totals, differences })}`];
  for (const { day, account, currency, closing, postings } of (await proveClosings(database)).faults)
    wrong.push(`${account} ${currency} is closed on ${day} with ${closing} instead of ${postings}`);
  const cash = (await database.query<{ account: string; amount: string }>(CASH)).rows;
  const expected = reckoned(all);
  for (const { account, amount } of cash) put(expected, account, money(amount));
  put(expected, 'bank', negate(sum(cash.map(({ amount }) => money(amount)))));
  const there = new Map(accounts.map(({ account, balance }) => [account, money(balance)]));
  for (const account of new Set([...expected.keys(), ...there.keys()])) {
    const [should, is] = [expected.get(account) ?? ZERO, there.get(account) ?? ZERO];
    if (compare(should, is) !== 0) wrong.push(`account ${account} has ${is} instead of ${should}`);
  }
  return wrong;
}

function put(accounts: Map<string, Money>, account: string, amount: Money): void {
  accounts.set(account, add(accounts.get(account) ?? ZERO, amount));
}

function reckoned(all: readonly Fact[]): Map<string, Money> {
  const accounts = new Map<string, Money>();
  for (const fact of all) {
    const amount = money(fact.amount);
    const open = !fact.final && fact.held;
    const captured = fact.status === SUCCESS;
    if (open || captured) put(accounts, `agent:${fact.agent}:available`, negate(amount));
    if (open) put(accounts, `agent:${fact.agent}:held`, amount);
    if (captured) {
      const earned = percentOf(amount, money(fact.remuneration));
      put(accounts, `supplier:${fact.supplier}:payable`, amount);
      put(accounts, `agent:${fact.agent}:remuneration`, earned);
      put(accounts, 'remuneration-expense', negate(earned));
    }
    const lost = lostBy(fact);
    put(accounts, `supplier:${fact.supplier}:payable`, lost);
    put(accounts, 'loss', negate(lost));
  }
  return accounts;
}
