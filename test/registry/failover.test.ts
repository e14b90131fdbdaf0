import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, isAway, openDatabase } from '../../src/registry/database';
import { migrate } from '../../src/registry/migrate';
import { beat } from '../../src/registry/pulse';
import { postgresPlace } from '../../src/start/postgres/place';
import { databaseUrl, ensureDatabase, POSTGRES_STOP, startPostgres } from '../../src/start/postgres/server';
import { end } from '../../src/start/process/identity';
import { freePort } from '../../src/start/process/ports';
import type { Spawned } from '../../src/start/process/spawned';
import { tempFolder } from '../start/temp';
import { ask, type Server, type Standby, standbyOf } from '../support/services/standby';
import { until } from '../support/until';

const MINUTE = 60_000;
const running: Spawned[] = [];
let primary: Server;
let standby: Standby;
let folder: string;
const registry = ({ place, port }: Server): Database =>
  openDatabase({ url: databaseUrl(place, port, 'tolem'), connections: 2, statementMs: 5_000, onError: () => {} });
const started = async (place: Server['place'], port: number): Promise<Spawned> =>
  startPostgres({ place, port, logFile: join(folder, 'primary.log'), spawned: (process) => running.push(process) });

beforeAll(async () => {
  folder = tempFolder();
  chmodSync(folder, 0o711);
  const place = postgresPlace(folder);
  const port = await freePort();
  await started(place, port);
  primary = { place, port };
  await migrate(await ensureDatabase(place, port, 'tolem'));
}, 60_000);
afterAll(() => Promise.all(running.map(({ identity }) => end(identity, [['SIGQUIT', 5_000]]))));

test('a restart of the same server is no doubt', async () => {
  const before = registry(primary);
  expect(await beat(before, MINUTE)).toBe(false);
  await before.close();
  await end(running.at(-1)?.identity as Spawned['identity'], POSTGRES_STOP);
  await started(primary.place, primary.port);
  const after = registry(primary);
  expect(await beat(after, MINUTE)).toBe(false);
  await after.close();
});

test('a promotion wakes the pulse, however short the silence was, and once', async () => {
  const log = join(folder, 'standby.log');
  standby = await standbyOf(primary, join(folder, 'standby'), { port: await freePort(), logFile: log, spawned: (each) => running.push(each) });
  const lost = registry(primary);
  expect(await beat(lost, MINUTE)).toBe(false);
  await standby.caughtUp();
  await standby.cutOff();
  await lost.close();
  const promoted = registry(standby);
  const tooEarly = await beat(promoted, MINUTE).catch((error: unknown) => error);
  expect([tooEarly, isAway(tooEarly)]).toEqual([expect.any(Error), true]);
  await standby.promote();
  expect(await beat(promoted, MINUTE)).toBe(true);
  expect(await beat(promoted, MINUTE)).toBe(false);
  await promoted.close();
});

test('without fsync or full pages nothing is entrusted to it', async () => {
  for (const name of ['fsync', 'full_page_writes']) await ask(standby, `ALTER SYSTEM SET ${name} = off`);
  await ask(standby, 'SELECT pg_reload_conf()');
  const database = registry(standby);
  const asked = () => database.query('SELECT 1').catch((error: Error) => error.message);
  expect(await until('the server has read its settings', async () => [await asked()].find((said) => typeof said === 'string'))).toBe(
    'PostgreSQL may forget what it has confirmed, and what was sent would be paid twice: fsync, full_page_writes are off and must be on',
  );
  await database.close();
});
