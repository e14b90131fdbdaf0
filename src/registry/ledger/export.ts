import type { Day } from '../../domain/day';
import { isNegative, type Money, money, negate } from '../../domain/money';
import type { Queryable } from '../database';
import { Refused } from '../staff/refused';
import { type AccountKind, accountKind } from './accounts';
import type { Mapping } from './mapping';
import type { EntryKind } from './postings';

export const EXPORT_COLUMNS = [
  'day',
  'belongs to',
  'entry',
  'at',
  'kind',
  'agent',
  'transaction',
  'document',
  'dated',
  'account',
  'general ledger',
  'currency',
  'debit',
  'credit',
  'note',
] as const;

/** One posting of a closed day. */
export interface ExportedPosting {
  readonly cells: readonly string[];
  readonly kind: AccountKind;
  readonly currency: string;
  readonly amount: Money;
}

interface Row {
  readonly day: Day;
  readonly belongsTo: Day | null;
  readonly entry: string;
  readonly at: string;
  readonly kind: EntryKind;
  readonly agent: string | null;
  readonly transaction: string | null;
  readonly document: string | null;
  readonly dated: Day | null;
  readonly account: string;
  readonly currency: string;
  readonly amount: Money;
  readonly note: string | null;
}

/** Entries that are read at once. */
const PAGE = 2_000;

const POSTINGS = `
WITH page AS (
  SELECT id FROM ledger_entries WHERE day = $1 AND id > $2 ORDER BY id LIMIT ${PAGE}
)
SELECT e.day, e.belongs_to AS "belongsTo", e.id AS entry, e.at, e.kind, y.agent_id AS agent, y.transaction_id AS transaction,
  d.number AS document, d.day AS dated, p.account, p.currency, p.amount, e.note
FROM page JOIN ledger_entries e USING (id)
JOIN ledger_postings p ON p.entry_id = e.id
LEFT JOIN payments y ON y.id = e.payment_id
LEFT JOIN bank_documents d ON d.entry_id = e.id
ORDER BY e.id, p.account, p.currency, p.amount`;

/**
 * Every posting of a closed day, by entry: always the same, since the day cannot change, but for the names that the general ledger has for the
 * accounts. Throws Refused where the day is not closed.
 */
export async function* exportDay(database: Queryable, day: Day, mapping: Mapping): AsyncGenerator<ExportedPosting> {
  const closed = await database.query('SELECT 1 FROM ledger_days WHERE day = $1', [day]);
  if (closed.rows.length === 0) throw new Refused(`${day} is not a closed day of the ledger: tolem ledger days`);
  const { rows: begin } = await database.query<{ first: string | null }>('SELECT min(entry_id) - 1 AS first FROM ledger_postings WHERE day = $1', [
    day,
  ]);
  for (let after = begin[0]?.first ?? null; after !== null; ) {
    const { rows } = await database.query<Row>(POSTINGS, [day, after]);
    for (const row of rows) yield exported(row, mapping);
    after = rows.at(-1)?.entry ?? null;
  }
}

function exported(row: Row, mapping: Mapping): ExportedPosting {
  const kind = accountKind(row.account);
  const amount = money(row.amount);
  const texts = [row.belongsTo, row.entry, row.at, row.kind, row.agent, row.transaction, row.document, row.dated, row.account, mapping.get(kind)];
  const sides = isNegative(amount) ? [negate(amount), ''] : ['', amount];
  return { cells: [row.day, ...texts, row.currency, ...sides, row.note].map((cell) => cell ?? ''), kind, currency: row.currency, amount };
}
