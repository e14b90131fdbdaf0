import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { OPERATION_NAMES } from '../../contracts/alseco/operations';
import { readOffer } from '../../contracts/alseco/overrides';
import { printWsdl } from '../../contracts/alseco/wsdl';
import { Clock } from '../clock';
import { FAULTS } from '../faults';
import { type Serve, startServer } from '../server';
import { Book } from './book';
import { Register } from './register';
import { soap } from './soap';
import { switches } from './switches';
import type { World } from './world';

export interface AlsecoSandboxOptions {
  readonly port: number;
  readonly host?: string;
  /** The book is kept in `alseco/` under it. */
  readonly dataDir: string;
  readonly zone: string;
  readonly bankCode: string;
  readonly overridesJson?: string | undefined;
}

export interface AlsecoSandbox {
  readonly port: number;
  readonly endpoint: string;
  stop(): Promise<void>;
}

export const ALSECO_PATH = '/AlsecoPaymentsService.asmx';
const BODY_MAX_BYTES = 8 * 1024 * 1024;

/** A real stateful Alseco: strict about what it is asked, with a book on disk and faults that can be switched on. */
export async function startAlsecoSandbox({ port, host, dataDir, zone, bankCode, overridesJson }: AlsecoSandboxOptions): Promise<AlsecoSandbox> {
  const clock = new Clock(zone);
  const book = new Book(join(dataDir, 'alseco', 'book.jsonl'), clock);
  const world: World = { book, register: new Register(book.periods), bankCode, overwritten: new Map() };
  const { operations } = readOffer(overridesJson);
  const reset = (): void => {
    book.reset();
    world.overwritten.clear();
  };
  const routes = (server: FastifyInstance, serve: Serve): void => {
    serve(ALSECO_PATH, BODY_MAX_BYTES, (request, body) => soap(request.headers, body, operations, world));
    server.route({
      method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url: ALSECO_PATH,
      handler: (request, reply) => {
        if (request.method !== 'GET' || !request.url.toLowerCase().endsWith('?wsdl'))
          return reply.code(405).type('text/html; charset=utf-8').send('<html><body>Method not allowed</body></html>');
        const at = (request.headers.host ?? '127.0.0.1').replace(/[^A-Za-z0-9.:[\]-]/g, '');
        return reply.type('text/xml; charset=utf-8').send(printWsdl(operations, `http://${at}${ALSECO_PATH}`));
      },
    });
  };
  const names = { faults: FAULTS.alseco, operations: OPERATION_NAMES };
  const listening = await startServer({
    port,
    host,
    clock,
    names,
    book: { reset, close: () => book.close() },
    routes,
    switches: (on) => switches(on, world),
  });
  return { ...listening, endpoint: `http://127.0.0.1:${listening.port}${ALSECO_PATH}` };
}
