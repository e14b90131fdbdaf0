import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { machinePaths, readConfig } from '../../../src/config';
import { postgresPlace } from '../../../src/start/postgres/place';
import { ensureDatabase, POSTGRES_STOP, startPostgres } from '../../../src/start/postgres/server';
import { end } from '../../../src/start/process/identity';
import { freePort } from '../../../src/start/process/ports';
import type { Spawned } from '../../../src/start/process/spawned';
import { findTemporalCli, type TemporalCli } from '../../../src/start/temporal/cli';
import { startTemporal } from '../../../src/start/temporal/server';
import { forget, remember, sweep } from './leftovers';

/**
 * Keeps the PostgreSQL and the Temporal server of one test run, each started when first asked for. It is a process of
 * its own on an IPC channel: when jest ends, in whatever way, the channel closes and everything here stops.
 */
const folder = mkdtempSync(join(tmpdir(), 'tolem-test-'));
// Root's PostgreSQL runs as another user, which must pass through.
chmodSync(folder, 0o711);
const running: Spawned[] = [];
const outside: string[] = [];
let stopping = false;

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Called as soon as the process exists: an interruption while it is still starting must find it. */
function keep(spawned: Spawned): void {
  running.push(spawned);
  remember(
    folder,
    running.map((each) => each.identity),
  );
}

/** One for each world of a run: workflow ids are the same in all of them. */
const NAMESPACES = Array.from({ length: 40 }, (_, at) => `world-${at + 1}`);
const unused = [...NAMESPACES];

const postgres = once(async () => {
  const place = postgresPlace(folder, [tmpdir()]);
  if (!place.folder.startsWith(folder)) outside.push(dirname(place.folder));
  const port = await freePort();
  await startPostgres({ place, port, logFile: join(folder, 'postgres.log'), maxConnections: 300, spawned: keep });
  return { place, port };
});

const temporalCli = once((): Promise<TemporalCli> => {
  const { programs, cache } = machinePaths();
  return findTemporalCli({ given: readConfig().TEMPORAL_CLI_PATH, programs, cache, say: (line) => process.stderr.write(`${line}\n`) });
});

const temporal = once(async () => {
  const cli = (await temporalCli()).path;
  const port = await freePort();
  await startTemporal({ cli, port, namespace: 'default', moreNamespaces: NAMESPACES, logFile: join(folder, 'temporal.log'), spawned: keep });
  return `127.0.0.1:${port}`;
});

const answers: Record<string, () => Promise<string>> = {
  '/database': async () => {
    const { place, port } = await postgres();
    return ensureDatabase(place, port, `test_${randomBytes(6).toString('hex')}`);
  },
  '/temporal': temporal,
  '/temporal-namespace': async () => {
    const namespace = unused.shift();
    if (!namespace) throw new Error(`a run has ${NAMESPACES.length} Temporal namespaces, and all are taken`);
    return namespace;
  },
  '/temporal-cli': async () => (await temporalCli()).path,
};

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await endAll();
  // One that was just being spawned has been noted by now.
  await pause(200);
  await endAll();
  for (const each of [folder, ...outside]) rmSync(each, { recursive: true, force: true });
  forget(folder);
  process.exit(0);
}

async function endAll(): Promise<void> {
  await Promise.all(running.map((each) => end(each.identity, each.name === 'PostgreSQL' ? POSTGRES_STOP : [['SIGTERM', 3_000]])));
}

const server = createServer((asked, answer) => {
  const make = answers[asked.url ?? ''] ?? (() => Promise.reject(new Error(`unknown question ${asked.url}`)));
  (stopping ? Promise.reject(new Error('the test services are stopping')) : make()).then(
    (value) => answer.end(value),
    (error: unknown) => answer.writeHead(500).end(error instanceof Error ? error.message : String(error)),
  );
});
server.requestTimeout = 0;

for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => void stop());
process.on('disconnect', () => void stop());
process.on('message', (message) => {
  if (message === 'stop') void stop();
});
sweep().then(() => {
  remember(folder, []);
  server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
});
