import type { AddressInfo } from 'node:net';
import type { Worker } from '@temporalio/worker';
import fastify from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config';
import { metrics } from '../telemetry';

const REQUEST_TIMEOUT_MS = 10_000;
const NOT_READY = 503;

/** GET /health, /ready and /metrics of a worker, on WORKER_HOST and WORKER_PORT. */
export async function serveState(
  config: Config,
  workers: readonly Worker[],
  logger: Logger,
  /** Before metrics are told. */
  measure: () => Promise<void>,
): Promise<{ port: number; stop(): Promise<void> }> {
  const app = fastify({ logger: false, requestTimeout: REQUEST_TIMEOUT_MS, forceCloseConnections: true });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not found' }));
  app.setErrorHandler((error: Error, _request, reply) => {
    logger.warn({ error: error.message }, 'the state could not be told');
    return reply.code(NOT_READY).send({ error: 'state unavailable' });
  });

  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/ready', async (_request, reply) => {
    const queues = workers.map((worker) => ({ taskQueue: worker.options.taskQueue, state: worker.getState() }));
    const ready = queues.every(({ state }) => state === 'RUNNING');
    if (!ready) reply.code(NOT_READY);
    return { ready, queues };
  });
  app.get('/metrics', async (_request, reply) => {
    await measure();
    reply.header('content-type', metrics.registry.contentType);
    return metrics.registry.metrics();
  });

  await app.listen({ port: config.WORKER_PORT, host: config.WORKER_HOST });
  return { port: (app.server.address() as AddressInfo).port, stop: () => app.close() };
}
