import { LADDERS } from '../../src/ladders';
import { pauseSupplier, resumeSupplier } from '../../src/registry/catalog/suppliers';
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
  for (const operation of ['AccountCheck', 'Payment', 'CheckBalance'])
    await world.control('upstream', 'faults', { operation, fault: 'status', status: -1 });
  await agent.pay(11, topUp());
  await until('the upstream is stopped', async () => (await stateOf('upstream')) === 'stopped');
  await waits(11, 'refuses us');
  await world.control('upstream', 'faults', undefined, 'DELETE');
  expect(await agent.final(11, 60_000)).toBe('10');
  expect((await world.upstreamPayments()).length - before).toBe(1);
}, 120_000);

test('the upstream answers nothing readable: it is slowed, AccountCheck says −503 without waiting for it, and Alseco’s agents notice nothing', async () => {
  const agent = world.agent('145');
  const before = (await world.upstreamPayments()).length;
  const players = Array.from({ length: 8 }, (_, at) => ({ transaction: 41 + at, account: `slow-player-${at}` }));
  await world.control('upstream', 'faults', { operation: 'CheckBalance', fault: 'html-502' });
  for (const { account } of players) await world.control('upstream', 'faults', { operation: 'AccountCheck', fault: 'html-502', containing: account });
  await world.control('upstream', 'faults', { operation: 'AccountCheck', fault: 'hang', containing: 'asks-only' });
  await Promise.all(players.map(({ transaction, account }) => agent.pay(transaction, topUp({ Account: account }))));
  await until('the upstream is slowed', async () => (await stateOf('upstream')) === 'slowed');

  // A few may ask at once and say what they were answered; all the others say that the supplier is slowed.
  const slowed = new Map<string, string>();
  await until(
    'each of its payments shows why it waits, and those that may not ask the one reason',
    async () => {
      const { rows } = await world.database.query<{ transaction: string; why: string }>(
        `SELECT transaction_id AS transaction, waits_for AS why FROM payments WHERE agent_id = 145 AND final_at IS NULL AND waits_for LIKE '%HTTP 502%'`,
      );
      for (const { transaction, why } of rows) if (why.startsWith('upstream is slowed since ')) slowed.set(transaction, why);
      return rows.length === players.length && slowed.size >= players.length / 2;
    },
    60_000,
  );
  expect([...new Set(slowed.values())]).toEqual([expect.stringMatching(/^upstream is slowed since \S+: HTTP 502$/)]);

  const asked = performance.now();
  const checks = Array.from({ length: 6 }, async (_, at) => {
    const answer = await agent.ask({ RequestType: 'AccountCheck', TransactionID: String(60 + at), ...topUp({ Account: 'asks-only' }) });
    return { status: answer['ResponseStatus'], ms: performance.now() - asked };
  });
  const bill = agent.pay(51, utilityBill());
  const account = await agent.ask({ RequestType: 'AccountCheck', TransactionID: '52', ...utilityBill({ Amount: '100' }) });
  expect(account['ResponseStatus']).toBe('10');
  const answers = await Promise.all(checks);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => '-503'));
  // Two ask it, and a fifth of the time that is given to an open supplier; the others are not kept.
  expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(LADDERS.fast.accountCheckCallMs);
  expect(answers.filter(({ ms }) => ms < LADDERS.fast.accountCheckCallMs / 5).length).toBeGreaterThanOrEqual(3);
  expect((await bill)['ResponseStatus']).toBe('1');
  expect(await agent.final(51, 30_000)).toBe('10');
  expect(await stateOf('upstream')).toBe('slowed');
  expect((await world.upstreamPayments()).length).toBe(before);

  await world.control('upstream', 'faults', undefined, 'DELETE');
  expect(await Promise.all(players.map(({ transaction }) => agent.final(transaction, 60_000)))).toEqual(players.map(() => '10'));
  expect((await world.upstreamPayments()).length - before).toBe(players.length);
}, 180_000);

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
  await world.control('upstream', 'faults', { operation: 'Payment', fault: 'status', status: -501, count: 5 });
  await agent.pay(31, topUp());
  await waits(31, 'nothing was sent, another attempt follows: -501');
  expect(await agent.final(31, 60_000)).toBe('10');
  expect((await world.upstreamPayments()).length - before).toBe(1);
}, 120_000);
