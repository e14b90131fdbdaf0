import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import swagger from '@fastify/swagger';
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { Refused } from '../../registry/staff/refused';
import { clerkDesk } from '../../suppliers/alseco/clerk/desk';
import { printJson } from '../../wire/json';
import { plainAddress } from '../guard/allow-list';
import { InFlight } from '../guard/in-flight';
import { RateLimit } from '../guard/rate';
import { noteOf } from '../note';
import { HttpRefused } from '../partner/refusal';
import type { ApiParts } from '../parts';
import { alsecoOperations } from './alseco';
import { dayOperations } from './days';
import { describeRoutes, zodCompilers } from './operation';
import { OperationRefused } from './refused';
import { registerOperations } from './registers';
import { signingOperations } from './signings';
import { actsAs, StaffAuthentication } from './staff-authentication';

const REQUESTS_PER_MINUTE = 600;
const MAX_IN_FLIGHT = 50;
const JSON_TYPE = 'application/json; charset=utf-8';

/** `/api/v1/…` for staff, by HTTP Basic, and its description at `/api/openapi.json`. */
export function operations(app: FastifyInstance, parts: ApiParts): void {
  app.register(
    async (scope) => {
      await scope.register(swagger, {
        openapi: {
          openapi: '3.1.0',
          info: { title: 'Tolem', description: 'Operations of the payment gateway, for staff. Ids and sums are text and exact.', version: version() },
          components: { securitySchemes: { staff: { type: 'http', scheme: 'basic', description: 'Name and password of a staff account' } } },
        },
        transform: describeRoutes as never,
      });
      zodCompilers(scope);
      errors(scope);
      scope.get('/openapi.json', { schema: { hide: true } as object }, async (_request, reply) =>
        reply.header('content-type', JSON_TYPE).send(JSON.stringify(scope.swagger())),
      );
      await scope.register(async (v1) => routes(v1, parts), { prefix: '/v1' });
    },
    { prefix: '/api' },
  );
}

function routes(scope: FastifyInstance, parts: ApiParts): void {
  const authentication = new StaffAuthentication(parts.database, parts.passwords);
  const addresses = new RateLimit(REQUESTS_PER_MINUTE);
  bounded(scope);
  scope.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    const waitS = addresses.take(plainAddress(request.ip));
    if (waitS > 0) throw new HttpRefused(429, 'слишком много запросов', waitS);
    const { action } = request.routeOptions.config;
    if (!action) throw new OperationRefused(403, 'nobody may do this');
    const { name } = await authentication.staff(request, action);
    noteOf(request).agent = `staff:${name}`;
    actsAs(request, name);
  });
  registerOperations(scope, parts);
  signingOperations(scope, parts);
  dayOperations(scope, parts);
  const desk = clerkDesk(parts.suppliers);
  if (desk) alsecoOperations(scope, desk, parts);
}

/** Questions at once: each may hold a connection to a counterparty and a file. */
function bounded(scope: FastifyInstance): void {
  const inFlight = new InFlight(MAX_IN_FLIGHT);
  const entered = new WeakSet<FastifyRequest>();
  const leave = (request: FastifyRequest): void => {
    if (entered.delete(request)) inFlight.leave();
  };
  scope.addHook('onRequest', async (request) => {
    if (!inFlight.enter()) throw new HttpRefused(503, 'слишком много запросов сразу', 1);
    entered.add(request);
  });
  scope.addHook('onResponse', async (request) => leave(request));
  scope.addHook('onRequestAbort', async (request) => leave(request));
}

/** Every refusal is JSON: `{"error": one sentence, …}`. What is our own mistake is logged and not told. */
function errors(scope: FastifyInstance): void {
  scope.setErrorHandler((error: Error & Partial<Pick<FastifyError, 'statusCode'>>, request, reply) => {
    const said = (code: number, words: string, more: object = {}) =>
      reply
        .code(code)
        .header('content-type', JSON_TYPE)
        .send(printJson({ error: words, ...more }));
    if (error instanceof HttpRefused) {
      if (error.retryAfterS !== null) reply.header('retry-after', String(error.retryAfterS));
      return said(error.code, error.more);
    }
    if (error instanceof OperationRefused) {
      noteOf(request).why = error.message;
      reply.headers(error.headers);
      return said(error.code, error.message, error.more);
    }
    if (error instanceof Refused) return said(403, error.message);
    if (error.statusCode !== undefined && error.statusCode < 500) return said(error.statusCode, error.message);
    noteOf(request).err = error;
    return said(500, 'something went wrong that should not');
  });
}

/** Of package.json, which lies beside src and dist alike. */
function version(): string {
  return (JSON.parse(readFileSync(join(__dirname, '..', '..', '..', 'package.json'), 'utf8')) as { version: string }).version;
}
