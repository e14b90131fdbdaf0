import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end } from '../../src/start/identity';
import { freePort } from '../../src/start/ports';
import type { Spawned } from '../../src/start/spawned';
import { startTemporal, TEMPORAL_STOP } from '../../src/start/temporal-server';
import { topUp, utilityBill } from '../support/gateway/agent';
import { gateway, type World } from '../support/gateway/gateway';
import { ask } from '../support/services/services';

const folder = mkdtempSync(join(tmpdir(), 'tolem-temporal-'));
const store = join(folder, 'temporal.db');
let world: World;
let port: number;
let server: Spawned;

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
  world = await gateway({ temporal: `127.0.0.1:${port}` });
}, 120_000);
afterAll(async () => {
  await world?.close();
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

test('Temporal’s store deleted in the middle: everything finishes, each booked once', async () => {
  const agent = world.agent('144');
  await world.control('alseco', 'faults', { operation: 'PayD', fault: 'lost-after', count: 2 });
  await Promise.all([11, 12, 13].map((transaction) => agent.pay(transaction, utilityBill())));
  await down();
  removeStore();
  await up();
  expect(await Promise.all([11, 12, 13].map((transaction) => agent.final(transaction, 120_000)))).toEqual(['10', '10', '10']);
  expect(await world.bookings()).toHaveLength(6);
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
