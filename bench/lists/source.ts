import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

/** Alseco's side of the list benchmark: a GetNotMovedPays answer of as many rows as the path says (`/100000`), written as fast as it is read. */
const HEAD =
  '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body><GetNotMovedPaysResponse xmlns="http://www.alseco.kz/AstanaErcPaymentService/"><GetNotMovedPaysResult>';
const TAIL = '</GetNotMovedPaysResult></GetNotMovedPaysResponse></soap:Body></soap:Envelope>';
const ROWS_PER_CHUNK = 200;
const ID_DIGITS = 9;
const FIRST_ID = 100_000_000;

/** The row of the document's reconciliation sample, with a time of booking, which is more to read than its 00:00:00. */
const row = (id: number, second: number): string => {
  const clock = [Math.floor(second / 3600) % 24, Math.floor(second / 60) % 60, second % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `<ResultNotMovedPays><InvoicePaymentId>${id}</InvoicePaymentId><InvoiceId>261110134655</InvoiceId><AccountId>2429284</AccountId><SysRef>TLM261121${id}1</SysRef><PaymentDate>2026-11-21T${clock.slice(0, 5)}:00</PaymentDate><PaySum>${second % 9000}.${String(second % 100).padStart(2, '0')}</PaySum><PaymentReceiveDate>2026-11-21T${clock}.1234567</PaymentReceiveDate></ResultNotMovedPays>`;
};

/** Rows differ in id, SysRef, times and sum; the text of one chunk is made once and its ids are written over. */
const TEMPLATE = Array.from({ length: ROWS_PER_CHUNK }, (_, at) => row(FIRST_ID, 30_000 + at * 197)).join('');
const PLACES = [...TEMPLATE.matchAll(new RegExp(String(FIRST_ID), 'g'))].map((match) => match.index);

function* answer(rows: number): Generator<Buffer> {
  yield Buffer.from(HEAD);
  for (let first = 0; first < rows; first += ROWS_PER_CHUNK) {
    const chunk = Buffer.from(TEMPLATE);
    for (const [at, place] of PLACES.entries()) chunk.write(String(FIRST_ID + first + (at >> 1)), place, ID_DIGITS, 'latin1');
    yield chunk;
  }
  yield Buffer.from(TAIL);
}

export interface Source {
  endpoint(rows: number): string;
  close(): Promise<void>;
}

/** `rows` must be a multiple of 200. */
export async function source(): Promise<Source> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' });
    Readable.from(answer(Number.parseInt((request.url ?? '').slice(1), 10))).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: (rows) => `http://127.0.0.1:${port}/${rows}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
