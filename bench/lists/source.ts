import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { isListName, type ListName, shape } from './shapes';

const ROWS_PER_CHUNK = 200;
const ID_DIGITS = 9;
const FIRST_ID = 100_000_000;

/** Rows differ in id, SysRef, times and sum; the text of one chunk is made once and its ids are written over. */
function chunkOf(row: (id: number, second: number) => string): {
  readonly template: Buffer;
  readonly places: readonly number[];
  readonly perRow: number;
} {
  const template = Buffer.from(Array.from({ length: ROWS_PER_CHUNK }, (_, at) => row(FIRST_ID, 30_000 + at * 197)).join(''));
  const id = Buffer.from(String(FIRST_ID));
  const places: number[] = [];
  for (let place = template.indexOf(id); place >= 0; place = template.indexOf(id, place + ID_DIGITS)) places.push(place);
  return { template, places, perRow: places.length / ROWS_PER_CHUNK };
}

function* answer(name: ListName, rows: number): Generator<Buffer> {
  const { head, row, tail } = shape(name);
  const { template, places, perRow } = chunkOf(row);
  yield Buffer.from(head);
  for (let first = 0; first < rows; first += ROWS_PER_CHUNK) {
    const chunk = Buffer.from(template);
    for (const [at, place] of places.entries()) chunk.write(String(FIRST_ID + first + Math.floor(at / perRow)), place, ID_DIGITS, 'latin1');
    yield chunk;
  }
  yield Buffer.from(tail);
}

export interface Source {
  endpoint(list: ListName, rows: number): string;
  close(): Promise<void>;
}

/** Alseco's side of the list benchmark: the list and the number of rows that the path names (`/getPaysInfo/100000`), written as fast as it is read; `rows` must be a multiple of 200. */
export async function source(): Promise<Source> {
  const server = createServer((request, response) => {
    request.resume();
    const [name = '', rows = ''] = (request.url ?? '').slice(1).split('/');
    if (!isListName(name)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' });
    Readable.from(answer(name, Number.parseInt(rows, 10))).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: (list, rows) => `http://127.0.0.1:${port}/${list}/${rows}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
