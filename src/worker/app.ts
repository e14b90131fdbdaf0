import { makeTelemetryFilterString, NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Dependencies } from '../activities/dependencies';
import type { Config } from '../config';
import { money } from '../domain/money';
import { LADDERS } from '../ladders';
import type { Running } from '../lifetime';
import { openDatabase } from '../registry/database';
import { supplierMemory } from '../registry/demo';
import { refuseForgetful } from '../registry/durability';
import { vault } from '../registry/secrets';
import { admitAtBoot, createAdmissions } from '../suppliers/admission';
import { createSuppliers } from '../suppliers/routes';
import { temporalAddressOf, temporalClient, temporalTls } from '../temporal/connection';
import { missingSearchAttributes, REGISTER_COMMAND, registerSearchAttributes } from '../temporal/search-attributes';
import { runStarter } from '../temporal/starter';
import { runSweeper } from '../temporal/sweeper';
import { WebhookSender } from '../wire/webhook';
import { watchBook } from './book-watch';
import { watchClosed } from './closed-watch';
import { runLedgerClose } from './ledger-close';
import { runProber } from './prober';
import { runPruning } from './pruning';
import { createWorkers } from './queues';
import { temporalLogger } from './runtime-log';
import { serveState } from './state';
import { watchUpstream } from './upstream-watch';

const CALLBACK_CONNECTIONS = 50;
const POLLS_PER_SECOND = 20;

/** Builds a worker process: the queues, the outbox's starter, the sweeper, the prober, and a page that tells its state. */
export async function createWorkerApp(config: Config, logger: Logger): Promise<Running> {
  if (!config.DATABASE_URL) throw new Error('DATABASE_URL is not set: the worker needs the registry');
  if (!config.REGISTRY_KEY) throw new Error('REGISTRY_KEY is not set: the worker seals voucher codes with it');
  const ladders = LADDERS[config.LADDERS];
  const database = openDatabase({
    url: config.DATABASE_URL,
    connections: config.DATABASE_POOL,
    statementMs: ladders.statementMs,
    onError: (error) => logger.warn({ error: error.message }, 'registry'),
  });
  await refuseForgetful(database);
  const admissions = createAdmissions(config, ladders, supplierMemory(database));
  for (const held of await admitAtBoot(admissions)) logger.warn(held);
  const suppliers = createSuppliers(config, ladders, 'payments', admissions);
  const webhooks = new WebhookSender({
    limitMs: ladders.callbackCallMs,
    connectMs: ladders.connectMs,
    allowLoopback: ladders.name === 'fast',
    connections: CALLBACK_CONNECTIONS,
  });
  const dependencies: Dependencies = {
    database,
    suppliers,
    ladders,
    vault: vault(config.REGISTRY_KEY),
    webhooks,
    logger,
    pollsPerSecond: POLLS_PER_SECOND,
  };

  Runtime.install({
    logger: temporalLogger(logger),
    shutdownSignals: [],
    telemetryOptions: { logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN' }) } },
  });
  const tls = temporalTls(config);
  const connection = await NativeConnection.connect({
    address: temporalAddressOf(config),
    ...(tls ? { tls } : {}),
    ...(config.TEMPORAL_API_KEY ? { apiKey: config.TEMPORAL_API_KEY } : {}),
  });
  const client = temporalClient(config, ladders.temporalCallMs);
  const registered = await registerSearchAttributes(client).catch((error: Error) => {
    logger.error(
      { error: error.message, command: REGISTER_COMMAND },
      'the search attributes are missing and may not be registered from here: run the command',
    );
    return [];
  });
  if (registered.length > 0) logger.info({ registered }, 'search attributes registered');
  const missing = await missingSearchAttributes(client);
  if (missing.length > 0) throw new Error(`search attributes are missing: run ${REGISTER_COMMAND}`);

  const workers: Worker[] = await createWorkers(
    { connection, namespace: config.TEMPORAL_NAMESPACE, prefix: config.TASK_QUEUE_PREFIX, ladders },
    dependencies,
  );
  const starts = { client, prefix: config.TASK_QUEUE_PREFIX, ladders };
  const starter = runStarter(database, starts, ladders, logger);
  const sweeper = runSweeper(database, starts, ladders, logger);
  const prober = runProber(database, suppliers, ladders, logger);
  const pruning = runPruning(database, ladders, logger);
  const ledgerClose = runLedgerClose(database, ladders, logger);
  const watch = watchUpstream(database, suppliers.upstream, money(config.UPSTREAM_LOW_BALANCE), ladders, logger);
  const bookWatch = watchBook(database, suppliers.alseco, { ladders, sharedCode: config.ALSECO_SHARED_CODE, starts }, logger);
  const closedWatch = watchClosed(dependencies);
  const page = await serveState(config, workers, logger);

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
  // A worker that ends by itself ends the process: the starter, or the machine's own supervisor, brings it back.
  for (const run of runs) run.catch((error: Error) => process.emit('uncaughtException', error));

  return {
    port: page.port,
    async stop() {
      stopping = true;
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.all([
        starter.stop(),
        sweeper.stop(),
        prober.stop(),
        pruning.stop(),
        ledgerClose.stop(),
        watch.stop(),
        bookWatch.stop(),
        closedWatch.stop(),
        ...runs,
      ]);
      await page.stop();
      await Promise.all([...suppliers.values()].map((supplier) => supplier.close()));
      await webhooks.close();
      await Promise.all([client.connection.close(), connection.close(), database.close()]);
    },
  };
}
