import { openDatabase } from '../../src/registry/database';
import { trialBalance } from '../../src/registry/ledger/trial-balance';
import { utilityBill } from '../support/gateway/agent';
import { gateway, type World } from '../support/gateway/gateway';
import { until } from '../support/until';

let world: World;
beforeAll(async () => {
  world = await gateway({ only: 'no worker' });
}, 120_000);
afterAll(() => world?.close(), 60_000);

/** Makes `to` a copy of `from` while nothing is connected to either; an older `to` is replaced. */
async function copyDatabase(from: string, to: string): Promise<void> {
  const url = new URL(world.environment['DATABASE_URL'] ?? '');
  url.pathname = '/postgres';
  const admin = openDatabase({ url: url.href, connections: 1, statementMs: 60_000 });
  try {
    await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('${from}', '${to}')`);
    await until('nobody is connected', async () => {
      const { rows } = await admin.query(`SELECT 1 FROM pg_stat_activity WHERE datname IN ('${from}', '${to}')`);
      return rows.length === 0 || null;
    });
    await admin.query(`DROP DATABASE IF EXISTS "${to}"`);
    await admin.query(`CREATE DATABASE "${to}" TEMPLATE "${from}"`);
  } finally {
    await admin.close();
  }
}
const bookingsOf = async (reference: string): Promise<number> => (await world.bookings()).filter(({ sysRef }) => sysRef.startsWith(reference)).length;
async function references(first: number, last: number): Promise<string[]> {
  const { rows } = await world.database.query<{ request: string }>(
    'SELECT request_id AS request FROM payments WHERE agent_id = 144 AND transaction_id BETWEEN $1 AND $2 ORDER BY transaction_id',
    [first, last],
  );
  return rows.map(({ request }) => `TLM${request}`);
}

test('a registry put back to an older copy: nothing is paid twice, what it knows as open ends with one booking, and what it lacks is named', async () => {
  const agent = world.agent('144');
  const source = new URL(world.environment['DATABASE_URL'] ?? '').pathname.slice(1);
  const copy = `${source}_older`;
  await world.worker.start();
  for (const n of [1, 2]) await agent.pay(n, utilityBill());
  for (const n of [1, 2]) expect(await agent.final(n)).toBe('10');
  await world.worker.stop();
  // Known to the copy as open, and not sent yet.
  for (const n of [3, 4, 5]) await agent.pay(n, utilityBill());
  await agent.pay(9, utilityBill({ Account: '2429284', Amount: '6200.50', Services: '{"services":[{"id":16,"amount":"6200.50"}]}' }));
  await world.api.stop();
  await copyDatabase(source, copy);

  await Promise.all([world.api.start(), world.worker.start()]);
  for (const n of [3, 4, 9]) expect(await agent.final(n)).toBe('10');
  // What the copy will not know: two that are paid, and one in flight.
  for (const n of [6, 7]) await agent.pay(n, utilityBill());
  for (const n of [6, 7]) expect(await agent.final(n)).toBe('10');
  await world.control('alseco', 'faults', { operation: 'PayD', count: 1, fault: 'lost-after' });
  await agent.pay(8, utilityBill());
  await until('payment 8 is booked and its answer lost', async () => (await world.bookings()).length === 9 || null);
  const known = [...(await references(1, 5)), ...(await references(9, 9))];
  const lost = await references(6, 8);
  await Promise.all([world.api.stop(), world.worker.stop()]);
  await copyDatabase(copy, source);
  // The sandbox's bills do not shrink when they are paid. So payment 9 asks for the whole, and its bill has another total: refused now.
  await world.database.query(`UPDATE payments SET services = '{"services":[{"id":999,"amount":"6200.50"}]}' WHERE transaction_id = 9`);

  await Promise.all([world.api.start(), world.worker.start()]);
  for (const n of [1, 2, 3, 4, 5, 9]) expect([n, await agent.final(n, 90_000)]).toEqual([n, '10']);
  for (const reference of [...known, ...lost]) expect([reference, await bookingsOf(reference)]).toEqual([reference, 1]);
  const named = await until('the bookings without a row are named', async () => {
    const { rows } = await world.database.query<{ reference: string; kind: string }>('SELECT reference, kind FROM breaks ORDER BY reference');
    return rows.length >= lost.length ? rows : null;
  });
  expect(named.map(({ reference, kind }) => [reference.slice(0, -1), kind])).toEqual([...lost].sort().map((reference) => [reference, 'only theirs']));
  expect((await world.database.transaction((tx) => trialBalance(tx))).balanced).toBe(true);
}, 240_000);
