import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { SANDBOX_HEADER, SANDBOX_WORD } from '../wire/sandbox';
import { Answering, type Asked } from './answering';
import type { Clock } from './clock';
import { type Controlled, control, type Switches } from './control';
import { Faults } from './faults';
import { Later } from './later';

export interface SandboxParts {
  /** 0 takes any free port. */
  readonly port: number;
  /** Loopback unless it is given: /control has no password. */
  readonly host?: string | undefined;
  readonly clock: Clock;
  readonly names: Controlled['names'];
  readonly book: { reset(): void; close(): void };
  /** Adds the counterparty's own addresses. */
  routes(server: FastifyInstance, serve: Serve): void;
  /** Adds the switches that only this sandbox has. */
  switches(on: Switches): void;
}

/** Answers POSTs to a path, with the fault that meets each. */
export type Serve = (path: string, bodyLimit: number, read: (request: FastifyRequest, body: Buffer) => Asked) => void;

export interface Listening {
  readonly port: number;
  stop(): Promise<void>;
}

/** What every sandbox is built on: HTTP that says what it is, calls counted and met by faults, switches. */
export async function startServer({ port, host = '127.0.0.1', clock, names, book, routes, switches }: SandboxParts): Promise<Listening> {
  const faults = new Faults();
  const counts = new Map<string, number>();
  const later = new Later();
  const answering = new Answering(faults);
  const server = fastify({ forceCloseConnections: true, logger: false });
  // On the raw answer, so that one written past fastify has it too.
  server.addHook('onRequest', async (_request, reply) => void reply.raw.setHeader(SANDBOX_HEADER, SANDBOX_WORD));
  server.setErrorHandler((error, _request, reply) => {
    // What is out of range was asked for.
    const { statusCode = error instanceof RangeError ? 400 : 500, message } = error as { statusCode?: number; message: string };
    return reply.code(statusCode).send({ error: message });
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.get('/health', () => ({ status: 'ok' }));

  routes(server, (path, bodyLimit, read) =>
    server.post(path, { bodyLimit }, async (request, reply) => {
      const asked = read(request, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
      if (asked.operation !== null) counts.set(asked.operation, (counts.get(asked.operation) ?? 0) + 1);
      reply.hijack();
      await answering.answer(reply.raw, asked).catch((error: Error) => {
        // Stopped while it waited, or half of it is written.
        if (error.name === 'AbortError' || reply.raw.headersSent) reply.raw.destroy();
        else reply.raw.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(error.message);
      });
      if (asked.operation !== null) later.answered(asked.operation);
    }),
  );
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(...parse(String(body))));
    control(scope, { faults, counts, clock, later, names, reset: () => book.reset() }, switches);
  });

  await server.listen({ port, host });
  const stop = async (): Promise<void> => {
    await answering.close();
    await server.close();
    book.close();
  };
  let stopped: Promise<void> | undefined;
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

function parse(body: string): [Error | null, unknown?] {
  try {
    return [null, body.trim() === '' ? {} : JSON.parse(body)];
  } catch {
    return [Object.assign(new Error('the body is no JSON'), { statusCode: 400 })];
  }
}
