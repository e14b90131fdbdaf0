import type { z } from 'zod';
import { GetPaymentsByDateAnswer } from '../../../src/contracts/partner-api';
import { type Day, plusDays } from '../../../src/domain/day';
import { parseJson } from '../../../src/wire/json';
import { dayIn } from '../../../src/zone';
import { order, type Place, place } from './place';

/** Everything that may be seen of a day at the upstream and that no payment of ours brings about (BANK-DAY §3, rows 44 to 50). */
const ZONE = 'Asia/Almaty';
const today = dayIn(ZONE, new Date().toISOString());
const yesterday = plusDays(today, -1);
let p: Place;
beforeAll(async () => {
  p = await place();
});
afterAll(() => p.close());
beforeEach(async () => {
  await p.control('reset', {});
  await p.control('settings', { stepMs: 0 });
});

type Line = z.output<typeof GetPaymentsByDateAnswer.element>;
const list = (day: Day, until = plusDays(day, 1)) => p.post({ RequestType: 'GetPaymentsByDate', From: `${day} 00:00:00`, To: `${until} 00:00:00` });
const lines = async (day: Day): Promise<Line[]> =>
  GetPaymentsByDateAnswer.decode(parseJson(await list(day)) as z.input<typeof GetPaymentsByDateAnswer>);
const numbers = async (day: Day) => (await lines(day)).map(({ TransactionId, CreatedOn }) => `${TransactionId} ${CreatedOn.slice(0, 16)}`);
const booked = (more: object) => p.control('payments', { payments: [{ service: '7', account: 'galek10', amount: '100', ...more }] });

test('payments past us stand on the days that were chosen: created on one, processed on the next', async () => {
  await booked({ transaction: '261121000000001', createdOn: `${yesterday} 23:59:58`, processedOn: `${today} 00:00:02` });
  await booked({ transaction: '261121000000002', createdOn: `${yesterday} 10:00` });
  expect(await numbers(yesterday)).toEqual([`261121000000002 ${yesterday}T10:00`]);
  expect(await numbers(today)).toEqual([`261121000000001 ${yesterday}T23:59`]);
});

test('a clock moved to another day books there, and what was booked stays', async () => {
  await p.control('clock', { offsetMs: -86_400_000 });
  await p.ask(order({ TransactionID: '1' }));
  await p.control('clock', { offsetMs: 0 });
  await p.ask(order({ TransactionID: '2' }));
  const days = async (day: Day) => (await numbers(day)).map((line) => line.slice(0, 12));
  expect([await days(yesterday), await days(today)]).toEqual([[`1 ${yesterday}`], [`2 ${today}`]]);
});

test('a wrong zone tells other hours of the same payments', async () => {
  await booked({ transaction: '1', createdOn: `${yesterday} 10:00` });
  await p.control('clock', { zone: '+06:00' });
  expect(await numbers(yesterday)).toEqual([`1 ${yesterday}T11:00`]);
});

test('facts are written over, and Status says the same as the list', async () => {
  await p.ask(order({ TransactionID: '112' }));
  await p.control('amend', { of: '112', change: { requestId: '999', amount: '90.5', account: 'other', createdOn: `${yesterday} 09:00` } });
  expect(await lines(today)).toMatchObject([
    { TransactionId: '112', RequestId: '999', Amount: '90.5', Account: 'other', CreatedOn: expect.stringContaining(yesterday) },
  ]);
  expect(await p.ask({ RequestType: 'Status', TransactionID: '112' })).toMatchObject({ RequestID: '999', ResponseStatus: 10 });
  await p.control('amend', { of: '999', change: { code: -110 } });
  expect([await list(today), (await p.ask({ RequestType: 'Status', TransactionID: '112' })).ResponseStatus]).toEqual(['[]', -110]);
  expect(await p.post({ RequestType: 'CheckBalance' })).toContain('"Balance":100000000.0');
  await p.control('amend', { of: '999', change: { code: 10 } });
  expect(await p.post({ RequestType: 'CheckBalance' })).toContain('"Balance":99999909.5');
});

test('one of our numbers stands twice under other RequestIDs, and an unknown one is there', async () => {
  await p.ask(order({ TransactionID: '112' }));
  await booked({ transaction: '112' });
  await booked({ transaction: '999999999999999', currency: 'USD' });
  expect((await lines(today)).map(({ TransactionId, RequestId, Currency }) => [TransactionId, RequestId, Currency])).toEqual([
    ['112', '11637001', 'KZT'],
    ['112', '11637002', 'KZT'],
    ['999999999999999', '11637003', 'USD'],
  ]);
  expect(await booked({ transaction: '5', requestId: '11637001' })).toMatchObject({ status: 400 });
  expect(await p.control('amend', { of: '112', change: {} })).toMatchObject({ status: 400, body: expect.stringContaining('2 payments are 112') });
});

test('a row is missing, comes twice, has another status, or cannot be read', async () => {
  await p.ask(order({ TransactionID: '112' }));
  const shown = async (how: object) => {
    await p.control('rows', { of: '112', ...how });
    return list(today);
  };
  expect(await shown({ times: 0 })).toBe('[]');
  expect((await shown({ times: 2 })).match(/"TransactionId":112,/g)).toHaveLength(2);
  expect(await shown({ fields: { StatusId: '9', Currency: 'USD', Amount: '100.01' } })).toMatch(/"Amount":100.01,"Currency":"USD".*"StatusId":9,/);
  expect(await shown({ fields: { Amount: 'much', CreatedOn: null } })).toMatch(/"Amount":"much".*"CreatedOn":null/);
});

test('something is booked between two steps of the list', async () => {
  await fetch(`${p.url()}/control/payments?after=GetPaymentsByDate`, {
    method: 'POST',
    body: JSON.stringify({ payments: [{ transaction: '7', service: '7', account: 'galek10', amount: '1', createdOn: `${yesterday} 10:00` }] }),
  });
  expect([await list(yesterday), (await numbers(yesterday)).length]).toEqual(['[]', 1]);
});

test('a generated day is listed step by step, each payment once, over a restart', async () => {
  await p.control('generated', { day: yesterday, count: 3_000 });
  const stepped = async (): Promise<string[]> => {
    const hours = Array.from({ length: 25 }, (_, hour) => `${hour === 24 ? today : yesterday} ${String(hour % 24).padStart(2, '0')}:00:00`);
    const found: string[] = [];
    for (const [at, from] of hours.entries()) {
      const to = hours[at + 1] ?? `${today} 01:00:00`;
      const text = await p.post({ RequestType: 'GetPaymentsByDate', From: from, To: to });
      found.push(...[...text.matchAll(/"TransactionId":(\d+)/g)].map(([, number = '']) => number));
    }
    return found;
  };
  const found = await stepped();
  const begin = yesterday.slice(2).replaceAll('-', '');
  expect([found.length, new Set(found).size, found[0], found.at(-1)]).toEqual([3_000, 3_000, `${begin}000000000`, `${begin}000002999`]);
  await p.restart();
  expect(await stepped()).toEqual(found);
});
