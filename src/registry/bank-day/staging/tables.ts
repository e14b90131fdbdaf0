import { isReadable, type ListedRow, type StagedRow } from '../../../domain/bank-day/book';
import type { Money } from '../../../domain/money';
import type { Queryable } from '../../database';
import type { BooksConnection } from './books-connection';
import type { RowHash } from './row-hash';

/** The tables of one fetch: rows as the lists showed them, and the book that they make, one line per PaymentId. */
export const rowsTable = (fetch: string): string => `staging.fetch_${digits(fetch)}`;
export const bookTable = (fetch: string): string => `staging.book_${digits(fetch)}`;

/** A fetch's number becomes part of a table's name. */
function digits(fetch: string): string {
  if (!/^\d{1,19}$/.test(fetch)) throw new RangeError(`not the number of a fetch: ${fetch}`);
  return fetch;
}

/** A longer raw row says no more to a person. */
const RAW_CHARACTERS = 4_000;

/** Stands by itself, so that it can be dropped without a lock on anything else; unlogged, because the supplier has it all. */
export async function createRowsTable(books: BooksConnection, fetch: string): Promise<void> {
  await books.query(`CREATE UNLOGGED TABLE ${rowsTable(fetch)} (
    n bigint NOT NULL, list text NOT NULL, payment_id text, reference text, account text, item text, amount numeric, day date, minute text,
    high bigint, low bigint, raw text) WITH (autovacuum_enabled = off)`);
}

export interface NumberedRow {
  readonly n: number;
  readonly row: StagedRow;
  /** Null for a row that cannot be read. */
  readonly hash: RowHash | null;
}

export const appendRows = (books: BooksConnection, fetch: string, rows: readonly NumberedRow[]): Promise<void> =>
  books.copy(rowsTable(fetch), rows.map(copied).join(''));

function copied({ n, row, hash }: NumberedRow): string {
  const fields = isReadable(row) && hash ? readable(row, hash) : Array<null>(9).fill(null);
  const raw = isReadable(row) ? null : row.raw.slice(0, RAW_CHARACTERS);
  return `${[String(n), row.list, ...fields, raw].map(field).join('\t')}\n`;
}

const readable = (row: ListedRow, hash: RowHash): Array<string | null> => [
  row.paymentId,
  row.reference,
  row.account,
  row.item,
  row.amount,
  row.day,
  row.minute,
  String(hash.high),
  String(hash.low),
];

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
/** A NUL is no text to PostgreSQL: it is shown as what stands for an unreadable character. */
const field = (text: string | null): string =>
  text === null ? '\\N' : text.replaceAll('\u0000', '\ufffd').replace(/[\\\t\n\r]/g, (found) => ESCAPES[found] ?? found);

/** How many rows stand in the table, and the sum of the readable ones; null where the table is gone. */
export async function recount(books: Queryable, fetch: string): Promise<{ readonly rows: number; readonly sum: Money } | null> {
  const { rows: tables } = await books.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AND to_regclass($2) IS NOT NULL AS there', [
    rowsTable(fetch),
    bookTable(fetch),
  ]);
  if (!tables[0]?.there) return null;
  const { rows } = await books.query<{ rows: string; sum: Money }>(
    `SELECT count(*) AS rows, coalesce(trim_scale(sum(amount)), 0) AS sum FROM ${rowsTable(fetch)}`,
  );
  const [counted] = rows;
  return counted ? { rows: Number(counted.rows), sum: counted.sum } : null;
}

export async function dropStaged(books: Queryable, fetch: string): Promise<void> {
  await books.query(`DROP TABLE IF EXISTS ${rowsTable(fetch)}, ${bookTable(fetch)}`);
}

const SWEPT_AT_ONCE = 100;

/** Drops the tables of fetches that began longer than `ageMs` ago, and those of no fetch; how many fetches that were. */
export async function sweepStaged(books: Queryable, ageMs: number): Promise<number> {
  const { rows } = await books.query<{ fetch: string }>(
    `SELECT DISTINCT substring(t.tablename FROM '^(?:fetch|book)_([0-9]{1,18})$') AS fetch FROM pg_tables t
     LEFT JOIN public.book_fetches f ON f.id = substring(t.tablename FROM '^(?:fetch|book)_([0-9]{1,18})$')::bigint
     WHERE t.schemaname = 'staging' AND t.tablename ~ '^(fetch|book)_[0-9]{1,18}$'
       AND coalesce(f.started_at < now() - $1 * interval '1 millisecond', true)
     LIMIT $2`,
    [ageMs, SWEPT_AT_ONCE],
  );
  for (const { fetch } of rows) await dropStaged(books, fetch);
  return rows.length;
}
