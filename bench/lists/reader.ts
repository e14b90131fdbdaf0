import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { request } from 'undici';
import type { Day } from '../../src/domain/day';
import { LADDERS } from '../../src/ladders';
import { createAlseco } from '../../src/suppliers/alseco/alseco';
import { notMovedPays } from '../../src/suppliers/alseco/book';
import { dayParameter } from '../../src/suppliers/alseco/time';

/**
 * Reads one list in a process of its own, so that its peak memory is its own, and says what it took as one JSON line.
 * `tolem`: the client, down to lines of the book. `bare`: saxes over the same bytes, its events counted and dropped.
 */
const [side = '', warmUp = '', endpoint = ''] = process.argv.slice(2);
const LIMIT_MS = 600_000;
const ROW = 'ResultNotMovedPays';
const DAY = '2026-11-21' as Day;

/** Opens the client and gives what reads one list: its SOAP part is made once in a process and is no part of a list. */
async function tolem(at: string): Promise<() => Promise<number>> {
  const { connection, close } = createAlseco({
    endpoint: at,
    bankCode: 'ALSC',
    zone: 'Asia/Almaty',
    sysRefPrefix: 'TLM',
    connections: 1,
    ladders: { ...LADDERS.fast, supplierCallMs: LIMIT_MS / 4 },
  });
  await connection.compose('GetNotMovedPays', { bankCode: 'ALSC', dateIn: dayParameter(DAY) });
  return async () => {
    let lines = 0;
    const count = (more: ReadonlyArray<{ readonly kind: string }>): void => {
      for (const line of more) if (line.kind === 'row') lines++;
    };
    const end = await notMovedPays(connection, DAY, count, { signal: new AbortController().signal, keep: () => {} });
    await close();
    if (end.kind !== 'usable' || end.rows !== lines) throw new Error(`${lines} lines were read, and the list ended as ${JSON.stringify(end)}`);
    return lines;
  };
}

const bare = async (at: string) => async (): Promise<number> => {
  const parser = new SaxesParser({ xmlns: false });
  let rows = 0;
  let characters = 0;
  parser.on('opentag', (tag) => {
    if (tag.name === ROW) rows++;
  });
  parser.on('text', (text) => {
    characters += text.length;
  });
  parser.on('closetag', () => {});
  const decoder = new TextDecoder();
  const { body } = await request(at, { method: 'POST', bodyTimeout: LIMIT_MS, headersTimeout: LIMIT_MS });
  for await (const chunk of body) parser.write(decoder.decode(chunk as Buffer, { stream: true }));
  parser.close();
  if (characters === 0) throw new Error('nothing was read');
  return rows;
};

async function run(): Promise<void> {
  const open = side === 'tolem' ? tolem : bare;
  await (await open(warmUp))();
  const read = await open(endpoint);
  const cpu = process.cpuUsage();
  const since = performance.now();
  const rows = await read();
  const ms = performance.now() - since;
  const { user, system } = process.cpuUsage(cpu);
  process.stdout.write(`${JSON.stringify({ rows, ms, cpuMs: (user + system) / 1_000, peakKib: process.resourceUsage().maxRSS })}\n`);
}

void run();
