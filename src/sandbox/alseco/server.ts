import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readOffer } from '../../contracts/alseco/overrides';
import { printWsdl } from '../../contracts/alseco/wsdl';
import { SANDBOX_HEADER, SANDBOX_WORD } from '../../wire/sandbox';
import { Book } from './book';
import { Clock } from './clock';
import { type Controlled, control } from './control';
import { Faults } from './faults';
import { bodyOf, respond } from './http';
import { Register } from './register';
import { type Service, soap } from './soap';
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

/** A real stateful Alseco: strict about what it is asked, with a book on disk and faults that can be switched on. */
export async function startAlsecoSandbox(options: AlsecoSandboxOptions): Promise<AlsecoSandbox> {
  const book = await Book.open(options.dataDir, new Clock(options.zone));
  const world: World = { book, register: new Register(book), bankCode: options.bankCode };
  const state: Controlled = { book, faults: new Faults(), counts: new Map() };
  const { operations } = readOffer(options.overridesJson);
  const stopping = new AbortController();
  const late = new Set<Promise<void>>();
  const service: Service = { world, state, operations, late, stopping: stopping.signal };
  const server = createServer((request, response) => {
    response.setHeader(SANDBOX_HEADER, SANDBOX_WORD);
    serve(request, response, service).catch((error: unknown) => {
      if (!response.headersSent) respond(response, 500, 'text/plain; charset=utf-8', error instanceof Error ? error.message : String(error));
      else response.destroy();
    });
  });
  const port = await listening(server, options.port, options.host ?? '127.0.0.1');
  return {
    port,
    endpoint: `http://127.0.0.1:${port}${ALSECO_PATH}`,
    async stop() {
      stopping.abort();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await Promise.allSettled(late);
      await book.close();
    },
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, service: Service): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const method = request.method ?? 'GET';
  if (url.pathname.startsWith('/control/')) {
    const answer = await control(method, url.pathname, (await bodyOf(request)).toString('utf8'), service.state).catch((error: unknown) => ({
      status: 400,
      body: { message: error instanceof Error ? error.message : String(error) },
    }));
    respond(response, answer.status, 'application/json; charset=utf-8', JSON.stringify(answer.body));
  } else if (url.pathname === '/health') respond(response, 200, 'application/json; charset=utf-8', '{"status":"ok"}');
  else if (url.pathname !== ALSECO_PATH) respond(response, 404, 'text/html; charset=utf-8', '<html><body>Not found</body></html>');
  else if (method === 'GET' && url.search.toLowerCase() === '?wsdl') {
    const host = (request.headers.host ?? '127.0.0.1').replace(/[^A-Za-z0-9.:[\]-]/g, '');
    respond(response, 200, 'text/xml; charset=utf-8', printWsdl(service.operations, `http://${host}${ALSECO_PATH}`));
  } else if (method === 'POST') await soap(request, response, service);
  else respond(response, 405, 'text/html; charset=utf-8', '<html><body>Method not allowed</body></html>');
}

function listening(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
