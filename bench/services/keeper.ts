import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { machinePaths, readConfig } from '../../src/config';
import { type Running, runProcess } from '../../src/lifetime';
import { postgresPlace } from '../../src/start/postgres/place';
import { ensureDatabase, POSTGRES_STOP, startPostgres } from '../../src/start/postgres/server';
import { end } from '../../src/start/process/identity';
import { freePort } from '../../src/start/process/ports';
import type { Spawned } from '../../src/start/process/spawned';
import { findTemporalCli } from '../../src/start/temporal/cli';
import { startTemporal, TEMPORAL_STOP } from '../../src/start/temporal/server';
import { createLogger } from '../../src/telemetry';
import { forget, remember, sweep } from '../../test/support/services/leftovers';
import { removeFolder } from './folder';

/**
 * Keeps the PostgreSQL and the Temporal server of one benchmark, both as `npm start` runs them. A process of its own on an
 * IPC channel: when the benchmark ends, in whatever way, both stop and their folder goes. Speaks as the tests' keeper does
 * (`/database`, `/temporal`), and tells the pids whose CPU time is read (`/pids`).
 */
const config = readConfig();
const folder = config.DATA_DIR;
const logger = createLogger(config, 'bench services');
/** PostgreSQL's two stops, and the server's. */
const STOP_MS = 45_000;

runProcess('bench services', { logger, stopTimeoutMs: STOP_MS }, async () => {
  const running: Spawned[] = [];
  const outside: string[] = [];
  const keep = (spawned: Spawned) => {
    running.push(spawned);
    remember(
      folder,
      running.map((each) => each.identity),
    );
  };
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((each) => end(each.identity, each.name === 'PostgreSQL' ? POSTGRES_STOP : TEMPORAL_STOP)));
    for (const each of [folder, ...outside]) removeFolder(each);
    forget(folder);
  };
  try {
    await sweep();
    return await start(keep, outside, stop);
  } catch (error) {
    await stop();
    throw error;
  }
});

async function start(keep: (spawned: Spawned) => void, outside: string[], stop: () => Promise<void>): Promise<Running> {
  const place = postgresPlace(folder, [tmpdir()]);
  if (!place.folder.startsWith(folder)) outside.push(dirname(place.folder));
  const databasePort = await freePort();
  const postgres = await startPostgres({ place, port: databasePort, logFile: join(folder, 'postgres.log'), spawned: keep });
  const { programs, cache } = machinePaths();
  const { path: cli } = await findTemporalCli({ given: config.TEMPORAL_CLI_PATH, programs, cache, say: (line) => logger.info(line) });
  const port = await freePort();
  const temporal = await startTemporal({
    cli,
    port,
    namespace: config.TEMPORAL_NAMESPACE,
    databaseFile: join(folder, 'temporal.db'),
    logFile: join(folder, 'temporal.log'),
    spawned: keep,
  });
  const answers: Readonly<Record<string, () => Promise<string>>> = {
    '/database': () => ensureDatabase(place, databasePort, 'bench'),
    '/temporal': async () => `127.0.0.1:${port}`,
    '/pids': async () => JSON.stringify({ postgres: postgres.identity.pid, temporal: temporal.identity.pid }),
  };
  const server = createServer((asked, answer) => {
    const make = answers[asked.url ?? ''] ?? (() => Promise.reject(new Error(`unknown question ${asked.url}`)));
    make().then(
      (value) => answer.end(value),
      (error: unknown) => answer.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, stop: () => stop().finally(() => server.close()) };
}
