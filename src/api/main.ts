import { readConfig } from '../config';
import { LADDERS } from '../ladders';
import { runProcess } from '../lifetime';
import { openDatabase } from '../registry/database';
import { supplierMemory } from '../registry/demo';
import { refuseForgetful } from '../registry/durability';
import { vault } from '../registry/secrets';
import { admitAtBoot, createAdmissions } from '../suppliers/admission';
import { createSuppliers } from '../suppliers/routes';
import { collectProcessMetrics, createLogger } from '../telemetry';
import { temporalClient } from '../temporal/connection';
import { runStarter } from '../temporal/starter';
import { buildApp } from './app';
import { InFlight } from './guard/in-flight';
import { temporalOf } from './temporal';

const config = readConfig();
const logger = createLogger(config, 'api');

runProcess('api', { logger }, async () => {
  if (!config.DATABASE_URL) throw new Error('DATABASE_URL is not set: `npm start` gives one, or name your own PostgreSQL');
  if (!config.REGISTRY_KEY) throw new Error('REGISTRY_KEY is not set: 32 bytes as 64 hex digits');
  collectProcessMetrics('api');
  const ladders = LADDERS[config.LADDERS];
  const sealed = vault(config.REGISTRY_KEY);
  const database = openDatabase({
    url: config.DATABASE_URL,
    connections: config.DATABASE_POOL,
    statementMs: ladders.apiStatementMs,
    onError: (err) => logger.warn({ err }, 'an idle database connection ended'),
  });
  await refuseForgetful(database);
  const client = temporalClient(config, ladders.temporalCallMs);
  const admissions = createAdmissions(config, ladders, supplierMemory(database));
  for (const held of await admitAtBoot(admissions)) logger.warn(held);
  const suppliers = createSuppliers(config, ladders, 'agents', admissions);
  const inFlight = new InFlight();
  const starts = { client, prefix: config.TASK_QUEUE_PREFIX, ladders };
  const starter = runStarter(database, starts, logger, () => inFlight.isBusy);
  const app = buildApp({
    config,
    database,
    suppliers,
    ladders,
    starter,
    temporal: temporalOf(client),
    vault: sealed,
    logger,
    inFlight,
  });

  const stop = async (): Promise<void> => {
    await app.close();
    await starter.stop();
    await Promise.all([...suppliers.values()].map((supplier) => supplier.close()));
    await client.connection.close();
    await database.close();
  };
  try {
    await app.listen({ host: config.API_HOST, port: config.API_PORT });
  } catch (error) {
    await stop();
    throw error;
  }
  const address = app.server.address();
  return { ...(address && typeof address === 'object' ? { port: address.port } : {}), stop };
});
