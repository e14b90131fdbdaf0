import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readlinkSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { end, type Identity, identify } from '../process/identity';
import { lastWords } from '../process/last-lines';
import { type Spawned, spawnLogged } from '../process/spawned';
import { StartRefused, sentenceOf } from '../refusal';
import { type PostgresBinaries, postgresBinaries } from './binaries';
import type { PostgresPlace } from './place';
import { forgetZombie, pidIn } from './stale-postmaster';

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT the immediate one that recovers at the next start. */
export const POSTGRES_STOP = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5_000],
] as const;

const READY_TIMEOUT_MS = 120_000;
const WRONG_PASSWORD = '28P01';
const WRONG_PASSWORD_MS = 5_000;
const USER = 'tolem';

export interface PostgresOptions {
  readonly place: PostgresPlace;
  readonly port: number;
  readonly logFile: string;
  readonly maxConnections?: number;
  /** Called as soon as the process exists. */
  readonly spawned?: (process: Spawned) => void;
}

/** Creates the cluster where there is none and starts it on 127.0.0.1, with a password; answers when it takes connections. */
export async function startPostgres(options: PostgresOptions): Promise<Spawned> {
  const { place, port, logFile, maxConnections = 200 } = options;
  const binaries = postgresBinaries(place.owner, () => place.folder);
  const data = join(place.folder, 'data');
  if (!existsSync(data)) createCluster(binaries, place, data);
  await stopLeftover(data);
  await forgetZombie(data);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: `${maxConnections}`,
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const server = await spawnLogged({
    name: 'PostgreSQL',
    program: binaries.postgres,
    arguments: ['-D', data, '-p', `${port}`, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    logFile,
    cwd: '/',
    environment: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    ...place.owner,
  });
  options.spawned?.(server);
  await waitUntilReady(server, databaseUrl(place, port, 'postgres'), logFile);
  return server;
}

export function databaseUrl(place: PostgresPlace, port: number, database: string): string {
  return `postgres://${USER}:${place.password}@127.0.0.1:${port}/${database}`;
}

/** Creates the database unless it exists. */
export async function ensureDatabase(place: PostgresPlace, port: number, database: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl(place, port, 'postgres'), connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
  return databaseUrl(place, port, database);
}

/** initdb into a folder beside, then one rename: an interrupted start leaves no half cluster. */
function createCluster(binaries: PostgresBinaries, place: PostgresPlace, data: string): void {
  const half = `${data}.half`;
  const passwordFile = join(place.folder, 'initdb-password');
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  writeFileSync(passwordFile, `${place.password}\n`, { mode: 0o600 });
  if (place.owner) for (const path of [half, passwordFile]) chownSync(path, place.owner.uid, place.owner.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const made = spawnSync(binaries.initdb, [`--pgdata=${half}`, '--auth=scram-sha-256', `--username=${USER}`, `--pwfile=${passwordFile}`, ...locale], {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    encoding: 'utf8',
    timeout: 120_000,
    ...place.owner,
  });
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) {
    rmSync(half, { recursive: true, force: true });
    const said = (made.stderr || made.error?.message || '').trim().split('\n').at(-1) ?? '';
    throw new StartRefused(`PostgreSQL could not set up its folder ${data}: ${said}`);
  }
  renameSync(half, data);
}

/** A PostgreSQL that outlived its starter is known by its own pid file and by the folder it runs in. */
async function stopLeftover(data: string): Promise<void> {
  const leftover = runningIn(data);
  if (leftover) await end(leftover, POSTGRES_STOP);
}

export function runningIn(data: string): Identity | undefined {
  try {
    const pid = pidIn(data);
    if (process.platform === 'linux' && readlinkSync(`/proc/${pid}/cwd`) !== realpathSync(data)) return undefined;
    return identify(pid);
  } catch {
    return undefined;
  }
}

async function waitUntilReady(server: Spawned, url: string, logFile: string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  let said = '';
  let refusedAt: number | undefined;
  while (Date.now() < deadline) {
    if (server.hasEnded())
      throw new StartRefused(`PostgreSQL ended while starting (${await server.ended}): ${lastWords(logFile) ?? `see ${logFile}`}`);
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      said = sentenceOf(error);
      await client.end().catch(() => {});
      // Another server on this port refuses our password too, and ours then ends by itself in a moment.
      if ((error as { code?: string }).code === WRONG_PASSWORD) refusedAt ??= Date.now();
      if (refusedAt !== undefined && Date.now() - refusedAt > WRONG_PASSWORD_MS) break;
      await pause(50);
    }
  }
  await end(server.identity, POSTGRES_STOP);
  throw new StartRefused(`PostgreSQL did not become ready: ${said}`);
}
