import { plusDays } from '../../src/domain/day';
import { LADDERS } from '../../src/ladders';
import { bookWatches } from '../../src/registry/bank-day/book-watches';
import { listBreaks } from '../../src/registry/bank-day/breaks';
import type { Database } from '../../src/registry/database';
import { noteWaiting, type Payment } from '../../src/registry/payment/payments';
import type { AlsecoSupplier } from '../../src/suppliers/alseco/alseco';
import type { Starts } from '../../src/temporal/start';
import { watchBook } from '../../src/worker/book-watch';
import { dayIn } from '../../src/zone';
import { accepted, book, OTHER, plannedIn, ZONE } from '../registry/book';
import { until } from '../support/until';
import { listening } from './listening';

type Read = AlsecoSupplier['readBook'];
type Lines = Parameters<Parameters<Read>[1]>[0];
const TODAY = dayIn(ZONE, new Date().toISOString());
const LADDER = { ...LADDERS.fast, bookEveryMs: 3_600_000, bookLateEveryMs: 20, bookLateMs: 0 };

let database: Database;
let reads: Array<Parameters<Read>[0]>;
let readBook: Read;
let nudged: string[];
let payments = 0;
beforeAll(async () => {
  database = await book(4);
});
afterAll(() => database?.close());
beforeEach(async () => {
  reads = [];
  nudged = [];
  await database.query(`UPDATE book_watches SET due_at = now(), usable = NULL, said = NULL`);
});

const ends = (lines: Lines, end: Awaited<ReturnType<Read>> = { kind: 'usable', lines: lines.length, unreadable: 0 }): Read => {
  return async (_days, onLines) => {
    await onLines(lines);
    return end;
  };
};
const line = (reference: string, paymentId: string, changes: object = {}): Lines[number] => {
  const row = { paymentId, reference, ours: true, account: '7898380', invoice: '', amount: '10', day: TODAY, bookedAt: null, moved: false };
  return { kind: 'row', row: { ...row, ...changes } } as Lines[number];
};

/** A worker's watch; what it says, and its end. */
function watch() {
  const heard = listening();
  const getHandle = (workflowId: string) => ({ signal: async () => void nudged.push(workflowId) });
  const starts = { client: { workflow: { getHandle } } } as unknown as Starts;
  const alseco = {
    name: 'alseco',
    zone: ZONE,
    readBook: (...asked: Parameters<Read>) => {
      reads.push(asked[0]);
      return readBook(...asked);
    },
  } as Partial<AlsecoSupplier> as AlsecoSupplier;
  const loop = watchBook(database, alseco, { ladders: LADDER, sharedCode: false, starts }, heard.logger);
  return { said: heard.said, stop: () => loop.stop() };
}
const watched = async () => (await bookWatches(database)).find(({ supplier }) => supplier === 'alseco');
/** A reading that has ended; the next is due so many milliseconds later. */
const ended = async () => {
  const row = await until('a reading has ended', async () => {
    const now = await watched();
    return now?.usable !== null && now;
  });
  return { ...row, nextMs: Date.parse(row.dueAt) - Date.parse(row.endedAt ?? '') };
};

/** Sent, its answer lost; its workflow waits until then. */
async function lost(waitsForMs: number): Promise<Payment> {
  const payment = await accepted(database, OTHER, ++payments, '10');
  await plannedIn(database, payment, 1, '10');
  await database.query(
    `INSERT INTO attempts (payment_id, document, number, state, send_before, sent_at, closed_at, outcome) VALUES ($1, 1, 1, 'closed', now(), now(), now(), 'unknown')`,
    [payment.id],
  );
  await noteWaiting(database, payment.id, 'a look', new Date(Date.now() + waitsForMs).toISOString());
  return payment;
}

test('of two workers one reads, yesterday and today, and the next reading is an hour later', async () => {
  readBook = ends([]);
  const watches = [watch(), watch()];
  const { usable, nextMs } = await ended();
  await Promise.all(watches.map((each) => each.stop()));
  expect(reads).toEqual([{ from: plusDays(TODAY, -1), to: TODAY }]);
  expect([usable, nextMs]).toEqual([true, expect.closeTo(LADDER.bookEveryMs, -4)]);
});

test('a booking of no payment here is a break the same day, and an alarm', async () => {
  readBook = ends([line('TLM2611210000000011', '901')]);
  const { said, stop } = watch();
  await ended();
  await stop();
  expect(await listBreaks(database, true, 10)).toMatchObject([{ kind: 'only theirs', booking: '901' }]);
  expect(said).toContainEqual(['error', 'the book of the running day differs from the registry: tolem inbox']);
});

test('a payment whose booking is found is told to look, unless it looks soon by itself', async () => {
  const [late, soon] = [await lost(60_000), await lost(1_000)];
  readBook = ends([line(`TLM${late.request}1`, '902'), line(`TLM${soon.request}1`, '903')]);
  const { stop } = watch();
  await until('one is told', () => nudged.length > 0);
  await stop();
  expect(nudged).toEqual([`payment:${late.agent}:${late.transaction}`]);
});

test('a book that breaks off is read again soon, and why stands with the watch', async () => {
  readBook = ends([line('TLM2611210000000021', '904')], { kind: 'unusable', why: 'the list broke off' });
  const { said, stop } = watch();
  expect(await ended()).toMatchObject({ usable: false, said: 'the list broke off', nextMs: LADDER.resend.capMs });
  await stop();
  expect((await listBreaks(database, true, 10)).map(({ booking }) => booking)).not.toContain('904');
  expect(said).toContainEqual(['warn', 'the book of the running day could not be read']);
});

test('a reading that fails gives its turn back, and says why', async () => {
  readBook = () => Promise.reject(new Error('a bug'));
  const { said, stop } = watch();
  expect(await ended()).toMatchObject({ usable: false, said: 'a bug', nextMs: LADDER.resend.capMs });
  await stop();
  expect(said).toContainEqual(['warn', 'the book of the running day was not compared']);
});

test('a worker that stops ends the reading it is in', async () => {
  readBook = (_days, _onLines, { signal }) =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve({ kind: 'unusable', why: 'stopped' })));
  const { stop } = watch();
  await until('it reads', () => reads.length === 1);
  await stop();
  expect(await watched()).toMatchObject({ usable: false, said: 'stopped' });
});
