import type { Logger } from 'pino';
import type { Day } from '../../domain/day';
import { add, type Money } from '../../domain/money';
import type { Ladders } from '../../ladders';
import { measureClock, measuredClock } from '../../registry/bank-day/clock';
import { compareDay, type DayComparison } from '../../registry/bank-day/compare-day';
import { undecidedPayments } from '../../registry/bank-day/comparisons';
import { breaksOfDay } from '../../registry/bank-day/day/days';
import { type BooksConnection, openBooks } from '../../registry/bank-day/staging/books-connection';
import { type Fetch, fetchById } from '../../registry/bank-day/staging/fetches';
import { paidFrom } from '../../registry/bank-day/staging/paid-from';
import { stageBook } from '../../registry/bank-day/staging/stage-book';
import { supplierState } from '../../registry/catalog/suppliers';
import { timeOf } from '../../registry/clock';
import type { Database } from '../../registry/database';
import { exchangeKeeper } from '../../registry/evidence/exchanges';
import type { BankDay } from '../../suppliers/bank-day';
import type { Supplier, SupplierName } from '../../suppliers/supplier';
import { supplierNamed } from '../dependencies';
import type { Books, ComparedBook } from './books';

const MINUTE_MS = 60_000;
/** A statement over a whole book takes longer than a payment's. */
const BOOK_STATEMENTS = 30;

export interface SupplierBooksOptions {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly suppliers: ReadonlyMap<SupplierName, Supplier>;
  readonly bankDays: ReadonlyMap<SupplierName, BankDay>;
  readonly ladders: Ladders;
  readonly sharedCode: boolean;
  readonly logger: Logger;
}

/** The books of all suppliers, staged and compared in the registry; each activity has a connection of its own for them. */
export function supplierBooks(options: SupplierBooksOptions): Books {
  const { database, databaseUrl, ladders } = options;
  const withBooks = async <T>(work: (books: BooksConnection) => Promise<T>): Promise<T> => {
    const books = await openBooks({ url: databaseUrl, statementMs: BOOK_STATEMENTS * ladders.statementMs });
    try {
      return await work(books);
    } finally {
      await books.close();
    }
  };
  return {
    read: (supplier, day, how) =>
      withBooks(async (books) => {
        await measureClock(database, supplier);
        const { id, state, why, count, sum, hash } = await fetchBook(options, books, supplier, day, how);
        if (state !== 'complete' || count === null || sum === null) return { kind: 'incomplete', why: why ?? 'it broke off' };
        return { kind: 'complete', reading: id, count, sum, hash };
      }),
    compare: (supplier, day, reading, how) =>
      withBooks(async (books) => {
        const fetch = await fetchById(database, reading);
        if (!fetch) return { kind: 'lost' };
        const compared = await compareDay(database, books, fetch, { ...(await surroundingsOf(options, supplier)), ...how, trial: !how.effect });
        return found(compared, how.effect ? (await breaksOfDay(database, supplier, day)).open : 0);
      }),
    undecided: (reading, limit) => undecidedPayments(database, reading, limit),
  };
}

type How = Parameters<Books['read']>[2];

async function fetchBook(options: SupplierBooksOptions, books: BooksConnection, name: SupplierName, day: Day, how: How): Promise<Fetch> {
  const { database, suppliers, logger } = options;
  const { zone } = supplierNamed(suppliers, name);
  const bankDay = bankDayOf(options, name);
  const [from, now] = await Promise.all([paidFrom(database, name, zone, day), timeOf(database)]);
  const question = { day, paidFrom: from, now };
  const context = { signal: how.signal, keep: exchangeKeeper(database, name, null, logger) };
  let rows = 0;
  const counted: typeof bankDay.book = (asked, onRows, to) =>
    bankDay.book(
      asked,
      (piece) => {
        rows += piece.length;
        how.rows(rows);
        return onRows(piece);
      },
      to,
    );
  const { neighbours } = bankDay;
  return stageBook(database, books, {
    supplier: name,
    day,
    marksMoved: bankDay.marksMoved,
    read: (onRows) => counted(question, onRows, context),
    readMore: neighbours && ((onRows) => neighbours(question, onRows, context)),
  });
}

async function surroundingsOf(options: SupplierBooksOptions, supplier: SupplierName) {
  const { database, suppliers, ladders, sharedCode } = options;
  const { item, prefix } = bankDayOf(options, supplier);
  const state = await supplierState(database, supplier);
  return {
    supplier,
    zone: supplierNamed(suppliers, supplier).zone,
    item,
    prefix,
    // Of Alseco's code alone: an upstream's list has nobody else's payments.
    sharedCode: sharedCode && prefix !== null,
    aheadMs: (await measuredClock(database, supplier))?.aheadMs ?? (state?.zoneOffsetMinutes ?? 0) * MINUTE_MS,
    callMs: ladders.supplierCallMs,
    settleDelayMs: ladders.settleDelayMs,
    confirmed: false,
  };
}

function bankDayOf({ bankDays }: SupplierBooksOptions, name: SupplierName): BankDay {
  const found = bankDays.get(name);
  if (!found) throw new Error(`no bank day of ${name} is configured`);
  return found;
}

function found(compared: DayComparison, breaks: number): ComparedBook {
  if (compared.is === 'lost') return { kind: 'lost' };
  if (compared.is === 'unlike') return { kind: 'unlike', nominated: String(compared.nominees) };
  const { theirs, ours, standing, unexplained } = compared.tally;
  const side = ({ count, sum }: { readonly count: number; readonly sum: Money }) => ({ count: String(count), sum });
  const { undecided, explained } = standing;
  return {
    kind: 'compared',
    breaks,
    undecided: undecided.theirs + undecided.ours + compared.changed,
    figures: {
      theirs: side(theirs),
      ours: side(ours),
      nominated: String(compared.nominees),
      pairs: String(compared.pairs),
      explained: String(explained.theirs + explained.ours),
      open: side(compared.open),
      unexplained: add(unexplained, '0' as Money),
    },
  };
}
