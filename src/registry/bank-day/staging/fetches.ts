import type { SupplierName } from '../../../contracts/supply';
import type { BookList } from '../../../domain/bank-day/book';
import type { Day } from '../../../domain/day';
import type { Money } from '../../../domain/money';
import type { Queryable } from '../../database';

/** One reading of a supplier's book of a day. */
export interface Fetch {
  readonly id: string;
  readonly supplier: SupplierName;
  readonly day: Day;
  /** ISO instant at which it began. */
  readonly startedAt: string;
  readonly state: 'reading' | 'complete' | 'failed';
  readonly why: string | null;
  readonly count: string | null;
  readonly sum: Money | null;
  readonly hash: string | null;
  readonly unreadable: string | null;
  readonly otherDays: string | null;
  readonly differing: string | null;
  readonly staged: string | null;
  readonly stagedSum: Money | null;
  readonly file: string | null;
}

const COLUMNS = `id, supplier, day, started_at AS "startedAt", state, why, count, sum, hash, unreadable, other_days AS "otherDays", differing, staged,
  staged_sum AS "stagedSum", file`;

/** The supplier's answers are not older than `startedAt`, by the registry's clock. */
export async function beginFetch(database: Queryable, supplier: SupplierName, day: Day): Promise<Fetch> {
  const { rows } = await database.query<Fetch>(`INSERT INTO book_fetches (supplier, day) VALUES ($1, $2) RETURNING ${COLUMNS}`, [supplier, day]);
  const [begun] = rows;
  if (!begun) throw new Error('a fetch was not stored');
  return begun;
}

export interface FetchEnd {
  readonly lists: ReadonlyArray<{ readonly list: BookList; readonly count: number; readonly sum: Money; readonly hash: string }>;
  readonly staged: number;
  readonly stagedSum: Money;
  readonly book: { readonly count: number; readonly sum: Money; readonly hash: string; readonly otherDays: number; readonly differing: number };
  readonly unreadable: number;
  readonly file: string | null;
}

/** The last thing that is written: from here on it counts. */
export async function completeFetch(database: Queryable, id: string, ended: FetchEnd): Promise<void> {
  const { book, lists } = ended;
  await database.query(
    `WITH completed AS (
       UPDATE book_fetches SET state = 'complete', ended_at = now(), count = $2, sum = $3, hash = $4, other_days = $5, differing = $6, unreadable = $7,
         staged = $8, staged_sum = $9, file = $10
       WHERE id = $1 AND state = 'reading' RETURNING id
     ) INSERT INTO book_lists (fetch_id, list, count, sum, hash)
     SELECT completed.id, l.list, l.count, l.sum, l.hash FROM completed, json_to_recordset($11::json) AS l(list text, count bigint, sum numeric, hash text)`,
    [
      id,
      book.count,
      book.sum,
      book.hash,
      book.otherDays,
      book.differing,
      ended.unreadable,
      ended.staged,
      ended.stagedSum,
      ended.file,
      JSON.stringify(lists),
    ],
  );
}

export async function failFetch(database: Queryable, id: string, why: string): Promise<void> {
  await database.query(`UPDATE book_fetches SET state = 'failed', ended_at = now(), why = $2 WHERE id = $1 AND state = 'reading'`, [
    id,
    why.slice(0, 500),
  ]);
}

export async function fetchById(database: Queryable, id: string): Promise<Fetch | null> {
  const { rows } = await database.query<Fetch>(`SELECT ${COLUMNS} FROM book_fetches WHERE id = $1`, [id]);
  return rows[0] ?? null;
}
