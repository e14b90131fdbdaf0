import type { IncomingHttpHeaders } from 'node:http';
import type { OperationName, Operations, SoapVersion } from '../../contracts/alseco/operations';
import { escapeXml } from '../../wire/xml';
import { decodeXml } from '../../wire/xml-charset';
import type { Answer, Asked } from '../answering';
import type { Book } from './book';
import { execute } from './handlers';
import { printedAnswer, printedFault } from './printed/print';
import { type Asked as Read, readRequest } from './strict';
import { Fault, notProcessed } from './value';
import type { Overwritten, World } from './world';

/** One SOAP call, read strictly. */
export function soap(headers: IncomingHttpHeaders, body: Buffer, operations: Operations, world: World): Asked {
  const contentType = headers['content-type'] ?? '';
  const version = contentType.toLowerCase().startsWith('application/soap+xml') ? '1.2' : '1.1';
  try {
    const text = decodeXml(body, contentType);
    return call(readRequest(text, { soapAction: String(headers['soapaction'] ?? ''), contentType }, operations), text, world);
  } catch (error) {
    const said = error instanceof Fault ? error : new Fault('Client', error instanceof Error ? error.message : String(error));
    return { ...underFault(version), operation: null, says: () => '', carryOut: () => refuse(said, version) };
  }
}

const call = ({ operation, request }: Read, text: string, world: World): Asked => ({
  ...underFault(operation.version),
  operation: operation.name,
  says: () => spokenOf(operation.name, text, world.book),
  carryOut: async () => {
    try {
      const body = printedAnswer(operation, await execute(operation.name, request, world));
      const fields = world.overwritten.get(operation.name);
      return { status: 200, body: fields ? writeOver(body, fields) : body };
    } catch (error) {
      return refuse(error instanceof Fault ? error : notProcessed(error instanceof Error ? error.message : String(error)), operation.version);
    }
  },
});

/** Wherever a field stands; one that does not is not added. */
function* writeOver(pieces: Iterable<string>, fields: Overwritten): Generator<string> {
  const all = Object.entries(fields).map(([name, text]) => ({
    pattern: new RegExp(`<${name} />|<${name}>[^<]*</${name}>`, 'g'),
    text: `<${name}>${escapeXml(text)}</${name}>`,
  }));
  for (const piece of pieces) yield all.reduce((written, { pattern, text }) => written.replaceAll(pattern, () => text), piece);
}

const underFault = (version: SoapVersion): Pick<Asked, 'type' | 'spoil'> => ({
  type: version === '1.1' ? 'text/xml; charset=utf-8' : 'application/soap+xml; charset=utf-8',
  spoil: ({ from, text }) => refuse(new Fault(from, text), version),
});

const refuse = (fault: Fault, version: SoapVersion): Answer => ({ status: 500, body: printedFault(fault, version) });

/** A rollback names PaymentIds alone, so what stands in their bookings counts as said. */
function spokenOf(operation: OperationName, text: string, book: Book): string {
  if (operation !== 'RollbackPayments') return text;
  const ids = text.match(/\d+/g) ?? [];
  return `${text} ${ids.map((id) => JSON.stringify(book.bookings.find(id) ?? null)).join(' ')}`;
}
