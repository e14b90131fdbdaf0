import type { FastifyInstance } from 'fastify';
import { measureAtScrape } from '../registry/alarms/gauges';
import { bookZones } from '../suppliers/routes';
import { metrics } from '../telemetry';
import type { Backlog } from './guard/backlog';
import { within } from './guard/deadline';
import type { ApiParts } from './parts';

const ASK_MS = 3_000;
const OK = 200;
const NOT_READY = 503;

/** `/health`: the process answers. `/ready`: it can take payments. `/metrics`: Prometheus. */
export function health(app: FastifyInstance, parts: ApiParts, backlog: Backlog): void {
  const measure = measureAtScrape(parts.database, bookZones(parts.suppliers));
  app.get('/health', async () => ({ status: 'ok' }));

  app.get('/ready', async (_request, reply) => {
    const [oldestUnstartedSeconds, temporal] = await Promise.all([
      within(ASK_MS, backlog.oldestS()).catch(() => null),
      within(ASK_MS, parts.temporal.isReachable()).catch(() => false),
    ]);
    const database = oldestUnstartedSeconds !== null;
    const accepting = database && oldestUnstartedSeconds <= parts.config.ACCEPT_BACKLOG_MAX_AGE_S;
    // Temporal away is told and does not make the api unready: payments are accepted without it.
    reply.code(database ? OK : NOT_READY);
    return { ready: database, database, temporal, accepting, oldestUnstartedSeconds };
  });

  app.get('/metrics', async (_request, reply) => {
    await measure();
    reply.header('content-type', metrics.registry.contentType);
    return metrics.registry.metrics();
  });
}
