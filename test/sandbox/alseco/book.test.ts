import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Month } from '../../../src/domain/day';
import { money } from '../../../src/domain/money';
import { Book } from '../../../src/sandbox/alseco/book';
import { smallDateTime } from '../../../src/sandbox/alseco/clock';
import { Clock } from '../../../src/sandbox/clock';

const ZONE = 'Asia/Almaty';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alseco-book-'));
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

test('a book read again from its file is the book that was written', () => {
  const clock = new Clock(ZONE);
  const book = new Book(join(folder, 'book.jsonl'), clock);
  const first = book.book(booking('A'));
  const second = book.book(booking('B'));
  book.rollBack(first);
  book.check(clock.today());
  book.periods.turn('2031-01' as Month);
  book.periods.form('7898383');
  expect(book.periods.handOut(['1', '2'])).toEqual(['1', '2']);
  book.close();
  const again = new Book(join(folder, 'book.jsonl'), clock);
  expect(again.bookings.all).toEqual(book.bookings.all);
  expect(again.periods.current()).toBe('2031-01');
  expect(again.periods.formed.has('7898383')).toBe(true);
  expect(again.periods.handOut(['1', '3'])).toEqual(['3']);
  expect(again.rollBack(again.bookings.find(second.paymentId))).toBe('PaymentProcessed');
  expect(again.book(booking('C')).paymentId).not.toBe(second.paymentId);
  again.close();
});

test('smalldatetime rounds to the minute, so half past the last minute is the next day', () => {
  expect(smallDateTime('2026-11-21T23:59:29.9999999+05:00', ZONE)).toBe('2026-11-21T23:59:00');
  expect(smallDateTime('2026-11-21T23:59:30.0000000+05:00', ZONE)).toBe('2026-11-22T00:00:00');
});
