import type { Day } from '../../../domain/day';
import type { Money } from '../../../domain/money';
import type { BooksConnection } from './books-connection';
import type { Fetch } from './fetches';
import { hashOfSums } from './row-hash';
import { bookTable, rowsTable } from './tables';

/**
 * One line per PaymentId out of the lists of a fetch. Only `all` shows it: it is moved, and its day of booking is the one that we keep,
 * else the one named there. Lines of a PaymentId that say different things are marked and belong to no sum; so does none of another day.
 */
const makeBook = (fetch: string) => `
CREATE UNLOGGED TABLE ${bookTable(fetch)} WITH (autovacuum_enabled = off) AS
SELECT r.n, r.payment_id, r.reference, r.account, r.item, r.amount, r.minute, r.moved, r.repeated, r.differing, r.high, r.low, r.lists,
  CASE WHEN r.moved THEN coalesce(d.booked_day, r.day) ELSE r.day END AS day
FROM (
  SELECT min(n) AS n, payment_id, min(reference) AS reference, min(account) AS account, min(item) AS item, min(amount) AS amount, min(high) AS high, min(low) AS low,
    coalesce(min(day) FILTER (WHERE list <> 'all'), min(day)) AS day, coalesce(min(minute) FILTER (WHERE list <> 'all'), min(minute)) AS minute,
    bool_and(list = 'all') AS only_in_all, bool_and(list = 'all') AND $2::boolean AS moved,
    count(*) > count(DISTINCT list) AS repeated,
    min(high) <> max(high) OR min(low) <> max(low)
      OR coalesce(min(day) FILTER (WHERE list <> 'all') <> max(day) FILTER (WHERE list <> 'all'), false) AS differing,
    array_agg(DISTINCT list) AS lists
  FROM ${rowsTable(fetch)} WHERE payment_id IS NOT NULL GROUP BY payment_id
) r
LEFT JOIN LATERAL (
  SELECT d.booked_day FROM public.documents d JOIN public.payments p ON p.id = d.payment_id
  WHERE r.moved AND d.supplier_payment_id = r.payment_id AND p.supplier = $1 ORDER BY d.state = 'taken' DESC LIMIT 1
) d ON true`;

export interface Book {
  readonly count: number;
  readonly sum: Money;
  readonly hash: string;
  /** Rows that a list of this day alone shows with another day. */
  readonly otherDays: number;
  /** PaymentIds of which the lists say different things. */
  readonly differing: number;
  /** Lines of the day that the list of all payments alone shows: moved, or of a neighbouring day. */
  readonly onlyInAll: number;
}

interface Counted {
  readonly count: string;
  readonly sum: Money;
  readonly high: string;
  readonly low: string;
  readonly otherDays: string;
  readonly differing: string;
  readonly onlyInAll: string;
}

/** `marksMoved`: the supplier takes lines out of one of its lists once it has processed them. */
export async function createBook(
  books: BooksConnection,
  { id, supplier, day }: Pick<Fetch, 'id' | 'supplier' | 'day'>,
  marksMoved: boolean,
): Promise<Book> {
  // A statement that makes a table takes no parameters: both are ours and checked here.
  await books.query(`DROP TABLE IF EXISTS ${bookTable(id)}`);
  await books.query(makeBook(id).replace('$1', literal(supplier)).replace('$2', String(marksMoved)));
  await books.query(`ANALYZE ${bookTable(id)}`);
  return countBook(books, id, day);
}

async function countBook(books: BooksConnection, id: string, day: Day): Promise<Book> {
  const { rows } = await books.query<Counted>(
    `SELECT count(*) FILTER (WHERE own) AS count, coalesce(trim_scale(sum(amount) FILTER (WHERE own)), 0) AS sum,
       coalesce(sum(high) FILTER (WHERE own), 0) AS high, coalesce(sum(low) FILTER (WHERE own), 0) AS low,
       count(*) FILTER (WHERE 'not moved' = ANY (lists) AND day <> $1) AS "otherDays", count(*) FILTER (WHERE differing) AS differing,
       count(*) FILTER (WHERE own AND moved) AS "onlyInAll"
     FROM (SELECT *, day = $1 AND NOT differing AS own FROM ${bookTable(id)}) b`,
    [day],
  );
  const [counted] = rows;
  if (!counted) throw new Error('a book was not counted');
  return {
    count: Number(counted.count),
    sum: counted.sum,
    hash: hashOfSums(BigInt(counted.high), BigInt(counted.low)),
    otherDays: Number(counted.otherDays),
    differing: Number(counted.differing),
    onlyInAll: Number(counted.onlyInAll),
  };
}

const literal = (name: string): string => {
  if (!/^[a-z]{1,40}$/.test(name)) throw new RangeError(`not the name of a supplier: ${name}`);
  return `'${name}'`;
};
