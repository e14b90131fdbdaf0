import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Config } from '../config';
import { metrics } from '../telemetry';

/** GET /health, /ready and /metrics of a worker, on WORKER_HOST and WORKER_PORT. */
export async function serveState(config: Config, workers: readonly Worker[], logger: Logger): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const send = (status: number, type: string, body: string) => response.writeHead(status, { 'content-type': type }).end(body);
    if (request.url === '/health') return send(200, 'application/json', '{"status":"ok"}');
    if (request.url === '/ready') {
      const states = workers.map((worker) => ({ taskQueue: worker.options.taskQueue, state: worker.getState() }));
      const ready = states.every(({ state }) => state === 'RUNNING');
      return send(ready ? 200 : 503, 'application/json', JSON.stringify({ ready, queues: states }));
    }
    if (request.url !== '/metrics') return send(404, 'application/json', '{"error":"not found"}');
    metrics.registry.metrics().then(
      (text) => send(200, metrics.registry.contentType, text),
      (error: Error) => {
        logger.warn({ error: error.message }, 'metrics were not printed');
        send(503, 'application/json', '{"error":"metrics unavailable"}');
      },
    );
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.WORKER_PORT, config.WORKER_HOST, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
