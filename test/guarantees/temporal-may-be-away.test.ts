import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end } from '../../src/start/process/identity';
import { freePort } from '../../src/start/process/ports';
import type { Spawned } from '../../src/start/process/spawned';
import { startTemporal, TEMPORAL_STOP } from '../../src/start/temporal/server';
import { topUp, utilityBill } from '../support/gateway/agent';
import { gateway, type World } from '../support/gateway/gateway';
import { callbackReceiver, type Receiver } from '../support/proof/receiver';
import { ask } from '../support/services/services';
import { until } from '../support/until';

const folder = mkdtempSync(join(tmpdir(), 'tolem-temporal-'));
const store = join(folder, 'temporal.db');
let world: World;
let port: number;
let server: Spawned;
let receiver: Receiver;

const up = async () => {
  server = await startTemporal({
    cli: await ask('/temporal-cli'),
    port,
    namespace: 'default',
    databaseFile: store,
    logFile: join(folder, 'temporal.log'),
  });
};
const down = () => end(server.identity, TEMPORAL_STOP);
const removeStore = () => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(store + suffix, { force: true });
};

beforeAll(async () => {
  port = await freePort();
  await up();
  receiver = await callbackReceiver();
  world = await gateway({ temporal: `127.0.0.1:${port}` });
}, 120_000);
afterAll(async () => {
  await world?.close();
  await receiver?.close();
  await down();
  rmSync(folder, { recursive: true, force: true });
}, 90_000);

test('payments taken while Temporal is away finish when it is back, each booked once', async () => {
  await down();
  const agent = world.agent('144');
  for (const transaction of [1, 2, 3]) expect((await agent.pay(transaction, utilityBill()))['ResponseStatus']).toBe('1');
  expect((await agent.pay(4, topUp()))['ResponseStatus']).toBe('1');
  await up();
  expect(await Promise.all([1, 2, 3, 4].map((transaction) => agent.final(transaction, 120_000)))).toEqual(['10', '10', '10', '10']);
  expect(await world.bookings()).toHaveLength(3);
  expect(await world.upstreamPayments()).toHaveLength(1);
}, 180_000);

/** Tries made of the callback of a payment of 145 that its receiver has not taken yet, and whether its ladder goes on from here. */
async function ladder(transaction: number): Promise<{ tries: number; running: boolean } | undefined> {
  const { rows } = await world.database.query<{ tries: number; running: boolean }>(
    `SELECT (SELECT count(*)::int FROM callback_tries t WHERE t.payment_id = c.payment_id AND t.number = c.number) AS tries,
       NOT EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'callback' AND o.payment_id = c.payment_id) AS running
     FROM callbacks c JOIN payments p ON p.id = c.payment_id WHERE p.agent_id = 145 AND p.transaction_id = $1 AND c.delivered_at IS NULL AND c.given_up_at IS NULL`,
    [transaction],
  );
  return rows[0];
}

test('Temporal’s store deleted in the middle: everything finishes, each booked once, and every callback is delivered', async () => {
  const agent = world.agent('144');
  receiver.mood = 'answers 500';
  await world.database.query('UPDATE agents SET callback_url = $1 WHERE id = 145', [receiver.url]);
  await world.agent('145').pay(10, topUp());
  await until('the ladder of its callback is under way', async () => {
    const seen = await ladder(10);
    return seen?.running && seen.tries >= 2;
  });
  await world.control('alseco', 'faults', { operation: 'PayD', fault: 'lost-after', count: 2 });
  await Promise.all([11, 12, 13].map((transaction) => agent.pay(transaction, utilityBill())));
  await down();
  removeStore();
  receiver.mood = 'takes';
  await up();
  expect(await Promise.all([11, 12, 13].map((transaction) => agent.final(transaction, 120_000)))).toEqual(['10', '10', '10']);
  expect(await world.bookings()).toHaveLength(6);
  await until('the callback is delivered', () => receiver.taken.has('10'), 30_000);
  expect(receiver.taken.get('10')).toMatchObject([{ status: '10' }]);
}, 180_000);

test('Temporal’s store replaced by an older copy: nothing is paid again', async () => {
  const agent = world.agent('144');
  await world.control('alseco', 'faults', { operation: 'PayD', fault: 'hang', execute: true, count: 1 });
  await agent.pay(21, utilityBill());
  await down();
  const copy = join(folder, 'older.db');
  await copyFile(store, copy);
  await up();
  await agent.pay(22, utilityBill());
  expect(await Promise.all([21, 22].map((transaction) => agent.final(transaction, 120_000)))).toEqual(['10', '10']);
  await down();
  removeStore();
  await copyFile(copy, store);
  await up();
  await agent.pay(23, utilityBill());
  expect(await agent.final(23, 120_000)).toBe('10');
  expect(await world.bookings()).toHaveLength(9);
}, 240_000);
