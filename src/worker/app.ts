import type { Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Config } from '../config';
import { LADDERS } from '../ladders';
import type { Running } from '../lifetime';
import { measureAtScrape } from '../registry/alarms/gauges';
import { openDatabase } from '../registry/database';
import { supplierMemory } from '../registry/demo';
import { refuseForgetful } from '../registry/durability';
import { admitAtBoot, createAdmissions } from '../suppliers/admission';
import { bookZones, createSuppliers } from '../suppliers/routes';
import { booksRole } from './books-role';
import { paymentsRole } from './payments-role';
import { reachTemporal } from './reach-temporal';
import type { Role, WorkerParts } from './role';
import { serveState } from './state';

const ROLES: Readonly<Record<Config['WORKER_ROLES'][number], (parts: WorkerParts) => Promise<Role>>> = { payments: paymentsRole, books: booksRole };

/** Builds a worker process of the roles it was given, and a page that tells its state. */
export async function createWorkerApp(config: Config, logger: Logger): Promise<Running> {
  const { DATABASE_URL, REGISTRY_KEY, WORKER_ROLES } = config;
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set: the worker needs the registry');
  if (!REGISTRY_KEY) throw new Error('REGISTRY_KEY is not set: the worker seals voucher codes with it');
  const ladders = LADDERS[config.LADDERS];
  const database = openDatabase({
    url: DATABASE_URL,
    connections: config.DATABASE_POOL,
    statementMs: ladders.statementMs,
    onError: (error) => logger.warn({ error: error.message }, 'registry'),
  });
  await refuseForgetful(database);
  const admissions = createAdmissions(config, ladders, supplierMemory(database));
  for (const held of await admitAtBoot(admissions)) logger.warn(held);
  const suppliers = createSuppliers(config, ladders, shareOf(WORKER_ROLES), admissions);
  const { connection, client } = await reachTemporal(config, ladders, logger);
  const starts = { client, prefix: config.TASK_QUEUE_PREFIX, ladders };
  const parts: WorkerParts = { config: { ...config, DATABASE_URL, REGISTRY_KEY }, logger, ladders, database, suppliers, connection, starts };
  const roles = await Promise.all(WORKER_ROLES.map((role) => ROLES[role](parts)));
  const workers = roles.flatMap((role) => role.workers);
  const page = await serveState(config, workers, logger, measureAtScrape(database, bookZones(suppliers)));
  const running = run(workers);
  return {
    port: page.port,
    async stop() {
      await Promise.all([running.stop(), ...roles.flatMap(({ loops }) => loops.map((loop) => loop.stop()))]);
      await page.stop();
      await Promise.all([...suppliers.values()].map((supplier) => supplier.close()));
      await Promise.all(roles.map((role) => role.close()));
      await Promise.all([client.connection.close(), connection.close(), database.close()]);
    },
  };
}

const shareOf = (roles: Config['WORKER_ROLES']) => (roles.includes('payments') ? (roles.includes('books') ? 'worker' : 'payments') : 'books');

/** A worker that ends by itself ends the process: the starter, or the machine's own supervisor, brings it back. */
function run(workers: readonly Worker[]): { stop(): Promise<void> } {
  let stopping = false;
  const runs = workers.map((worker) =>
    worker.run().then(
      () => {
        if (!stopping) throw new Error('a Temporal worker ended by itself');
      },
      (error: Error) => {
        if (!stopping) throw error;
      },
    ),
  );
  for (const each of runs) each.catch((error: Error) => process.emit('uncaughtException', error));
  return {
    async stop() {
      stopping = true;
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.all(runs);
    },
  };
}
