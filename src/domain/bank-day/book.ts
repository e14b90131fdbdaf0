import type { Day } from '../day';
import type { Money } from '../money';

/** The lists that a book is read from; `all` does not say what is moved, nor always the day of booking. */
export type BookList = 'all' | 'not moved' | 'day before' | 'day after';

/** One row as a list shows it. */
export interface ListedRow {
  readonly list: BookList;
  readonly paymentId: string;
  readonly reference: string;
  readonly account: string;
  readonly item: string;
  readonly amount: Money;
  /** In the supplier's zone: of booking, or in `all` of payment where the list names no other. */
  readonly day: Day;
  /** `23:59`, of that day, where the list shows a time. */
  readonly minute: string | null;
}
/** A row that cannot be read; `raw` is what it said. */
export interface UnreadableRow {
  readonly list: BookList;
  readonly raw: string;
}
export type StagedRow = ListedRow | UnreadableRow;
export const isReadable = (row: StagedRow): row is ListedRow => 'paymentId' in row;

/** Rows count only where the book was read to its end. */
export type BookEnd = { readonly kind: 'complete' } | { readonly kind: 'failed'; readonly why: string };
export type OnRows = (rows: readonly StagedRow[]) => Promise<void>;
