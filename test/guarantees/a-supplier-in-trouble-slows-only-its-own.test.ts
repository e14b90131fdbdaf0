import { pauseSupplier, resumeSupplier } from '../../src/registry/suppliers';
import { topUp, utilityBill } from '../support/gateway/agent';
import { gateway, type World } from '../support/gateway/gateway';
import { until } from '../support/until';

let world: World;
beforeAll(async () => {
  world = await gateway();
}, 120_000);
afterAll(() => world?.close(), 60_000);

const stateOf = async (name: string): Promise<string | undefined> =>
  (await world.database.query<{ state: string }>('SELECT state FROM suppliers WHERE name = $1', [name])).rows[0]?.state;

/** The payment waits, and says for what. */
const waits = (transaction: number, words: string): Promise<unknown> =>
  until(`payment ${transaction} waits: ${words}`, async () => {
    const { rows } = await world.database.query<{ why: string | null }>(
      'SELECT waits_for AS why FROM payments WHERE transaction_id = $1 AND final_at IS NULL',
      [transaction],
    );
    return rows[0]?.why?.includes(words);
  });

test('our deposit at the upstream is empty: its payments wait, Alseco’s do not, and they go on when it is filled', async () => {
  const agent = world.agent('144');
  await world.control('upstream', 'deposit', { balance: '0' });
  await agent.pay(1, topUp());
  await until('the upstream is stopped', async () => (await stateOf('upstream')) === 'stopped');
  await waits(1, 'deposit empty');

  await agent.pay(2, utilityBill());
  expect(await agent.final(2, 20_000)).toBe('10');
  const check = await agent.ask({ RequestType: 'AccountCheck', TransactionID: '3', ...topUp() });
  expect(check['ResponseStatus']).toBe('-503');
  expect(await agent.status(1)).toBe('2');

  await world.control('upstream', 'deposit', { balance: '1000000' });
  expect(await agent.final(1, 90_000)).toBe('10');
  expect(await world.upstreamPayments()).toHaveLength(1);
}, 180_000);

test('the upstream refuses our password: nothing fails, and all goes on by itself when that is repaired', async () => {
  const agent = world.agent('144');
  const before = (await world.upstreamPayments()).length;
  for (const requestType of ['AccountCheck', 'Payment', 'CheckBalance'])
    await world.control('upstream', 'faults', { requestType, fault: 'status', status: -1, always: true });
  await agent.pay(11, topUp());
  await until('the upstream is stopped', async () => (await stateOf('upstream')) === 'stopped');
  await waits(11, 'refuses us');
  await world.control('upstream', 'faults', undefined, 'DELETE');
  expect(await agent.final(11, 60_000)).toBe('10');
  expect((await world.upstreamPayments()).length - before).toBe(1);
}, 120_000);

test('what staff have stopped stays stopped until staff resume it', async () => {
  const agent = world.agent('144');
  const before = (await world.bookings()).length;
  await pauseSupplier(world.database, 'alseco', 'operator-1', 'their maintenance');
  await agent.pay(21, utilityBill());
  await waits(21, 'their maintenance');
  expect((await world.bookings()).length).toBe(before);
  await resumeSupplier(world.database, 'alseco');
  expect(await agent.final(21, 60_000)).toBe('10');
}, 120_000);

test('a service that the upstream cannot route waits, and its payment is made once', async () => {
  const agent = world.agent('145');
  const before = (await world.upstreamPayments()).length;
  await world.control('upstream', 'faults', { requestType: 'Payment', fault: 'status', status: -501, count: 5 });
  await agent.pay(31, topUp());
  await waits(31, 'nothing was sent, another attempt follows: -501');
  expect(await agent.final(31, 60_000)).toBe('10');
  expect((await world.upstreamPayments()).length - before).toBe(1);
}, 120_000);
