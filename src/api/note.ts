import type { FastifyInstance, FastifyRequest } from 'fastify';
import { maskedAccount } from '../domain/ids';
import { type Logger, metrics } from '../telemetry';

/** What the one log line of a request will say beside HTTP's own facts. Never a password, a code or a whole account. */
export interface Note {
  agent?: string;
  type?: string;
  transaction?: string;
  request?: string;
  status?: number;
  account?: string;
  /** Other parameters under a TransactionID that was taken. */
  conflict?: true;
  why?: string;
  err?: unknown;
}

const notes = new WeakMap<FastifyRequest, Note>();

export function noteOf(request: FastifyRequest): Note {
  const known = notes.get(request);
  if (known) return known;
  const made: Note = {};
  notes.set(request, made);
  return made;
}

const MS_PER_S = 1_000;

/** Exactly one line for each request, also where the caller went away before the answer. */
export function logOneLinePerRequest(app: FastifyInstance, logger: Logger): void {
  const logged = new WeakSet<FastifyRequest>();
  const log = (request: FastifyRequest, code: number, ms: number, message: string) => {
    if (logged.has(request)) return;
    logged.add(request);
    const { account, ...note } = noteOf(request);
    const route = request.routeOptions.url ?? 'unknown';
    const line = {
      method: request.method,
      route,
      code,
      ms: Math.round(ms),
      address: request.ip,
      ...note,
      ...(account ? { to: maskedAccount(account) } : {}),
    };
    if (note.err || code >= 500) logger.error(line, message);
    else logger.info(line, message);
    metrics.httpRequests.inc({ route, method: request.method, code });
    metrics.httpSeconds.observe({ route }, ms / MS_PER_S);
  };
  app.addHook('onResponse', async (request, reply) => log(request, reply.statusCode, reply.elapsedTime, 'answered'));
  app.addHook('onRequestAbort', async (request) => log(request, 499, 0, 'the caller went away'));
}
