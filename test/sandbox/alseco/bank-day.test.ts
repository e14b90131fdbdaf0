import { type Day, type Month, plusDays } from '../../../src/domain/day';
import type { List } from '../../../src/sandbox/alseco/book';
import { type BookLine, notMovedPays, paysInfo } from '../../../src/suppliers/alseco/bank-day/book';
import { bankPayByMonth, checkBankDay, processedPayments } from '../../../src/suppliers/alseco/bank-day/day';
import { report108e } from '../../../src/suppliers/alseco/clerk/bills';
import { type AlsecoWorld, alsecoWorld, context, payment } from '../../suppliers/alseco/world';

/** Everything that may be seen of a day at Alseco and that no payment of ours brings about (BANK-DAY §2, §3). */
let world: AlsecoWorld;
let today: Day;
beforeAll(async () => {
  world = await alsecoWorld();
  today = world.today;
});
afterAll(() => world.close());
beforeEach(() => world.control('POST', 'reset'));

const post = (name: string, body: object) => world.control('POST', name, body);
const connection = () => world.alseco.connection;
const OURS = 'TLM2611210000000011';

/** A booking past us; its PaymentId. */
async function booked(more: object = {}): Promise<string> {
  const [booking] = (await post('bookings', { bookings: [{ account: '7898381', sysRef: OURS, sum: '500.5', ...more }] })) as [{ paymentId: string }];
  return booking.paymentId;
}

async function read(list: List, day: Day = today): Promise<string[]> {
  const lines: BookLine[] = [];
  const take = (more: readonly BookLine[]) => void lines.push(...more);
  const month = day.slice(0, 7) as Month;
  const end =
    list === 'GetNotMovedPays'
      ? await notMovedPays(connection(), day, take, context())
      : list === 'getPaysInfo'
        ? await paysInfo(connection(), { from: day, to: day }, take, context())
        : await bankPayByMonth(connection(), month, take, context());
  expect(end).toMatchObject({ kind: 'usable' });
  return lines.map((line) => (line.kind === 'row' ? `${line.row.paymentId} ${line.row.reference} ${line.row.amount} ${line.row.day}` : 'unreadable'));
}
const ALL = ['GetNotMovedPays', 'getPaysInfo', 'GetBankPayByMonth'] as const;
const everywhere = async (): Promise<string[][]> => [await read('GetNotMovedPays'), await read('getPaysInfo'), await read('GetBankPayByMonth')];

test('another channel, an empty reference, the same sum paid elsewhere: all lists show what was booked past us', async () => {
  const ids = [await booked(), await booked({ sysRef: 'KASPI-7781' }), await booked({ sysRef: '' })];
  const lines = [`${ids[0]} ${OURS} 500.5 ${today}`, `${ids[1]} KASPI-7781 500.5 ${today}`, `${ids[2]}  500.5 ${today}`];
  expect(await everywhere()).toEqual([lines, lines, lines]);
  expect((await world.bookings())[0]).toMatchObject({ invoice: expect.stringMatching(/10300001$/), services: [{ id: '12', sum: '500.5' }] });
});

test('a PaymentId is another, a reference mangled, a sum written over; what is paid next gets a number of its own', async () => {
  const id = await booked();
  await post('amend', { of: id, change: { paymentId: '10264562', sysRef: OURS.toLowerCase(), sum: '400' } });
  expect(await read('GetNotMovedPays')).toEqual([`10264562 ${OURS.toLowerCase()} 400 ${today}`]);
  expect(await booked({ sysRef: 'B' })).toBe('10264563');
  await post('amend', { of: 'B', change: { account: '7898388', invoice: '261110300007', rolledBack: true } });
  expect(await read('getPaysInfo')).toHaveLength(1);
  await expect(post('amend', { of: '10264563', change: { paymentId: '10264562' } })).rejects.toThrow('another booking');
  await expect(post('amend', { of: 'nobody', change: {} })).rejects.toThrow('0 bookings are nobody');
});

test('a day is marked and moved by hand: in part, then the rest', async () => {
  await post('settings', { movesByHand: true });
  const ids = [await booked({ sysRef: 'A' }), await booked({ sysRef: 'B' }), await booked({ sysRef: 'C' })];
  expect(await checkBankDay(connection(), today, context())).toEqual({ kind: 'checked', sign: true });
  expect(await read('GetNotMovedPays')).toHaveLength(3);
  expect(await post('move', { day: today, count: 2, on: plusDays(today, 1) })).toEqual({ moved: 2, left: 1 });
  expect((await read('GetNotMovedPays')).map((line) => line.split(' ')[0])).toEqual([ids[2]]);
  expect(await read('getPaysInfo')).toHaveLength(3);
  expect(await post('move', { day: today })).toEqual({ moved: 1, left: 0 });
  expect(await read('GetNotMovedPays')).toEqual([]);
  const processed: unknown[] = [];
  const tomorrow = plusDays(today, 1);
  await processedPayments(connection(), { month: tomorrow.slice(0, 7) as Month, day: tomorrow }, (more) => void processed.push(...more), context());
  expect(processed).toHaveLength(2);
});

test('a row cannot be read, comes twice, or is missing, in one list or in all', async () => {
  const id = await booked();
  const line = `${id} ${OURS} 500.5 ${today}`;
  await post('rows', { of: id, list: 'GetNotMovedPays', fields: { PaySum: 'пятьсот' } });
  expect(await everywhere()).toEqual([['unreadable'], [line], [line]]);
  await post('rows', { of: id, list: 'GetNotMovedPays', fields: { PaymentReceiveDate: null } });
  expect(await everywhere()).toEqual([['unreadable'], [line], [line]]);
  await post('rows', { of: OURS, times: 2 });
  expect(await everywhere()).toEqual([
    [line, line],
    [line, line],
    [line, line],
  ]);
  await post('rows', { of: id, list: 'getPaysInfo', times: 0 });
  expect(await everywhere()).toEqual([[line, line], [], [line, line]]);
});

test('lists say different facts of one payment; one shows a row of another day', async () => {
  const id = await booked();
  await post('rows', { of: id, list: 'getPaysInfo', fields: { PaySum: '500.00', SysRef: '' } });
  await post('rows', { of: id, list: 'GetNotMovedPays', fields: { PaymentReceiveDate: `${plusDays(today, -1)}T00:00:00` } });
  expect((await everywhere()).flat()).toEqual([`${id} ${OURS} 500.5 ${plusDays(today, -1)}`, `${id}  500 ${today}`, `${id} ${OURS} 500.5 ${today}`]);
});

test('bookings of another day, and one at midnight that smalldatetime puts on the next', async () => {
  const [before, after] = [plusDays(today, -1), plusDays(today, 1)];
  const ids = [
    await booked({ sysRef: 'A', receivedAt: `${before} 12:00:00` }),
    await booked({ sysRef: 'B', receivedAt: `${before}T23:59:40` }),
    await booked({ sysRef: 'C', receivedAt: `${after} 00:00:10`, paymentDate: `${today} 23:58`, movedOn: after }),
  ];
  expect((await read('GetNotMovedPays', before)).map((line) => line.split(' ')[0])).toEqual(ids.slice(0, 2));
  expect((await read('getPaysInfo')).map((line) => line.split(' ')[0])).toEqual(ids.slice(1));
  expect(await read('GetNotMovedPays', after)).toEqual([]);
});

test('something is booked, and something moved, between two lists', async () => {
  await booked({ sysRef: 'A' });
  await post('bookings?after=getPaysInfo', { bookings: [{ account: '7898381', sysRef: 'B', sum: '1' }] });
  await post('move?after=GetNotMovedPays', { day: today, count: 1 });
  const references = async (list: List) => (await read(list)).map((line) => line.split(' ')[1]);
  expect(await references('getPaysInfo')).toEqual(['A']);
  expect(await references('GetNotMovedPays')).toEqual(['A', 'B']);
  expect(await references('GetNotMovedPays')).toEqual(['B']);
  await post('amend?after=GetNotMovedPays', { of: 'nobody', change: {} });
  await read('GetNotMovedPays');
  expect(await world.control('GET', 'later')).toMatchObject([
    { after: 'getPaysInfo', switch: 'bookings', done: true, error: null },
    { after: 'GetNotMovedPays', switch: 'move', done: true, error: null },
    { switch: 'amend', done: true, error: '0 bookings are nobody' },
  ]);
  await expect(post('amend?after=GetNotMovedPays', { of: 'nobody' })).rejects.toThrow('change');
});

test('a clock that is slow, and one in another zone, tell the time of booking', async () => {
  const paid = payment();
  const checked = await world.alseco.check(paid, 1, context());
  const documents = checked.kind === 'payable' ? checked.documents : [];
  const bookedAt = async (): Promise<number> => {
    const [outcome] = await world.alseco.pay(paid, documents, context());
    return outcome?.kind === 'accepted' ? Math.round((Date.parse(outcome.bookedAt ?? '') - Date.now()) / 60_000) : Number.NaN;
  };
  await post('clock', { offsetMs: -11 * 60_000 });
  expect(await bookedAt()).toBe(-11);
  await post('clock', { offsetMs: 0, zone: '+06:00' });
  expect(await bookedAt()).toBe(60);
});

test('an answer is written over: an error beside rows, a day or a sign that is another’s', async () => {
  await booked();
  const month = async () => (await bankPayByMonth(connection(), today.slice(0, 7) as Month, () => {}, context())).kind;
  const answers = (operation: string, fields: object) => post('answers', { operation, fields });
  await answers('GetBankPayByMonth', { ErrorMessage: 'Нет данных <за период>' });
  await answers('GetBankDayChecks', { CheckedSign: 'false' });
  expect([await month(), await checkBankDay(connection(), today, context())]).toEqual(['failed', { kind: 'checked', sign: false }]);
  await answers('GetBankPayByMonth', {});
  await answers('GetBankDayChecks', { PaymentDate: `${plusDays(today, -1)}T00:00:00` });
  expect([await month(), (await checkBankDay(connection(), today, context())).kind]).toEqual(['usable', 'unknown']);
  await post('reset', {});
  expect(await checkBankDay(connection(), today, context())).toEqual({ kind: 'checked', sign: true });
});

test('a generated day has as many lines as were asked for, the first of them moved, each time the same, over a restart', async () => {
  const day = plusDays(today, -2);
  const orders = async () => {
    const found: string[] = [];
    await report108e(connection(), day, (more) => void found.push(...more.map(({ amount }) => amount ?? '')), context());
    return found;
  };
  await post('generated', { day, count: 2_000, moved: 500 });
  const notMoved = await read('GetNotMovedPays', day);
  const [first] = notMoved;
  expect([notMoved.length, (await read('GetBankPayByMonth', day)).length, new Set(notMoved).size]).toEqual([1_500, 2_000, 1_500]);
  expect(first).toMatch(new RegExp(`^1\\d{9} TLM${day.slice(2).replaceAll('-', '')}0000005001 [\\d.]+ ${day}$`));
  expect(await read('getPaysInfo', day)).toHaveLength(2_000);
  await world.restart();
  expect(await read('GetNotMovedPays', day)).toEqual(notMoved);
  await checkBankDay(connection(), day, context());
  expect(await read('GetNotMovedPays', day)).toEqual([]);
  expect(await orders()).toHaveLength(1);
});

test('what was written over and shown otherwise survives a restart', async () => {
  const id = await booked();
  await post('settings', { movesByHand: true });
  await post('amend', { of: id, change: { sum: '7' } });
  await post('rows', { of: id, list: 'GetNotMovedPays', times: 3 });
  const before = [await Promise.all(ALL.map((list) => read(list))), await world.control('GET', 'settings')];
  await world.restart();
  expect([await Promise.all(ALL.map((list) => read(list))), await world.control('GET', 'settings')]).toEqual(before);
});
