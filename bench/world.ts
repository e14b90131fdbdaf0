import { join } from 'node:path';
import { childEnvironment } from '../src/config';
import { gateway, type World } from '../test/support/gateway/gateway';
import { ask } from '../test/support/services/services';
import { familyCpuMs, type Meter, processCpuMs } from './cpu';
import { type Child, startChild } from './services/child';
import { newFolder, removeFolder } from './services/folder';

/** The real thing on free ports, its services' pids, and a folder for the benchmark's own files. */
export interface BenchWorld extends World {
  readonly benchFolder: string;
  readonly postgres: number;
  readonly temporal: number;
}

/** Limits that stand in the way of a load from one address. */
const SETTINGS = { ACCEPT_RATE_PER_MINUTE: '1000000' };

/** Whatever was started is stopped again by `close`, also where opening failed half-way or was interrupted. */
export class Opening {
  private readonly folder = newFolder();
  private services: Promise<Child> | undefined;
  private world: Promise<World> | undefined;

  async open(): Promise<BenchWorld> {
    Object.assign(process.env, SETTINGS);
    this.services = startChild({
      name: 'bench services',
      script: 'services/keeper',
      logFile: join(this.folder, 'keeper.log'),
      environment: childEnvironment({ DATA_DIR: this.folder, LOG_LEVEL: 'info' }),
      stopMs: 50_000,
    });
    const { port } = await this.services;
    const address = `http://127.0.0.1:${port}`;
    process.env['TOLEM_TEST_SERVICES'] = address;
    const { postgres, temporal } = JSON.parse(await ask('/pids', address)) as { postgres: number; temporal: number };
    this.world = gateway({ temporal: await ask('/temporal', address) });
    return { ...(await this.world), benchFolder: this.folder, postgres, temporal };
  }

  async close(): Promise<void> {
    await this.world?.then((world) => world.close()).catch(() => {});
    await this.services?.then((services) => services.stop()).catch(() => {});
    removeFolder(this.folder);
  }
}

/** CPU time of what carries a payment: api, worker, Temporal's server, PostgreSQL with its backends. */
export const tolemMeter =
  (world: BenchWorld): Meter =>
  () => ({
    api: processCpuMs(world.api.pid),
    worker: processCpuMs(world.worker.pid),
    Temporal: processCpuMs(world.temporal),
    PostgreSQL: familyCpuMs(world.postgres),
  });
