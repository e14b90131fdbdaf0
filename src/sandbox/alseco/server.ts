import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Operations } from '../../contracts/alseco/operations';
import { offered } from '../../contracts/alseco/overrides';
import { printWsdl } from '../../contracts/alseco/wsdl';
import { decodeXml } from '../../wire/xml-charset';
import { Book } from './book';
import { Clock } from './clock';
import { type Controlled, control } from './control';
import { Faults } from './faults';
import { execute } from './handlers';
import { printedAnswer, printedFault } from './print';
import { Register } from './register';
import { type Asked, readRequest } from './strict';
import { Fault, notProcessed, type Value } from './value';
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
/** The longest a hanging answer hangs. */
const HANG_MS = 180_000;

/** A real stateful Alseco: strict about what it is asked, with a book on disk and faults that can be switched on. */
export async function startAlsecoSandbox(options: AlsecoSandboxOptions): Promise<AlsecoSandbox> {
  const book = await Book.open(options.dataDir, new Clock(options.zone));
  const world: World = { book, register: new Register(book), bankCode: options.bankCode };
  const state: Controlled = { book, faults: new Faults(), counts: new Map() };
  const { operations } = offered(options.overridesJson);
  const stopping = new AbortController();
  const late = new Set<Promise<void>>();
  const service = { world, state, operations, late, stopping: stopping.signal };
  const server = createServer((request, response) => {
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

interface Service {
  readonly world: World;
  readonly state: Controlled;
  readonly operations: Operations;
  /** Bookings that come after their connection is gone. */
  readonly late: Set<Promise<void>>;
  readonly stopping: AbortSignal;
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
    const host = request.headers.host ?? '127.0.0.1';
    respond(response, 200, 'text/xml; charset=utf-8', printWsdl(service.operations, `http://${host}${ALSECO_PATH}`));
  } else if (method === 'POST') await soap(request, response, service);
  else respond(response, 405, 'text/html; charset=utf-8', '<html><body>Method not allowed</body></html>');
}

async function soap(request: IncomingMessage, response: ServerResponse, service: Service): Promise<void> {
  const contentType = request.headers['content-type'] ?? '';
  const version = contentType.toLowerCase().startsWith('application/soap+xml') ? '1.2' : '1.1';
  let asked: Asked;
  try {
    const text = decodeXml(await bodyOf(request), contentType);
    asked = readRequest(text, { soapAction: String(request.headers['soapaction'] ?? ''), contentType }, service.operations);
  } catch (error) {
    const fault = error instanceof Fault ? error : new Fault('Client', error instanceof Error ? error.message : String(error));
    respond(response, 500, typeOf(version), printedFault(fault, version));
    return;
  }
  const { operation } = asked;
  const { counts, faults } = service.state;
  counts.set(operation.name, (counts.get(operation.name) ?? 0) + 1);
  const run = (): Promise<Value> => Promise.resolve(execute(operation.name, asked.request, service.world));
  const fault = faults.take(operation.name);
  try {
    if (!fault || fault.fault === 'delay') {
      if (fault) await pause(fault.afterMs, undefined, { signal: service.stopping });
      await answer(response, asked, await run());
      return;
    }
    if (fault.fault === 'late') {
      response.destroy();
      await later(run, fault.afterMs, service);
      return;
    }
    const result = fault.runs ? await run() : null;
    if (fault.fault === 'lost-before' || fault.fault === 'lost-after') response.destroy();
    else if (fault.fault === 'hang') await pause(HANG_MS, undefined, { signal: service.stopping }).finally(() => response.destroy());
    else if (fault.fault === 'blank') respond(response, 200, typeOf(operation.version), '');
    else if (fault.fault === 'html-502')
      respond(response, 502, 'text/html; charset=utf-8', '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>');
    else if (fault.fault === 'truncated') truncated(response, asked, result);
    else throw new Fault(fault.from, fault.text);
  } catch (error) {
    if (response.destroyed) return;
    const said = error instanceof Fault ? error : notProcessed(error instanceof Error ? error.message : String(error));
    respond(response, 500, typeOf(operation.version), printedFault(said, operation.version));
  }
}

async function later(run: () => Promise<Value>, afterMs: number, service: Service): Promise<void> {
  const booked = pause(afterMs, undefined, { signal: service.stopping })
    .then(run)
    .then(
      () => {},
      () => {},
    );
  service.late.add(booked);
  await booked.finally(() => service.late.delete(booked));
}

const typeOf = (version: '1.1' | '1.2'): string => (version === '1.1' ? 'text/xml; charset=utf-8' : 'application/soap+xml; charset=utf-8');
const PIECE_CHARACTERS = 64 * 1024;

/** Written as it is printed, no faster than it is read. */
async function answer(response: ServerResponse, { operation }: Asked, result: Value): Promise<void> {
  response.writeHead(200, { 'content-type': typeOf(operation.version) });
  let piece = '';
  for (const text of printedAnswer(operation, result)) {
    piece += text;
    if (piece.length < PIECE_CHARACTERS) continue;
    if (!response.write(piece)) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
    if (response.destroyed) return;
    piece = '';
  }
  response.end(piece);
}

function truncated(response: ServerResponse, { operation }: Asked, result: Value): void {
  const whole = [...printedAnswer(operation, result)].join('');
  respond(response, 200, typeOf(operation.version), whole.slice(0, Math.floor(whole.length * 0.6)));
}

function respond(response: ServerResponse, status: number, contentType: string, body: string): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length }).end(bytes);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > BODY_MAX_BYTES) throw new Fault('Client', `a request of more than ${BODY_MAX_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function listening(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
