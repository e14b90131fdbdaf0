import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { money } from '../../../src/domain/money';
import { Book } from '../../../src/sandbox/alseco/book';
import { Clock, smallDateTime } from '../../../src/sandbox/alseco/clock';
import { Journal } from '../../../src/sandbox/alseco/journal';

const ZONE = 'Asia/Almaty';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alseco-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const booking = (sysRef: string) => ({
  account: '7898380',
  invoice: '240710296539',
  sysRef,
  paymentDate: '2026-11-21T10:00:00+05:00',
  sum: money('100'),
  services: [{ id: '13', sum: money('100') }],
});

test('what was written together is on disk and in order', async () => {
  const { journal } = await Journal.open<number>(join(folder, 'a', 'j.jsonl'));
  await Promise.all(Array.from({ length: 200 }, (_, at) => journal.append(at)));
  await journal.close();
  const { events, journal: again } = await Journal.open<number>(join(folder, 'a', 'j.jsonl'));
  expect(events).toEqual(Array.from({ length: 200 }, (_, at) => at));
  await again.close();
});

test('a last line cut short by a kill is dropped, and the next line begins on its own', async () => {
  const path = join(folder, 'j.jsonl');
  const first = await Journal.open<number>(path);
  await first.journal.append(1);
  await first.journal.close();
  await appendFile(path, '{"is":"boo');
  const second = await Journal.open<number>(path);
  expect(second.events).toEqual([1]);
  await second.journal.append(2);
  await second.journal.close();
  expect(await readFile(path, 'utf8')).toBe('1\n2\n');
});

test('a book read again from its file is the book that was written', async () => {
  const clock = new Clock(ZONE);
  const book = await Book.open(folder, clock);
  const first = await book.book(booking('A'));
  const second = await book.book(booking('B'));
  await book.rollBack(first);
  await book.check(clock.today());
  await book.turn('2031-01' as ReturnType<Book['period']>);
  await book.form('7898383');
  expect(await book.handOut(['1', '2'])).toEqual(['1', '2']);
  await book.close();
  const again = await Book.open(folder, clock);
  expect(again.bookings).toEqual(book.bookings);
  expect(again.period()).toBe('2031-01');
  expect(again.formed.has('7898383')).toBe(true);
  expect(await again.handOut(['1', '3'])).toEqual(['3']);
  expect(await again.rollBack(again.find(second.paymentId))).toBe('PaymentProcessed');
  expect((await again.book(booking('C'))).paymentId).not.toBe(second.paymentId);
  await again.close();
});

test('smalldatetime rounds to the minute, so half past the last minute is the next day', () => {
  expect(smallDateTime('2026-11-21T23:59:29.9999999+05:00', ZONE)).toBe('2026-11-21T23:59:00');
  expect(smallDateTime('2026-11-21T23:59:30.0000000+05:00', ZONE)).toBe('2026-11-22T00:00:00');
});
