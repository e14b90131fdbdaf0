import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { printJson } from '../wire/json';
import { noteOf } from './note';
import { HOME_INDEX } from './partner/home-index';
import { HttpRefused, refusal } from './partner/refusal';
import { registerAnswer } from './registers/register-answer';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const WORDS: Readonly<Record<number, string>> = {
  404: 'нет такого адреса',
  405: 'метод не поддерживается',
  413: 'тело запроса слишком большое',
  429: 'слишком много запросов',
  503: 'сервис временно недоступен',
};
const INTERNAL = 500;

/** Whatever goes wrong outside a route's own answer still gets a JSON body, in the shape its caller knows. */
export function jsonErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: Error & Partial<Pick<FastifyError, 'statusCode'>>, request, reply) => {
    if (error instanceof HttpRefused) {
      if (error.retryAfterS !== null) reply.header('retry-after', String(error.retryAfterS));
      return answer(request, reply, error.code, error.more);
    }
    const code = error.statusCode ?? INTERNAL;
    if (code >= INTERNAL && code !== 503) noteOf(request).err = error;
    else noteOf(request).why = error.message;
    // A body whose head cannot be read is a malformed request of the Partner API, not an HTTP matter.
    return answer(
      request,
      reply,
      isPartner(request) && code < INTERNAL && code !== 413 ? 200 : code,
      WORDS[code] ?? (code < INTERNAL ? error.message : 'внутренняя ошибка'),
    );
  });

  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request);
    const allowed = METHODS.filter((method) => app.hasRoute({ method, url: path }));
    if (allowed.length === 0) return answer(request, reply, 404, WORDS[404] ?? '');
    reply.header('allow', allowed.join(', '));
    return answer(request, reply, 405, WORDS[405] ?? '');
  });
}

const REGISTERS: ReadonlySet<string> = new Set(['/home/postpayments', '/home/posttotalamount', '/callback/upstream']);
const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '';
const isPartner = (request: FastifyRequest): boolean => pathOf(request) === HOME_INDEX || REGISTERS.has(pathOf(request));

function answer(request: FastifyRequest, reply: FastifyReply, code: number, words: string): FastifyReply {
  reply.code(code).header('content-type', 'application/json; charset=utf-8');
  const path = pathOf(request);
  if (path === HOME_INDEX) {
    const status = code === 503 ? -503 : -500;
    noteOf(request).status = status;
    return reply.send(refusal({}, status, words));
  }
  if (REGISTERS.has(path)) return reply.send(registerAnswer('error', words));
  return reply.send(printJson({ error: words }));
}
