import type { Day } from '../../domain/day';
import type { AgentId } from '../../domain/ids';
import { type Money, ZERO } from '../../domain/money';
import type { Queryable } from '../database';
import { availableAccount, heldAccount } from './accounts';
import type { EntryKind } from './postings';

/** One entry of the ledger as it moved an agent's money, and what stood after it. */
export interface StatementLine {
  readonly entry: string;
  /** ISO instant. */
  readonly at: string;
  /** The ledger's day on which it stands, and the earlier one to which it belongs where that was closed. */
  readonly day: Day;
  readonly belongsTo: Day | null;
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
  /** By day of the ledger, in the order it was written; at most the limit. */
  readonly lines: readonly StatementLine[];
}

/**
 * From the closings before the first day, so that no statement reads further back than the days it tells; and of those no more entries than it
 * shows, in the order of the index.
 */
const STATEMENT = `
WITH base AS MATERIALIZED (
  SELECT least($4::date - 1, c.closings_through) AS day, a.currency FROM ledger_calendar c, agents a WHERE a.id = $3
), opening AS MATERIALIZED (
  SELECT ${balanceBefore('$1')} AS available, ${balanceBefore('$2')} AS held FROM base
), available AS (${firstEntries('$1')}), held AS (${firstEntries('$2')}), page AS (
  SELECT day, entry_id, coalesce(available.amount, 0) AS available, coalesce(held.amount, 0) AS held
  FROM available FULL JOIN held USING (day, entry_id) ORDER BY day, entry_id LIMIT $6
)
SELECT o.available AS "openingAvailable", o.held AS "openingHeld",
  e.id AS entry, e.at, e.day, e.belongs_to AS "belongsTo", e.kind, p.transaction_id AS transaction, e.note, page.available, page.held,
  o.available + sum(page.available) OVER running AS "availableAfter", o.held + sum(page.held) OVER running AS "heldAfter"
FROM opening o
LEFT JOIN page ON true
LEFT JOIN ledger_entries e ON e.id = page.entry_id
LEFT JOIN payments p ON p.id = e.payment_id
WINDOW running AS (ORDER BY page.day, page.entry_id)
ORDER BY page.day, page.entry_id`;

function balanceBefore(account: string): string {
  return `coalesce((SELECT balance FROM ledger_closings c WHERE c.account = ${account} AND c.currency = base.currency AND c.day = base.day), 0)
    + coalesce((SELECT sum(amount) FROM ledger_postings p WHERE p.account = ${account} AND p.currency = base.currency AND p.day > base.day AND p.day < $4), 0)`;
}

function firstEntries(account: string): string {
  return `SELECT day, entry_id, sum(amount) AS amount FROM ledger_postings
    WHERE account = ${account} AND day BETWEEN $4 AND $5 AND currency = (SELECT currency FROM base)
    GROUP BY day, entry_id ORDER BY day, entry_id LIMIT $6`;
}

interface Row extends StatementLine {
  readonly openingAvailable: Money;
  readonly openingHeld: Money;
}

/** An agent's money from day to day of the ledger, both included, each line with the balance after it: as of one moment. */
export async function statement(database: Queryable, agent: AgentId, from: Day, to: Day, limit: number): Promise<Statement> {
  const { rows } = await database.query<Row | (Pick<Row, 'openingAvailable' | 'openingHeld'> & { readonly entry: null })>(STATEMENT, [
    availableAccount(agent),
    heldAccount(agent),
    agent,
    from,
    to,
    limit,
  ]);
  const [first] = rows;
  if (!first) return { opening: { available: ZERO, held: ZERO }, lines: [] };
  return {
    opening: { available: first.openingAvailable, held: first.openingHeld },
    lines: rows.flatMap((row) => {
      if (row.entry === null) return [];
      const { openingAvailable: _, openingHeld: __, ...line } = row;
      return [line];
    }),
  };
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
