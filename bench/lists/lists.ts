import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { childEnvironment } from '../../src/config';
import { newFolder, removeFolder } from '../services/folder';
import { median, shown, spread } from '../statistics';
import { compiledReader } from './compiled';
import { type Source, source } from './source';

export interface ListOptions {
  readonly pairs: number;
  /** Rows of the lists, multiples of 200; the least is the one whose memory the others are held against. */
  readonly rows: readonly number[];
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
  readonly read: ReadonlyMap<number, readonly ListPair[]>;
}

const WARM_UP_ROWS = 2_000;
const READING_LIMIT_MS = 10 * 60_000;
const SPEED_AIM = 0.5;
const MEMORY_AIM = 1.2;
const KIB_PER_MIB = 1024;

/** GetNotMovedPays by the client beside a bare saxes pass over the same bytes, in interleaved pairs of fresh processes. */
export async function lists(options: ListOptions, say: (line: string) => void): Promise<Lists> {
  const server = await source();
  const folder = newFolder();
  const reader = compiledReader(folder);
  const read = new Map<number, ListPair[]>();
  try {
    for (let number = 1; number <= options.pairs; number++) {
      for (const rows of options.rows) {
        const pair = await inTurn(number, { server, reader }, rows);
        read.set(rows, [...(read.get(rows) ?? []), pair]);
        say(
          `lists, pair ${number} of ${options.pairs}, ${rows} rows: ${shown(perSecond(pair.tolem))} rows/s beside bare ${shown(perSecond(pair.bare))}`,
        );
      }
    }
    return { options, read };
  } finally {
    await server.close();
    removeFolder(folder);
  }
}

interface Readers {
  readonly server: Source;
  readonly reader: ReturnType<typeof compiledReader>;
}

async function inTurn(number: number, readers: Readers, rows: number): Promise<ListPair> {
  if (number % 2 === 1) {
    const tolem = await reading(readers, 'tolem', rows);
    return { tolem, bare: await reading(readers, 'bare', rows) };
  }
  const bare = await reading(readers, 'bare', rows);
  return { tolem: await reading(readers, 'tolem', rows), bare };
}

async function reading({ server, reader }: Readers, side: 'tolem' | 'bare', rows: number): Promise<Reading> {
  const words = [reader.script, side, server.endpoint(WARM_UP_ROWS), server.endpoint(rows)];
  const env = childEnvironment(reader.environment);
  const { stdout } = await promisify(execFile)(process.execPath, words, { env, timeout: READING_LIMIT_MS, killSignal: 'SIGKILL' });
  const read = JSON.parse(stdout) as Reading;
  if (read.rows !== rows) throw new Error(`${side} read ${read.rows} of ${rows} rows`);
  return read;
}

const perSecond = ({ rows, ms }: Reading): number => rows / (ms / 1_000);

/** The section of bench/results.md. */
export function listSection({ options, read }: Lists): string[] {
  const least = Math.min(...options.rows);
  const pairsOf = (rows: number) => read.get(rows) ?? [];
  const smallPeak = median(pairsOf(least).map(({ tolem }) => tolem.peakKib));
  const longer = options.rows.filter((rows) => rows !== least);
  const row = (rows: number) => {
    const pairs = pairsOf(rows);
    const of = (pick: (pair: ListPair) => number) => spread(pairs.map(pick));
    const speed = of(({ tolem, bare }) => perSecond(tolem) / perSecond(bare));
    const cpu = of(({ tolem, bare }) => bare.cpuMs / tolem.cpuMs);
    const peak = of(({ tolem }) => tolem.peakKib / KIB_PER_MIB);
    return `| ${rows} | ${of(({ tolem }) => perSecond(tolem))} | ${of(({ bare }) => perSecond(bare))} | ${speed} | ${cpu} | ${peak} | ${shown(peakRatio(pairs, smallPeak))} |`;
  };
  const speeds = longer.map((rows) => [rows, median(pairsOf(rows).map(({ tolem, bare }) => perSecond(tolem) / perSecond(bare)))] as const);
  const peaks = longer.map((rows) => [rows, peakRatio(pairsOf(rows), smallPeak)] as const);
  return [
    '## Lists',
    '',
    'GetNotMovedPays read by the client from its HTTP answer down to lines of the book (times in the zone, exact sums, SHA-256 of the whole), beside a bare',
    '`saxes` parser (no namespaces, events counted and dropped) over the same bytes from the same server. Every reading is a process of its own, warmed up',
    `with a list of ${WARM_UP_ROWS} rows; peak memory is the most the kernel ever counted for that process, Node itself and the modules it loads included.`,
    '',
    '| rows | rows per second | bare | ratio | ratio by CPU | peak memory, MiB | beside the shortest |',
    '|---|---|---|---|---|---|---|',
    ...options.rows.map(row),
    '',
    `- Speed against bare; aim at least ${SPEED_AIM}: ${speeds.map(([rows, ratio]) => `${rows} rows ${shown(ratio)}: ${verdict(ratio >= SPEED_AIM)}`).join('; ')}.`,
    `- Peak memory against ${least} rows; aim at most ${MEMORY_AIM}: ${peaks.map(([rows, ratio]) => `${rows} rows ${shown(ratio)}: ${verdict(ratio <= MEMORY_AIM)}`).join('; ')}.`,
  ];
}

const peakRatio = (pairs: readonly ListPair[], smallPeak: number): number => median(pairs.map(({ tolem }) => tolem.peakKib)) / smallPeak;
const verdict = (met: boolean): string => (met ? 'met' : '**not met**');
