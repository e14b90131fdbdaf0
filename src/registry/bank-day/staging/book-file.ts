import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { BookEnd, BookList, OnRows, StagedRow } from '../../../domain/bank-day/book';
import { day } from '../../../domain/day';
import { money } from '../../../domain/money';
import type { Fetch } from './fetches';
import type { Book } from './make-book';

/** Keeps a book beside the registry while it is read. */
export interface BookKeeper {
  begin(fetch: Fetch): Promise<void>;
  rows(rows: readonly StagedRow[]): Promise<void>;
  /** Where it is kept, below the folder of books; null where it is not. */
  end(book: Book): Promise<string | null>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}

export const keepNothing: BookKeeper = {
  begin: async () => undefined,
  rows: async () => undefined,
  end: async () => null,
  abandon: async () => undefined,
};

const FORMAT = 'tolem book 1';

/** A gzipped file of JSON lines: what it is, its rows as the lists showed them, and what they came to. It has its name once it is whole. */
export function keepIn(folder: string): BookKeeper {
  let name = '';
  let out: PassThrough | null = null;
  let written: Promise<void> = Promise.resolve();
  let count = 0;
  const part = () => `${join(folder, name)}.part`;
  const write = async (text: string): Promise<void> => {
    if (!out) throw new Error('a book is not open');
    if (!out.write(text)) await Promise.race([new Promise<void>((resolve) => out?.once('drain', resolve)), written]);
  };
  return {
    async begin(fetch) {
      name = join(fetch.supplier, `${fetch.day}-${fetch.id}.jsonl.gz`);
      await mkdir(dirname(part()), { recursive: true, mode: 0o700 });
      out = new PassThrough();
      written = pipeline(out, createGzip(), createWriteStream(part(), { mode: 0o600 }));
      // Told to whoever writes or ends; unheard until then it would end the process.
      written.catch(() => undefined);
      await write(`${JSON.stringify({ format: FORMAT, supplier: fetch.supplier, day: fetch.day, startedAt: fetch.startedAt })}\n`);
    },
    rows: (rows) => {
      count += rows.length;
      return write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    },
    async end(book) {
      out?.end(`${JSON.stringify({ end: true, rows: count, book })}\n`);
      await written;
      await rename(part(), join(folder, name));
      return name;
    },
    async abandon() {
      out?.destroy();
      await written.catch(() => undefined);
      if (name !== '') await rm(part(), { force: true });
    },
  };
}

const ROWS_AT_ONCE = 1_000;
/** A line longer than this is none of ours. */
const LINE_CHARACTERS = 64 * 1024;

/** Reads a kept book again, or one that came by mail: `failed` where it is no such file, cannot be read, or has no end. */
export async function readBookFile(path: string, onRows: OnRows): Promise<BookEnd> {
  const read = new FileReader();
  try {
    for await (const line of linesOf(path)) {
      read.take(line);
      if (read.rows.length >= ROWS_AT_ONCE) await onRows(read.rows.splice(0));
    }
    read.end();
  } catch (error) {
    return { kind: 'failed', why: `the file cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
  await onRows(read.rows);
  return { kind: 'complete' };
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  const done = pipeline(createReadStream(path), unpacked);
  // Told by the stream itself.
  done.catch(() => undefined);
  unpacked.setEncoding('utf8');
  let rest = '';
  for await (const chunk of unpacked as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LINE_CHARACTERS) throw new Error('a line without an end');
    yield* lines;
  }
  if (rest !== '') throw new Error('it breaks off in a line');
}

class FileReader {
  readonly rows: StagedRow[] = [];
  private at = 0;
  private count = 0;
  private ended: number | null = null;

  take(line: string): void {
    const said = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (this.at++ === 0) {
      if (said['format'] !== FORMAT) throw new Error('it is no kept book');
    } else if (this.ended !== null) throw new Error('it goes on after its end');
    else if (said['end'] === true) this.ended = Number(said['rows']);
    else {
      this.rows.push(rowOf(said));
      this.count++;
    }
  }

  end(): void {
    if (this.ended === null) throw new Error('it has no end');
    if (this.ended !== this.count) throw new Error(`it has ${this.count} rows instead of ${this.ended}`);
  }
}

const LISTS: readonly string[] = ['all', 'not moved', 'day before', 'day after'] satisfies BookList[];

/** Throws for what is no row: the file may have come from anywhere. */
function rowOf(said: Readonly<Record<string, unknown>>): StagedRow {
  const text = (name: string): string => {
    const value = said[name];
    if (typeof value !== 'string') throw new Error(`a row without ${name}`);
    return value;
  };
  const list = text('list') as BookList;
  if (!LISTS.includes(list)) throw new Error(`a row of list ${list.slice(0, 20)}`);
  if ('raw' in said) return { list, raw: text('raw') };
  const minute = said['minute'] === null ? null : text('minute');
  const facts = { paymentId: text('paymentId'), reference: text('reference'), account: text('account'), item: text('item') };
  return { list, ...facts, amount: money(text('amount')), day: day(text('day')), minute };
}
