import { readConfig } from '../../src/config';
import { LADDERS } from '../../src/ladders';
import { runProcess } from '../../src/lifetime';
import { createLogger } from '../../src/telemetry';
import { temporalClient } from '../../src/temporal/connection';
import { startPayment } from '../../src/temporal/start';
import { barePayment } from './payment';

/** What the api costs Temporal and nothing else: starts the workflow of each transaction it is told of, as src/temporal/starter.ts does. */
const config = readConfig();
const logger = createLogger(config, 'bare starter');
const START_LIMIT_MS = 5_000;

runProcess('bare starter', { logger }, async () => {
  const client = temporalClient(config, START_LIMIT_MS);
  const starts = { client, prefix: config.TASK_QUEUE_PREFIX, ladders: LADDERS[config.LADDERS] };
  process.on('message', (transaction) => {
    startPayment(starts, barePayment(String(transaction))).catch((error: Error) => process.emit('uncaughtException', error));
  });
  return { stop: () => client.connection.close() };
});
