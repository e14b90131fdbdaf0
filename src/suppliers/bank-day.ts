import type { BookEnd, OnRows } from '../domain/bank-day/book';
import type { Item } from '../domain/bank-day/verdict';
import type { Day } from '../domain/day';
import type { CallContext } from './supplier';

/** Which book is read. */
export interface BookQuestion {
  readonly day: Day;
  /** Of the supplier's zone: the least day of payment among our documents booked on that day, or the day itself. */
  readonly paidFrom: Day;
  /** ISO instant: what lies after it is not asked for. */
  readonly now: string;
}

/** What a bank day needs of a supplier; each fills it in its own folder. */
export interface BankDay {
  /** The third fact of its lines, beside account and sum. */
  readonly item: Item;
  /** Lines leave one of its lists once they are taken for processing. */
  readonly marksMoved: boolean;
  /** What our references there begin with; null where they are bare numbers of ours. */
  readonly prefix: string | null;
  /** Hands over every row of the day's book, in pieces; they count only where it ends `complete`. Rows of other days may be among them. */
  book(question: BookQuestion, onRows: OnRows, context: CallContext): Promise<BookEnd>;
  /** The lists of the days beside it, where lines of the book are in none of the day's own: null where there are none. */
  readonly neighbours: ((question: BookQuestion, onRows: OnRows, context: CallContext) => Promise<BookEnd>) | null;
}
