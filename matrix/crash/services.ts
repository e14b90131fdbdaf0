import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { machinePaths, readConfig } from '../../src/config';
import { postgresPlace } from '../../src/start/postgres/place';
import { ensureDatabase, POSTGRES_STOP, startPostgres } from '../../src/start/postgres/server';
import { end } from '../../src/start/process/identity';
import type { Spawned } from '../../src/start/process/spawned';
import { findTemporalCli } from '../../src/start/temporal/cli';
import { startTemporal, TEMPORAL_STOP } from '../../src/start/temporal/server';
import { forget, remember, sweep } from '../../test/support/services/leftovers';
import type { Server } from '../../test/support/services/standby';
import { lastingPort } from './ports';
import { forwarding } from './proxies/tcp';
import { type Failover, MOST_CONNECTIONS, standbys } from './standbys';
import { family, type Victim } from './victim';

/** A store that can be copied while it is stopped, and put back. */
export interface Store extends Victim {
  stop(): Promise<void>;
  /** Stopped before; answers when the copy is on disk. */
  copy(): void;
  putBack(): void;
}

export interface Services {
  readonly databaseUrl: string;
  readonly temporalPort: number;
  readonly namespace: string;
  readonly postgres: Store | null;
  readonly temporal: Store | null;
  readonly failover: Failover | null;
  close(): Promise<void>;
}

/** PostgreSQL and Temporal of the matrix's own, because both are to be killed. */
export async function ownServices(folder: string, say: (line: string) => void): Promise<Services> {
  await sweep();
  // Root's PostgreSQL runs as another user, which must pass through.
  chmodSync(folder, 0o711);
  const running = new Map<string, Spawned>();
  const keepAs = (name: string) => (spawned: Spawned) => {
    running.set(name, spawned);
    remember(
      folder,
      [...running.values()].map((each) => each.identity),
    );
  };
  const place = postgresPlace(folder, [tmpdir()]);
  let primary: Server = { place, port: await lastingPort() };
  const address = await forwarding(() => primary.port);
  const { programs, cache } = machinePaths();
  const { path: cli } = await findTemporalCli({ given: readConfig().TEMPORAL_CLI_PATH, programs, cache, say });
  const temporalPort = await lastingPort();
  const pidOf = (name: string): number => running.get(name)?.identity.pid ?? -1;
  // PostgreSQL takes a zombie for another server on its folder.
  const reaped = (name: string) => running.get(name)?.ended;
  const stop = (name: string, steps: typeof POSTGRES_STOP | typeof TEMPORAL_STOP) => async () => {
    const spawned = running.get(name);
    if (spawned) await end(spawned.identity, steps);
  };
  const cluster = () => join(primary.place.folder, 'data');
  const logFile = join(folder, 'postgres.log');
  const postgres: Store = {
    name: 'PostgreSQL',
    hops: ['api → PostgreSQL', 'worker → PostgreSQL'],
    pids: () => family(pidOf('PostgreSQL')),
    start: async () => {
      await reaped('PostgreSQL');
      await startPostgres({ ...primary, logFile, maxConnections: MOST_CONNECTIONS, spawned: keepAs('PostgreSQL') });
    },
    stop: stop('PostgreSQL', POSTGRES_STOP),
    copy: () => copied(cluster(), `${cluster()}.older`),
    putBack: () => {
      rmSync(cluster(), { recursive: true, force: true });
      renameSync(`${cluster()}.older`, cluster());
    },
  };
  const temporalFile = join(folder, 'temporal.db');
  const temporal: Store = {
    name: 'Temporal',
    hops: ['api → Temporal', 'worker → Temporal'],
    pids: () => family(pidOf('Temporal server')),
    start: async () => {
      await reaped('Temporal server');
      const options = { cli, port: temporalPort, namespace: 'default', databaseFile: temporalFile, logFile: join(folder, 'temporal.log') };
      await startTemporal({ ...options, spawned: keepAs('Temporal server') });
    },
    stop: stop('Temporal server', TEMPORAL_STOP),
    copy: () => {
      for (const part of PARTS) if (existsSync(temporalFile + part)) cpSync(temporalFile + part, `${temporalFile}${part}.older`);
    },
    putBack: () => {
      for (const part of PARTS) {
        rmSync(temporalFile + part, { force: true });
        if (existsSync(`${temporalFile}${part}.older`)) renameSync(`${temporalFile}${part}.older`, temporalFile + part);
      }
    },
  };
  const failover = standbys({
    folder: dirname(place.folder),
    logFile,
    running,
    keepAs,
    stop: (name) => stop(name, POSTGRES_STOP)(),
    primary: () => primary,
    became: (server) => {
      primary = server;
    },
  });
  const close = async () => {
    for (const { identity } of running.values()) {
      try {
        process.kill(identity.pid, 'SIGCONT');
      } catch {
        // It has ended.
      }
    }
    await Promise.all([...running.keys()].map((name) => stop(name, name === 'Temporal server' ? TEMPORAL_STOP : POSTGRES_STOP)()));
    await address.close();
    if (!place.folder.startsWith(folder)) rmSync(dirname(place.folder), { recursive: true, force: true });
    forget(folder);
  };
  try {
    await Promise.all([postgres.start(), temporal.start()]);
    const databaseUrl = await ensureDatabase(place, address.port, 'matrix');
    return { databaseUrl, temporalPort, namespace: 'default', postgres, temporal, failover, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const PARTS = ['', '-wal', '-shm'];

/** With owner and modes: PostgreSQL refuses a folder that is not its user's. */
function copied(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  const done = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${from} could not be copied: ${done.stderr.trim()}`);
}
