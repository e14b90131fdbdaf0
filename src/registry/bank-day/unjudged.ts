import { createHash } from 'node:crypto';
import { breakOf } from '../../domain/bank-day/breaking';
import { onePerPayment } from '../../domain/bank-day/repeats';
import { MAX_NOMINEES } from '../../domain/bank-day/tally';
import type { Line } from '../../domain/bank-day/verdict';
import type { Database } from '../database';
import { type FoundBreak, noteBreak } from './day-breaks';
import type { Surroundings } from './our-documents';
import type { BooksConnection } from './staging/books-connection';
import type { Fetch } from './staging/fetches';
import { bookTable, rowsTable } from './staging/tables';

/** What cannot be compared at all: rows that nobody can read, and PaymentIds of which the lists say different things. */
export async function noteUnjudged(database: Database, books: BooksConnection, fetch: Fetch, around: Surroundings): Promise<void> {
  const found = [...(await unreadableRows(books, fetch)), ...(await differingLists(books, fetch, around))];
  for (const one of found) await database.transaction((tx) => noteBreak(tx, fetch, around, one));
}

/** A row is known by what it says, so that the same one read again is the same break. */
async function unreadableRows(books: BooksConnection, fetch: Fetch): Promise<FoundBreak[]> {
  const { rows } = await books.query<{ raw: string }>(
    `SELECT DISTINCT raw FROM ${rowsTable(fetch.id)} WHERE payment_id IS NULL ORDER BY raw LIMIT ${MAX_NOMINEES}`,
  );
  return rows.map(({ raw }) => ({
    broken: breakOf('unreadable', null, []),
    line: null,
    document: null,
    payment: null,
    rowHash: createHash('sha256').update(`${fetch.day}\u001f${raw}`).digest(),
    raw,
  }));
}

async function differingLists(books: BooksConnection, fetch: Fetch, { item }: Surroundings): Promise<FoundBreak[]> {
  const { rows } = await books.query<Line>(
    `SELECT r.payment_id AS "paymentId", r.reference, r.account, r.item, trim_scale(r.amount) AS amount, r.day, r.minute, false AS moved, false AS repeated
     FROM ${rowsTable(fetch.id)} r JOIN ${bookTable(fetch.id)} b ON b.payment_id = r.payment_id
     WHERE b.differing AND b.day = $1 LIMIT ${MAX_NOMINEES}`,
    [fetch.day],
  );
  return onePerPayment(rows, item).flatMap((one) =>
    one.is === 'lists differ' ? [{ broken: one.verdict, line: one.lines[0] ?? null, document: null, payment: null, rowHash: null, raw: null }] : [],
  );
}
