import type { ListedRow, StagedRow } from '../../../src/domain/bank-day/book';
import type { Day } from '../../../src/domain/day';
import { money } from '../../../src/domain/money';
import { compareDay, type DayComparison, type DayToCompare } from '../../../src/registry/bank-day/compare-day';
import { type BooksConnection, openBooks } from '../../../src/registry/bank-day/staging/books-connection';
import type { Fetch } from '../../../src/registry/bank-day/staging/fetches';
import { stageBook } from '../../../src/registry/bank-day/staging/stage-book';
import type { Database } from '../../../src/registry/database';
import { askNow } from '../../../src/registry/last-statement';
import { topUp } from '../../../src/registry/ledger/entries';
import { claim, closeAttempt, startSending } from '../../../src/registry/payment/attempts';
import { planDocuments, takeDocument } from '../../../src/registry/payment/documents';
import type { Payment } from '../../../src/registry/payment/payments';
import { settle } from '../../../src/registry/payment/settle';
import { dayIn } from '../../../src/zone';
import { databaseUrl } from '../../support/services/services';
import { AGENT, accepted, book, ZONE } from '../book';

/** Payments are sent now: the day that is compared is today's. */
export const TODAY = dayIn(ZONE, new Date().toISOString());

export const AROUND: DayToCompare = {
  supplier: 'alseco',
  zone: ZONE,
  item: 'invoice',
  aheadMs: 0,
  callMs: 5_000,
  prefix: 'TLM',
  sharedCode: false,
  settleDelayMs: 0,
  confirmed: false,
  trial: false,
  last: false,
};

export interface DayWorld {
  readonly database: Database;
  readonly books: BooksConnection;
  /** Sent once and not answered; closed as unknown. */
  sent(): Promise<Payment>;
  /** Booked as that PaymentId; settled unless it shall stay open. */
  taken(paymentId: string, changes?: { readonly day?: Day; readonly settled?: boolean }): Promise<Payment>;
  stage(rows: readonly StagedRow[], day?: Day): Promise<Fetch>;
  compare(rows: readonly StagedRow[], changes?: Partial<DayToCompare>): Promise<DayComparison>;
  /** Open breaks as «kind booking effect», in their order. */
  breaks(): Promise<string[]>;
  close(): Promise<void>;
}

export async function dayWorld(): Promise<DayWorld> {
  const url = await databaseUrl();
  const database = await book(6, url);
  const books = await openBooks({ url, statementMs: 30_000 });
  await database.transaction((tx) => topUp(tx, { agent: AGENT, amount: money('1000000'), currency: 'KZT', day: TODAY, note: 'a test' }));
  let transactions = 0;

  const sent = async (): Promise<Payment> => {
    const payment = await accepted(database, AGENT, ++transactions, '30');
    const plan = { number: 1, reference: referenceOf(payment), account: '7898380', invoice: '1', amount: money('30'), content: '{}' };
    await planDocuments(database, payment.id, [plan]);
    expect(await askNow(database, claim(payment.id, [1], 1, new Date(Date.now() + 60_000)))).toBe(true);
    expect(await startSending(database, payment.id, [1], 1)).toBe(true);
    await closeAttempt(database, payment.id, 1, 1, 'unknown', 'a test');
    return payment;
  };
  const stage = (rows: readonly StagedRow[], day = TODAY): Promise<Fetch> =>
    stageBook(database, books, {
      supplier: 'alseco',
      day,
      marksMoved: true,
      read: async (onRows) => {
        await onRows(rows);
        return { kind: 'complete' };
      },
    });

  return {
    database,
    books,
    sent,
    async taken(paymentId, { day = TODAY, settled = true } = {}) {
      const payment = await sent();
      await closeAttempt(database, payment.id, 1, 1, 'accepted', null);
      await takeDocument(database, payment.id, 1, { paymentId, bookedAt: null, day });
      if (settled) await database.transaction(async (tx) => askNow(tx, await settle(tx, payment, { status: 10, why: 'a test' })));
      return payment;
    },
    stage,
    compare: async (rows, changes = {}) => compareDay(database, books, await stage(rows), { ...AROUND, ...changes }),
    async breaks() {
      const { rows } = await database.query<{ said: string }>(
        `SELECT concat_ws(' ', kind, booking, trim_scale(effect)) AS said FROM breaks WHERE closed_at IS NULL ORDER BY id`,
      );
      return rows.map(({ said }) => said);
    },
    async close() {
      await books.close();
      await database.close();
    },
  };
}

export const referenceOf = ({ request }: Payment, document = 1): string => `TLM${request}${document}`;

/** As GetNotMovedPays lists it. */
export const row = (paymentId: string, reference: string, changes: Partial<ListedRow> = {}): ListedRow => ({
  list: 'not moved',
  paymentId,
  reference,
  account: '7898380',
  item: '1',
  amount: money('30'),
  day: TODAY,
  minute: '12:00',
  ...changes,
});
/** The same payment as getPaysInfo lists it. */
export const inBoth = (listed: ListedRow): ListedRow[] => [{ ...listed, list: 'all', minute: null }, listed];
