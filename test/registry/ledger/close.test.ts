import { type Day, plusDays } from '../../../src/domain/day';
import { type Money, money } from '../../../src/domain/money';
import type { Database } from '../../../src/registry/database';
import { readCalendar } from '../../../src/registry/ledger/calendar';
import { closeNext } from '../../../src/registry/ledger/close';
import { topUp } from '../../../src/registry/ledger/entries';
import { trialBalance } from '../../../src/registry/ledger/trial-balance';
import { lockPayment, type Payment } from '../../../src/registry/payment/payments';
import { settle } from '../../../src/registry/payment/settle';
import { until } from '../../support/until';
import { AGENT, accepted, balances, book } from '../book';
import { closeThrough, closingsOf, movedIn, openedAgo, together } from './days';

let database: Database;
let first: Day;
beforeEach(async () => {
  database = await book(8);
  first = await openedAgo(database, 6);
});
afterEach(() => database?.close());

const deposit = (day: Day, amount: string, through: Database = database) =>
  through.transaction((tx) => topUp(tx, { agent: AGENT, amount: money(amount), currency: 'KZT', day, note: 'a test' }));

/** A payment of an earlier business day, still open. */
async function openSince(day: Day, n: number, amount: string): Promise<Payment> {
  const payment = await accepted(database, AGENT, n, amount);
  await database.query('UPDATE payments SET business_day = $2 WHERE id = $1', [payment.id, day]);
  return { ...payment, businessDay: day };
}

const close = (payment: Payment, status = 10) =>
  database.transaction(async (tx) => {
    const locked = await lockPayment(tx, payment.id);
    if (!locked) throw new Error('no payment');
    return settle(tx, locked, { status, why: 'a test' });
  });

async function entryOf(payment: Payment, kind: string): Promise<{ day: Day; belongsTo: Day | null; postings: Day[] }> {
  const { rows } = await database.query<never>(
    `SELECT e.day, e.belongs_to AS "belongsTo", (SELECT json_agg(DISTINCT p.day) FROM ledger_postings p WHERE p.entry_id = e.id) AS postings
     FROM ledger_entries e WHERE e.payment_id = $1 AND e.kind = $2`,
    [payment.id, kind],
  );
  if (!rows[0]) throw new Error('no entry');
  return rows[0];
}

test('a closed day takes no posting; a payment that ends later stands on the open day and belongs to its own', async () => {
  await deposit(first, '1000');
  const [onTime, late] = [await openSince(first, 1, '30'), await openSince(first, 2, '70')];
  await close(onTime);
  expect(await closeNext(database)).toEqual({ day: first, zone: 'Asia/Almaty', rounded: expect.any(Number) });
  const before = await closingsOf(database, first);
  await close(late);
  const next = plusDays(first, 1);
  expect(await entryOf(onTime, 'capture')).toEqual({ day: first, belongsTo: null, postings: [first] });
  expect(await entryOf(late, 'capture')).toEqual({ day: next, belongsTo: first, postings: [next] });
  await expect(
    database.query(
      `WITH entry AS (INSERT INTO ledger_entries (kind, number, day) VALUES ('correction', 1, $1) RETURNING id, day)
       INSERT INTO ledger_postings (entry_id, day, account, currency, amount) SELECT id, day, side.* FROM entry, (VALUES ('loss', 'KZT', -1), ('suspense', 'KZT', 1)) side`,
      [first],
    ),
  ).rejects.toMatchObject({ code: 'TL003' });
  expect(await closingsOf(database, first)).toEqual(before);
  expect((await balances(database, AGENT)).available).toBe('900');
});

test('closing a day waits for who posts to it, and its balances hold what was posted', async () => {
  let posted: () => void = () => undefined;
  const written = new Promise<void>((resolve) => {
    posted = resolve;
  });
  let commit: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    commit = resolve;
  });
  const poster = database.transaction(async (tx) => {
    await topUp(tx, { agent: AGENT, amount: money('7'), currency: 'KZT', day: first, note: 'slow' });
    posted();
    await held;
  });
  await written;
  const closing = closeNext(database);
  await until('the close waits', waitsForTheDay);
  expect((await readCalendar(database)).closedThrough < first).toBe(true);
  commit();
  await poster;
  await closing;
  expect((await closingsOf(database, first)).get('agent:144:available KZT')).toBe('7');
});

test('a close that waits too long gives up, and those who wait behind it go on', async () => {
  let commit: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    commit = resolve;
  });
  const poster = database.transaction(async (tx) => {
    await topUp(tx, { agent: AGENT, amount: money('7'), currency: 'KZT', day: first, note: 'too slow' });
    await held;
  });
  await until(
    'it has posted',
    async () => (await database.query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = 725418`)).rowCount !== 0,
  );
  await expect(closeNext(database)).rejects.toMatchObject({ code: '55P03' });
  commit();
  await poster;
  await deposit(first, '5');
  await closeThrough(database, first);
  expect((await closingsOf(database, first)).get('agent:144:available KZT')).toBe('12');
});

test('a day that closes under a statement refuses it, and the same once more stands on the next day', async () => {
  await deposit(first, '1000');
  const payment = await openSince(first, 1, '30');
  let settling: Promise<unknown> | null = null;
  await database.transaction(async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(725418, $1::date - date '2000-01-01')`, [first]);
    settling = close(payment);
    await until('the settlement waits', waitsForTheDay);
    await tx.query(`INSERT INTO ledger_days (day, how) VALUES ($1, 'by itself')`, [first]);
    await tx.query('UPDATE ledger_calendar SET closed_through = $1', [first]);
  });
  await settling;
  expect(await entryOf(payment, 'capture')).toMatchObject({ day: plusDays(first, 1), belongsTo: first });
  expect(await balances(database, AGENT)).toEqual({ available: '970', held: '0' });
});

test('days close in order, each once whoever closes, and no further than they are over', async () => {
  await deposit(plusDays(first, 2), '10');
  const closed = (await Promise.all(Array.from({ length: 6 }, () => closeAll()))).flat();
  expect(closed.map(({ day }) => day).sort()).toEqual([...new Set(closed.map(({ day }) => day))].sort());
  const calendar = await readCalendar(database);
  expect(closed).toHaveLength((Date.parse(calendar.closedThrough) - Date.parse(first)) / 86_400_000 + 1);
  expect(calendar.closingsThrough).toBe(calendar.closedThrough);
  expect(Date.parse(calendar.closesAt)).toBeGreaterThan(Date.now() - 60_000);
  expect(together(await closingsOf(database, calendar.closedThrough), await movedIn(database, calendar.open, null))).toEqual(
    together(await movedIn(database, null, null), new Map<string, Money>()),
  );
  expect((await database.transaction(trialBalance)).balanced).toBe(true);
});

test('a zone that comes into use counts from the next open day on, for as long as a contract is in it', async () => {
  await closeThrough(database, first);
  const next = plusDays(first, 1);
  const zones = async () => (await database.query('SELECT zone, from_day AS "from" FROM ledger_zones ORDER BY zone')).rows;
  await database.query(`UPDATE agents SET contract_zone = 'Europe/Kaliningrad' WHERE id = $1`, [AGENT]);
  expect(await zones()).toEqual([
    { zone: 'Asia/Almaty', from: first },
    { zone: 'Europe/Kaliningrad', from: next },
  ]);
  expect(await readCalendar(database)).toMatchObject({ open: next, zone: 'Europe/Kaliningrad', closesAt: `${plusDays(next, 1)}T04:00:00.000Z` });
  await database.query(`UPDATE agents SET contract_zone = 'Asia/Kamchatka'`);
  expect(await readCalendar(database)).toMatchObject({ zone: 'Asia/Kamchatka', closesAt: `${next}T18:00:00.000Z` });
});

test('a day that was closed by a process that died before its balances were there gets them with the next round', async () => {
  await deposit(first, '10');
  await database.query(`INSERT INTO ledger_days (day, how) VALUES ($1, 'by itself')`, [first]);
  await database.query('UPDATE ledger_calendar SET closed_through = $1', [first]);
  await closeNext(database);
  expect((await closingsOf(database, first)).get('agent:144:available KZT')).toBe('10');
});

test('a posting in a transaction that cannot see what others commit is refused', async () => {
  const posting = database.transaction(async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await topUp(tx, { agent: AGENT, amount: money('1'), currency: 'KZT', day: first, note: 'a test' });
  });
  await expect(posting).rejects.toMatchObject({ code: 'TL004' });
});

async function closeAll(): Promise<Array<{ day: Day }>> {
  const closed: Array<{ day: Day }> = [];
  for (let idle = 0; idle < 3; ) {
    const next = await closeNext(database);
    if (next) closed.push(next);
    else idle++;
  }
  return closed;
}

async function waitsForTheDay(): Promise<boolean> {
  return (await database.query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = 725418 AND NOT granted`)).rowCount !== 0;
}
