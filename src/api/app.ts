import fastify, { type FastifyInstance } from 'fastify';
import { Authentication } from './auth';
import { plainAddress } from './guard/allow-list';
import { Backlog } from './guard/backlog';
import { InFlight } from './guard/in-flight';
import { RateLimit } from './guard/rate';
import { health } from './health';
import { jsonErrors } from './http-errors';
import { logOneLinePerRequest } from './note';
import { operations } from './operations/operations';
import { homeIndex } from './partner/home-index';
import { HttpRefused } from './partner/refusal';
import type { ApiParts } from './parts';
import { postPayments } from './registers/post-payments';
import { postTotalAmount } from './registers/post-total-amount';
import { answerRegister, MAX_REGISTER_BYTES } from './registers/register-answer';
import { Together } from './together';
import { upstreamCallback } from './upstream-callback';

/** A request must be here whole within this time; answers have deadlines of their own. */
const REQUEST_TIMEOUT_MS = 30_000;

/** The api without its socket: main.ts listens, tests inject. The parts are closed by whoever made them. */
export function buildApp(parts: ApiParts): FastifyInstance {
  const app = fastify({
    logger: false,
    // Addresses and networks, separated by commas; nothing: the socket's address counts.
    trustProxy: parts.config.API_TRUST_PROXY || false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // While it stops, a request on a connection made before is answered as ever, and the connection ends with the answer.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
  });
  const backlog = new Backlog(parts.database, parts.config.ACCEPT_BACKLOG_MAX_AGE_S);
  logOneLinePerRequest(app, parts.logger);
  jsonErrors(app);
  health(app, parts, backlog);
  app.register(async (scope) => partnerApi(scope, parts, backlog));
  operations(app, parts);
  return app;
}

/** Bodies arrive as bytes whatever their type says: forms and registers are read by our own bounded readers. */
function partnerApi(scope: FastifyInstance, parts: ApiParts, backlog: Backlog): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  limitCallers(scope, parts.config.ACCEPT_RATE_PER_MINUTE, parts.inFlight ?? new InFlight());
  const together = new Together(parts.database);
  const authentication = new Authentication({
    database: parts.database,
    together,
    ratePerMinute: parts.config.ACCEPT_RATE_PER_MINUTE,
    ...(parts.passwords ? { passwords: parts.passwords } : {}),
  });
  const limits = { bodyLimit: MAX_REGISTER_BYTES };
  homeIndex(scope, { ...parts, backlog, together }, authentication);
  scope.post('/home/postpayments', limits, (request, reply) =>
    answerRegister(request, reply, parts.ladders.registerAnswerMs, () => postPayments(request, parts.database, authentication)),
  );
  scope.post('/home/posttotalamount', limits, (request, reply) =>
    answerRegister(request, reply, parts.ladders.registerAnswerMs, () => postTotalAmount(request, parts.database, authentication)),
  );
  upstreamCallback(scope, parts);
}

/** By address before anything is read; who it is comes later. */
function limitCallers(scope: FastifyInstance, perMinute: number, inFlight: InFlight): void {
  const addresses = new RateLimit(perMinute);
  const entered = new WeakSet<object>();
  const leave = (request: object) => {
    if (entered.delete(request)) inFlight.leave();
  };
  scope.addHook('onRequest', async (request) => {
    const waitS = addresses.take(plainAddress(request.ip));
    if (waitS > 0) throw new HttpRefused(429, 'слишком много запросов', waitS);
    if (!inFlight.enter()) throw new HttpRefused(503, 'слишком много запросов сразу', 1);
    entered.add(request);
  });
  scope.addHook('onResponse', async (request) => leave(request));
  scope.addHook('onRequestAbort', async (request) => leave(request));
}
