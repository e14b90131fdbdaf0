import { type BookSource, compareBook } from '../../../src/activities/bank-day/compare-book';
import { type Day, plusDays } from '../../../src/domain/day';
import type { BookRow } from '../../../src/domain/evidence';
import { nextOf } from '../../../src/domain/lifecycle';
import { money } from '../../../src/domain/money';
import { endWatch, takeWatch } from '../../../src/registry/bank-day/book-watches';
import { closeBreaks, listBreaks } from '../../../src/registry/bank-day/breaks';
import type { Database } from '../../../src/registry/database';
import { askNow } from '../../../src/registry/last-statement';
import { topUp } from '../../../src/registry/ledger/entries';
import { claim, closeAttempt, startSending } from '../../../src/registry/payment/attempts';
import { documentsOf, planDocuments, takeDocument } from '../../../src/registry/payment/documents';
import type { Payment } from '../../../src/registry/payment/payments';
import { settle } from '../../../src/registry/payment/settle';
import { breakView } from '../../../src/staff-view/breaks';
import { inbox, itemView } from '../../../src/staff-view/inbox';
import { dayIn } from '../../../src/zone';
import { AGENT, accepted, book, ZONE } from '../../registry/book';

const TODAY = dayIn(ZONE, new Date().toISOString());
let database: Database;
let transactions = 0;
beforeAll(async () => {
  database = await book(10);
  await database.transaction((tx) => topUp(tx, { agent: AGENT, amount: money('100000'), currency: 'KZT', day: TODAY, note: 'a test' }));
});
afterAll(() => database?.close());

/** A payment of one document that was sent once; `outcome` closes the attempt. */
async function sent(outcome: 'unknown' | 'absent'): Promise<Payment> {
  const payment = await accepted(database, AGENT, ++transactions, '30');
  await planDocuments(database, payment.id, [
    { number: 1, reference: `TLM${payment.request}1`, account: '7898380', invoice: '1', amount: money('30'), content: '{}' },
  ]);
  expect(await askNow(database, claim(payment.id, [1], 1, new Date(Date.now() + 60_000)))).toBe(true);
  expect(await startSending(database, payment.id, [1], 1)).toBe(true);
  await closeAttempt(database, payment.id, 1, 1, outcome, 'a test');
  return payment;
}
const row = (paymentId: string, reference: string, changes: Partial<BookRow> = {}): BookRow => ({
  paymentId,
  reference,
  ours: /^TLM\d{16}$/.test(reference),
  account: '7898380',
  invoice: '1',
  amount: money('30'),
  day: TODAY,
  bookedAt: null,
  moved: false,
  ...changes,
});
const source = (rows: readonly BookRow[], changes: Partial<BookSource> = {}, unusable = false): BookSource => ({
  name: 'alseco',
  zone: ZONE,
  sharedCode: false,
  callMs: 5_000,
  read: async (onLines) => {
    await onLines(rows.map((one) => ({ kind: 'row', row: one })));
    return unusable ? { kind: 'unusable', why: 'broke off' } : { kind: 'usable', lines: rows.length, unreadable: 0 };
  },
  ...changes,
});
const now = () => new Date().toISOString();
const kinds = async () => (await listBreaks(database, false, 100)).map(({ kind, booking }) => [kind, booking]);

test('a second booking is one break, found once, with the command that takes it back', async () => {
  const payment = await sent('unknown');
  await closeAttempt(database, payment.id, 1, 1, 'accepted', null);
  await takeDocument(database, payment.id, 1, { paymentId: '500', bookedAt: null, day: TODAY });
  const reference = `TLM${payment.request}1`;
  const twice = source([row('500', reference), row('501', reference)]);
  expect(await compareBook(database, twice, now())).toMatchObject({ usable: true, breaks: 1, found: [] });
  expect(await compareBook(database, twice, now())).toMatchObject({ breaks: 0 });
  expect(await kinds()).toEqual([['duplicate', '501']]);
  const { items } = await inbox(database, { needsStaffMs: 1e9, stuckMs: 1e9, lowBalance: '0', bookZones: {} }, 10);
  expect(items.map((item) => itemView(item, 'en')).find(({ kind }) => kind === 'break')).toMatchObject({
    subject: `144 ${payment.transaction}`,
    amount: '30',
    what: expect.stringContaining(`can be rolled back until 23:59 ${ZONE}`),
    command: expect.stringContaining('--roll-back --payment-id 501'),
  });
});

test('a break closed as rolled back opens again where a book read later still shows the booking', async () => {
  const before = now();
  await closeBreaks(database, 'alseco', ['501'], 'rolled back', 'rolled back by decision 1');
  const [found] = await listBreaks(database, true, 100);
  const twice = source(['500', '501'].map((id) => row(id, found?.reference ?? '')));
  await compareBook(database, twice, before);
  expect(await kinds()).toEqual([]);
  await compareBook(database, twice, now());
  expect(await kinds()).toEqual([['duplicate', '501']]);
  await closeBreaks(database, 'alseco', ['501'], 'written off', 'written off');
  await compareBook(database, twice, now());
  expect(await kinds()).toEqual([]);
});

/** Booked and answered as PaymentId `own`, on `day`. */
async function taken(own: string, day = TODAY): Promise<string> {
  const payment = await sent('unknown');
  await closeAttempt(database, payment.id, 1, 1, 'accepted', null);
  await takeDocument(database, payment.id, 1, { paymentId: own, bookedAt: null, day });
  return `TLM${payment.request}1`;
}
const told = async (booking: string) =>
  (await listBreaks(database, true, 100)).map((found) => breakView(found, 'en')).find((found) => found.booking === booking);

test.each([
  ['before it', '510', '511', ['510', '511']],
  ['after it', '520', '521', ['521', '520']],
])('a second booking with another sum costs money, with the first one %s in the book', async (_where, own, extra, order) => {
  const reference = await taken(own);
  const rows = order.map((id) => row(id, reference, id === extra ? { amount: money('30.01') } : {}));
  expect(await compareBook(database, source(rows), now())).toMatchObject({ breaks: 1 });
  expect(await told(extra)).toMatchObject({
    kind: 'duplicate',
    amount: '30.01',
    command: expect.stringContaining(`--roll-back --payment-id ${extra}`),
  });
});

test('where our own booking is gone the other is all that may stand: no money moves until that is cleared', async () => {
  const reference = await taken('530');
  await compareBook(database, source([row('531', reference)]), now());
  expect(await told('531')).toMatchObject({ kind: 'reference', command: expect.not.stringContaining('--roll-back') });
  await compareBook(database, source([row('531', reference), row('530', reference)]), now());
  expect(await told('531')).toMatchObject({ kind: 'duplicate', command: expect.stringContaining('--roll-back') });
});

test('our own booking of an earlier day is looked for on its day', async () => {
  const reference = await taken('540', plusDays(TODAY, -3));
  const asked: Array<Day | undefined> = [];
  const book = source([row('541', reference)]);
  const earlier = source([row('540', reference, { day: plusDays(TODAY, -3) }), row('541', reference)]);
  const read: BookSource['read'] = (onLines, from) => {
    asked.push(from);
    return (from ? earlier : book).read(onLines);
  };
  await compareBook(database, { ...book, read }, now());
  expect(asked).toEqual([undefined, plusDays(TODAY, -3)]);
  expect(await told('541')).toMatchObject({ kind: 'duplicate' });
});

test('where the second reading fails, nothing is said of the two', async () => {
  const reference = await taken('550');
  let readings = 0;
  const book = source([row('551', reference)]);
  const read: BookSource['read'] = async (onLines) => (readings++ === 0 ? book.read(onLines) : { kind: 'unusable', why: 'broke off' });
  await compareBook(database, { ...book, read }, now());
  expect(await told('551')).toBeUndefined();
});

test('a break that was noted opens again where it has come to cost money', async () => {
  const payment = await sent('unknown');
  const line = source([row('560', `TLM${payment.request}1`, { amount: money('31') })]);
  await compareBook(database, line, now());
  expect(await told('560')).toMatchObject({ kind: 'amount' });
  await database.transaction((tx) => settle(tx, payment, { status: -115, why: 'staff' }));
  await closeBreaks(database, 'alseco', ['560'], 'noted', 'a test');
  expect(await compareBook(database, line, now())).toMatchObject({ breaks: 1 });
  expect(await told('560')).toMatchObject({ kind: 'refused by us but booked', closedAt: null });
});

test('beside a booking that nobody explains nothing more is sent', async () => {
  const payment = await sent('absent');
  const line = row('570', `TLM${payment.request}1`, { account: 'another' });
  await compareBook(database, source([line]), now());
  expect(nextOf(await documentsOf(database, payment.id)).do).toBe('pay');
  const before = new Date(Date.now() + 60_000);
  expect(await askNow(database, claim(payment.id, [1], 2, before))).toBe(false);
  await closeBreaks(database, 'alseco', ['570'], 'rolled back', 'a test');
  expect(await askNow(database, claim(payment.id, [1], 2, before))).toBe(true);
});

test('a book that breaks off leaves nothing behind', async () => {
  expect(await compareBook(database, source([row('600', 'TLM2611229999999991')], {}, true), now())).toMatchObject({
    usable: false,
    said: 'broke off',
  });
  expect((await kinds()).filter(([, booking]) => booking === '600')).toEqual([]);
});

test('a booking of no payment here is only theirs; under a shared code only those of our shape', async () => {
  const lines = [row('700', 'TLM2611229999999991'), row('701', '847076835')];
  await compareBook(database, source(lines, { sharedCode: true }), now());
  const theirs = async () => (await kinds()).filter(([kind]) => kind === 'only theirs');
  expect(await theirs()).toEqual([['only theirs', '700']]);
  await compareBook(database, source(lines), now());
  expect(await theirs()).toEqual([
    ['only theirs', '701'],
    ['only theirs', '700'],
  ]);
});

test('an unknown payment whose booking is there is only named, and one held for absent is doubted before it is sent again', async () => {
  const unknown = await sent('unknown');
  const absent = await sent('absent');
  expect(nextOf(await documentsOf(database, absent.id)).do).toBe('pay');
  const lines = [unknown, absent].map(({ request }, at) => row(String(800 + at), `TLM${request}1`));
  const { found } = await compareBook(database, source(lines), now());
  expect(found.map(({ id }) => id)).toEqual([unknown.id, absent.id]);
  expect(nextOf(await documentsOf(database, unknown.id)).do).toBe('find');
  expect(nextOf(await documentsOf(database, absent.id)).do).toBe('find');
  expect(await askNow(database, claim(absent.id, [1], 2, new Date(Date.now() + 60_000)))).toBe(false);
});

test('a booking of an open payment whose plan this registry has forgotten is left to its workflow', async () => {
  const payment = await accepted(database, AGENT, ++transactions, '30');
  expect(await compareBook(database, source([row('900', `TLM${payment.request}1`)]), now())).toMatchObject({ breaks: 0 });
});

test('one worker reads at a time, and the next when it is due', async () => {
  const [first, second] = await Promise.all([takeWatch(database, 'alseco', 60_000), takeWatch(database, 'alseco', 60_000)]);
  const startedAt = first ?? second ?? '';
  expect([first, second].filter((one) => one !== null)).toHaveLength(1);
  await endWatch(database, 'alseco', startedAt, { usable: true, said: 'a test', nextMs: 3_600_000 });
  expect(await takeWatch(database, 'alseco', 60_000)).toBeNull();
  await endWatch(database, 'alseco', startedAt, { usable: true, said: 'a test', nextMs: 0 });
  expect(await takeWatch(database, 'alseco', 60_000)).not.toBeNull();
});
