import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { OperationName, Operations } from '../../contracts/alseco/operations';
import { decodeXml } from '../../wire/xml-charset';
import type { Book } from './book';
import type { Controlled } from './control';
import { execute } from './handlers';
import { bodyOf, respond } from './http';
import { printedAnswer, printedFault } from './printed/print';
import { type Asked, readRequest } from './strict';
import { Fault, notProcessed, type Value } from './value';
import type { World } from './world';

export interface Service {
  readonly world: World;
  readonly state: Controlled;
  readonly operations: Operations;
  /** Bookings that come after their connection is gone. */
  readonly late: Set<Promise<void>>;
  readonly stopping: AbortSignal;
}

/** The longest a hanging answer hangs. */
const HANG_MS = 180_000;

/** One SOAP call: read strictly, meet a fault where one is switched on, execute, answer. */
export async function soap(request: IncomingMessage, response: ServerResponse, service: Service): Promise<void> {
  const contentType = request.headers['content-type'] ?? '';
  const version = contentType.toLowerCase().startsWith('application/soap+xml') ? '1.2' : '1.1';
  let asked: Asked;
  let text: string;
  try {
    text = decodeXml(await bodyOf(request), contentType);
    asked = readRequest(text, { soapAction: String(request.headers['soapaction'] ?? ''), contentType }, service.operations);
  } catch (error) {
    const fault = error instanceof Fault ? error : new Fault('Client', error instanceof Error ? error.message : String(error));
    respond(response, 500, typeOf(version), printedFault(fault, version));
    return;
  }
  const { operation } = asked;
  const { book, counts, faults } = service.state;
  counts.set(operation.name, (counts.get(operation.name) ?? 0) + 1);
  const run = (): Promise<Value> => Promise.resolve(execute(operation.name, asked.request, service.world));
  const fault = faults.take(operation.name, () => spokenOf(operation.name, text, book));
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

/** A rollback names PaymentIds alone, so what stands in their bookings counts as said. */
function spokenOf(operation: OperationName, text: string, book: Book): string {
  if (operation !== 'RollbackPayments') return text;
  const ids = text.match(/\d+/g) ?? [];
  return `${text} ${ids.map((id) => JSON.stringify(book.find(id) ?? null)).join(' ')}`;
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
