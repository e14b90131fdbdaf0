import { money } from '../../../src/domain/money';
import type { Database } from '../../../src/registry/database';
import { topUp } from '../../../src/registry/ledger/entries';
import { type Payment, paymentById } from '../../../src/registry/payment/payments';
import { type Settled, settle } from '../../../src/registry/payment/settle';
import { dayIn } from '../../../src/zone';
import { AGENT, accepted, balances, book, ZONE } from '../book';

let database: Database;
let transactions = 0;
beforeAll(async () => {
  database = await book();
  const day = dayIn(ZONE, new Date().toISOString());
  await database.transaction((tx) => topUp(tx, { agent: AGENT, amount: money('1000'), currency: 'KZT', day, note: 'a test' }));
});
afterAll(() => database.close());

const open = () => accepted(database, AGENT, ++transactions, '30');
const now = async ({ id }: Payment) => (await paymentById(database, id)) as Payment;
const ends = (payment: Payment, status: number, why: string): Promise<Settled> => database.transaction((tx) => settle(tx, payment, { status, why }));

test.each([1, 3, 9, -1, -503, 0])('%i ends no payment', async (status) => {
  const payment = await open();
  await expect(ends(payment, status, 'a test')).rejects.toThrow(`not a final status: ${status}`);
  expect(await now(payment)).toMatchObject({ status: 1, finalAt: null });
});

test('whoever settles by a row that is no longer so moves nothing', async () => {
  const payment = await open();
  await ends(payment, 10, 'taken');
  const before = await balances(database, AGENT);
  await expect(ends(payment, -115, 'a sleeper')).rejects.toThrow('was settled without its lock');
  expect(await now(payment)).toMatchObject({ status: 10 });
  expect(await balances(database, AGENT)).toEqual(before);
});

test('another verdict about a closed payment flips nothing and is for staff, by the first of such words', async () => {
  const payment = await open();
  await ends(payment, -115, 'by staff');
  const before = await balances(database, AGENT);
  expect(await ends(await now(payment), -115, 'once more')).toEqual({ as: 'already so' });
  expect(await now(payment)).toMatchObject({ needsStaff: null });
  expect(await ends(await now(payment), 10, 'booked after all')).toEqual({ as: 'contradicts' });
  expect(await ends(await now(payment), -105, 'or not')).toEqual({ as: 'contradicts' });
  expect(await now(payment)).toMatchObject({ status: -115, needsStaff: 'closed as -115, but now 10: booked after all' });
  expect(await balances(database, AGENT)).toEqual(before);
});
