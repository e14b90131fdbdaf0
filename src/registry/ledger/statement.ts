import type { Day } from '../../domain/day';
import type { AgentId } from '../../domain/ids';
import type { Money } from '../../domain/money';
import type { Queryable } from '../database';
import { availableAccount, heldAccount } from './accounts';
import type { EntryKind } from './postings';

/** One entry of the ledger as it moved an agent's money, and what stood after it. */
export interface StatementLine {
  readonly entry: string;
  /** ISO instant; `day` is the bank day it counts for. */
  readonly at: string;
  readonly day: Day;
  readonly kind: EntryKind;
  readonly transaction: string | null;
  readonly note: string | null;
  readonly available: Money;
  readonly held: Money;
  readonly availableAfter: Money;
  readonly heldAfter: Money;
}

export interface Statement {
  /** Before the first day. */
  readonly opening: { readonly available: Money; readonly held: Money };
  /** In the order the ledger was written, by bank day; at most the limit. */
  readonly lines: readonly StatementLine[];
}

const MOVED = `
SELECT e.id, e.at, e.day, e.kind, e.payment_id, e.note, coalesce(sum(p.amount) FILTER (WHERE p.account = $1), 0) AS available, coalesce(sum(p.amount) FILTER (WHERE p.account = $2), 0) AS held
FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry_id WHERE p.account IN ($1, $2) GROUP BY e.id`;

/** An agent's money from day to day, both included, each line with the balance after it. */
export async function statement(database: Queryable, agent: AgentId, from: Day, to: Day, limit: number): Promise<Statement> {
  const accounts = [availableAccount(agent), heldAccount(agent)];
  const opening = await database.query<Statement['opening']>(
    `SELECT coalesce(sum(available), 0) AS available, coalesce(sum(held), 0) AS held FROM (${MOVED}) moved WHERE day < $3`,
    [...accounts, from],
  );
  const { rows } = await database.query<StatementLine>(
    `SELECT * FROM (
       SELECT m.id AS entry, m.at, m.day, m.kind, p.transaction_id AS transaction, m.note, m.available, m.held,
         sum(m.available) OVER running AS "availableAfter", sum(m.held) OVER running AS "heldAfter"
       FROM (${MOVED}) m LEFT JOIN payments p ON p.id = m.payment_id WHERE m.day <= $4 WINDOW running AS (ORDER BY m.day, m.id)
     ) told WHERE day >= $3 ORDER BY day, entry LIMIT $5`,
    [...accounts, from, to, limit],
  );
  return { opening: opening.rows[0] ?? { available: '0' as Money, held: '0' as Money }, lines: rows };
}

/** Every kind of entry in the words of a statement. */
export const ENTRY_WORDS: Readonly<Record<EntryKind, string>> = {
  'top-up': 'money paid in',
  withdrawal: 'money paid back',
  hold: 'put on hold for a payment',
  release: 'given back: the payment failed',
  capture: 'paid',
  reversal: 'given back: the payment was reversed',
  correction: 'corrected',
  deposit: 'paid in at a supplier',
  rounding: 'rounded at the end of the month',
};
