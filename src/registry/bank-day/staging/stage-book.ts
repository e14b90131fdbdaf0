import type { SupplierName } from '../../../contracts/supply';
import { type BookEnd, type BookList, isReadable, type OnRows, type StagedRow } from '../../../domain/bank-day/book';
import type { Day } from '../../../domain/day';
import { add, type Money, ZERO } from '../../../domain/money';
import type { Queryable } from '../../database';
import { type BookKeeper, keepNothing } from './book-file';
import type { BooksConnection } from './books-connection';
import { beginFetch, completeFetch, type Fetch, failFetch, fetchById } from './fetches';
import { createBook } from './make-book';
import { ListTotals, rowHash } from './row-hash';
import { appendRows, createRowsTable, dropStaged, type NumberedRow } from './tables';

/** Rows of one COPY, each a commit of its own. */
const PIECE_ROWS = 5_000;
const MAX_ROWS = 10_000_000;

export interface BookToStage {
  readonly supplier: SupplierName;
  readonly day: Day;
  readonly marksMoved: boolean;
  /** Hands every row over, and says whether that was the whole book. */
  readonly read: (onRows: OnRows) => Promise<BookEnd>;
  /** The lists of the days beside it, read where the day's own do not show all of its lines; null where there are none. */
  readonly readMore?: ((onRows: OnRows) => Promise<BookEnd>) | null;
}

/**
 * Reads a book into its own tables: complete, or not at all. No transaction is open while the supplier's bytes arrive, and the mark
 * that it is complete is the last thing written. Of a book that broke off nothing is left but the row that says why.
 */
export async function stageBook(database: Queryable, books: BooksConnection, book: BookToStage, keeper: BookKeeper = keepNothing): Promise<Fetch> {
  const fetch = await beginFetch(database, book.supplier, book.day);
  try {
    await createRowsTable(books, fetch.id);
    const staged = new Staged(books, fetch.id, keeper);
    await keeper.begin(fetch);
    await staged.readAll(book.read);
    let made = await createBook(books, fetch, book.marksMoved);
    if (book.readMore && made.onlyInAll > 0) {
      await staged.readAll(book.readMore);
      made = await createBook(books, fetch, book.marksMoved);
    }
    const file = await keeper.end(made);
    await completeFetch(database, fetch.id, { ...staged.said, book: made, file });
  } catch (error) {
    await keeper.abandon();
    await failFetch(database, fetch.id, error instanceof Error ? error.message : String(error));
    await dropStaged(books, fetch.id).catch(() => undefined);
    if (!(error instanceof Unfinished)) throw error;
  }
  const now = await fetchById(database, fetch.id);
  if (!now) throw new Error(`fetch ${fetch.id} is gone`);
  return now;
}

class Unfinished extends Error {}

/** What has been staged of one fetch. */
class Staged {
  private waiting: NumberedRow[] = [];
  private rows = 0;
  private unreadable = 0;
  private sum: Money = ZERO;
  private readonly lists = new Map<BookList, ListTotals>();

  constructor(
    private readonly books: BooksConnection,
    private readonly fetch: string,
    private readonly keeper: BookKeeper,
  ) {}

  private async take(rows: readonly StagedRow[]): Promise<void> {
    for (const row of rows) {
      if (++this.rows > MAX_ROWS) throw new Unfinished(`a book of more than ${MAX_ROWS} rows`);
      this.waiting.push(this.counted(row));
    }
    await this.keeper.rows(rows);
    if (this.waiting.length >= PIECE_ROWS) await this.flush();
  }

  async readAll(read: BookToStage['read']): Promise<void> {
    const ended = await read((rows) => this.take(rows));
    if (ended.kind === 'failed') throw new Unfinished(ended.why);
    await this.flush();
  }

  private async flush(): Promise<void> {
    const piece = this.waiting;
    this.waiting = [];
    if (piece.length > 0) await appendRows(this.books, this.fetch, piece);
  }

  get said() {
    return {
      staged: this.rows,
      stagedSum: this.sum,
      unreadable: this.unreadable,
      lists: [...this.lists].map(([list, totals]) => ({ list, ...totals.said })),
    };
  }

  private counted(row: StagedRow): NumberedRow {
    const totals = this.lists.get(row.list) ?? new ListTotals();
    this.lists.set(row.list, totals);
    if (!isReadable(row)) {
      this.unreadable++;
      return { n: this.rows, row, hash: null };
    }
    const hash = rowHash(row);
    totals.take(row, hash);
    this.sum = add(this.sum, row.amount);
    return { n: this.rows, row, hash };
  }
}
