import { listBreaks } from '../../../src/registry/bank-day/breaks';
import { compareDay } from '../../../src/registry/bank-day/compare-day';
import { type BooksConnection, openBooks } from '../../../src/registry/bank-day/staging/books-connection';
import { stageBook } from '../../../src/registry/bank-day/staging/stage-book';
import { AROUND } from '../../registry/bank-day/world';
import { context } from '../../suppliers/alseco/world';
import { alsecoPayments } from '../alseco-world';

let w: Awaited<ReturnType<typeof alsecoPayments>>;
let books: BooksConnection;
beforeAll(async () => {
  w = await alsecoPayments();
  books = await openBooks({ url: w.url, statementMs: 30_000 });
});
afterAll(async () => {
  await books?.close();
  await w?.close();
});

/** Alseco's own book of today, read over its wire, held against what was paid by our own activities. */
async function compared() {
  const { bankDay } = w.alseco.alseco;
  const question = { day: w.alseco.today, paidFrom: w.alseco.today, now: new Date().toISOString() };
  const fetch = await stageBook(w.database, books, {
    supplier: 'alseco',
    day: w.alseco.today,
    marksMoved: bankDay.marksMoved,
    read: (onRows) => bankDay.book(question, onRows, context()),
    readMore: (onRows) => bankDay.neighbours?.(question, onRows, context()) ?? Promise.resolve({ kind: 'complete' }),
  });
  const said = await compareDay(w.database, books, fetch, AROUND);
  if (said.is !== 'compared') throw new Error(said.is);
  return said;
}

test('payments of a day and their bookings agree, line by line', async () => {
  await w.pays('one');
  await w.pays('three');
  expect(await compared()).toMatchObject({ pairs: 4, nominees: 0, tally: { unexplained: '0', effects: '0' } });
});

test('a booking too many is the one break of the day, and costs what it costs', async () => {
  const { of } = await w.pays('one');
  const { rows } = await w.database.query<{ content: string; invoice: string; reference: string; account: string; amount: never }>(
    'SELECT content, invoice, reference, account, amount FROM documents WHERE payment_id = $1',
    [of.id],
  );
  const [document] = rows;
  if (!document) throw new Error('no document');
  await w.alseco.alseco.pay({} as never, [{ ...document, number: 1 }], context());
  expect(await compared()).toMatchObject({ pairs: 5, nominees: 1, tally: { unexplained: '0', effects: '5610.18' } });
  expect(await listBreaks(w.database, false, 10)).toMatchObject([
    { kind: 'duplicate', reference: document.reference, amount: '5610.18', payment: of.id },
  ]);
});
