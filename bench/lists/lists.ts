import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { childEnvironment } from '../../src/config';
import { newFolder, removeFolder } from '../services/folder';
import { shown } from '../statistics';
import { compiledReader } from './compiled';
import { LIST_NAMES, type ListName } from './shapes';
import { type Source, source } from './source';

/** Interleaved pairs, each over lists of these lengths (multiples of 200). */
interface Lengths {
  readonly pairs: number;
  /** The least is the one whose memory the others are held against. */
  readonly rows: readonly number[];
}

export interface ListOptions {
  readonly main: Lengths & { readonly name: ListName };
  /** Every other long list. */
  readonly others: Lengths;
}

/** One reading of a list by a process of its own. */
export interface Reading {
  readonly rows: number;
  readonly ms: number;
  readonly cpuMs: number;
  /** The most that the process ever held. */
  readonly peakKib: number;
}

export interface ListPair {
  readonly tolem: Reading;
  readonly bare: Reading;
}

export interface Lists {
  readonly options: ListOptions;
  /** By list, the main one first, and by length. */
  readonly read: ReadonlyMap<ListName, ReadonlyMap<number, readonly ListPair[]>>;
}

export const WARM_UP_ROWS = 2_000;
const READING_LIMIT_MS = 10 * 60_000;

/** Alseco's long lists read by the client beside a bare saxes pass over the same bytes, in interleaved pairs of fresh processes. */
export async function lists(options: ListOptions, say: (line: string) => void): Promise<Lists> {
  const server = await source();
  const folder = newFolder();
  const reader = compiledReader(folder);
  const { main, others } = options;
  const read = new Map<ListName, ReadonlyMap<number, readonly ListPair[]>>();
  try {
    for (const name of [main.name, ...LIST_NAMES.filter((each) => each !== main.name)])
      read.set(name, await pairsOf({ server, reader, name }, name === main.name ? main : others, say));
    return { options, read };
  } finally {
    await server.close();
    removeFolder(folder);
  }
}

interface Readers {
  readonly server: Source;
  readonly reader: ReturnType<typeof compiledReader>;
  readonly name: ListName;
}

async function pairsOf(readers: Readers, { pairs, rows: lengths }: Lengths, say: (line: string) => void): Promise<Map<number, ListPair[]>> {
  const read = new Map<number, ListPair[]>(lengths.map((rows) => [rows, []]));
  for (let number = 1; number <= pairs; number++) {
    for (const [rows, done] of read) {
      const pair = await inTurn(number, readers, rows);
      done.push(pair);
      const speeds = `${shown(perSecond(pair.tolem))} rows/s beside bare ${shown(perSecond(pair.bare))}`;
      say(`${readers.name}, pair ${number} of ${pairs}, ${rows} rows: ${speeds}, at most ${Math.round(pair.tolem.peakKib / 1024)} MiB`);
    }
  }
  return read;
}

async function inTurn(number: number, readers: Readers, rows: number): Promise<ListPair> {
  if (number % 2 === 1) {
    const tolem = await reading(readers, 'tolem', rows);
    return { tolem, bare: await reading(readers, 'bare', rows) };
  }
  const bare = await reading(readers, 'bare', rows);
  return { tolem: await reading(readers, 'tolem', rows), bare };
}

async function reading({ server, reader, name }: Readers, side: 'tolem' | 'bare', rows: number): Promise<Reading> {
  const words = [reader.script, side, name, server.endpoint(name, WARM_UP_ROWS), server.endpoint(name, rows)];
  const env = childEnvironment(reader.environment);
  const { stdout } = await promisify(execFile)(process.execPath, words, { env, timeout: READING_LIMIT_MS, killSignal: 'SIGKILL' });
  const read = JSON.parse(stdout) as Reading;
  if (read.rows !== rows) throw new Error(`${side} read ${read.rows} of ${rows} rows of ${name}`);
  return read;
}

export const perSecond = ({ rows, ms }: Reading): number => rows / (ms / 1_000);
