import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { request } from 'undici';
import { OPERATIONS } from '../../src/contracts/alseco/operations';
import type { Day, Month } from '../../src/domain/day';
import { LADDERS } from '../../src/ladders';
import { createAlseco } from '../../src/suppliers/alseco/alseco';
import { type BookLine, notMovedPays, paysInfo } from '../../src/suppliers/alseco/bank-day/book';
import { bankPayByMonth } from '../../src/suppliers/alseco/bank-day/day';
import { accountsWithFormedBill, billInfo } from '../../src/suppliers/alseco/clerk/bills';
import type { AlsecoConnection, AlsecoContext } from '../../src/suppliers/alseco/connection';
import type { ListEnd } from '../../src/suppliers/alseco/lists';
import type { ListName } from './shapes';

/**
 * Reads one list in a process of its own, so that its peak memory is its own, and says what it took as one JSON line.
 * `tolem`: the client, down to what its callers get. `bare`: saxes over the same bytes, its events counted and dropped.
 */
const [side = '', name = '', warmUp = '', endpoint = ''] = process.argv.slice(2);
const list = name as ListName;
const LIMIT_MS = 600_000;
const DAY = '2026-11-21' as Day;
const MONTH = '2026-11' as Month;

type Count = (more: number) => void;
type Ask = (connection: AlsecoConnection, count: Count, context: AlsecoContext) => Promise<ListEnd>;

/** A line that cannot be read is none: the numbers then differ. */
const lines =
  (count: Count) =>
  (more: readonly BookLine[]): void =>
    count(more.filter(({ kind }) => kind === 'row').length);

const ASK: Readonly<Record<ListName, Ask>> = {
  GetNotMovedPays: (connection, count, context) => notMovedPays(connection, DAY, lines(count), context),
  getPaysInfo: (connection, count, context) => paysInfo(connection, { from: DAY, to: DAY }, lines(count), context),
  GetBankPayByMonth: (connection, count, context) => bankPayByMonth(connection, MONTH, lines(count), context),
  GetAccountsWithFormedBill: (connection, count, context) =>
    accountsWithFormedBill(connection, (accounts) => count(accounts.filter((account) => account !== '').length), context),
  GetBillInfo: (connection, count, context) =>
    billInfo(connection, { month: MONTH, label: '1' }, (bills) => count(bills.filter((bill) => bill !== null).length), context),
};

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
  await connection.compose('GetCurrentPeriod', { bankCode: 'ALSC' });
  return async () => {
    let read = 0;
    const count: Count = (more) => {
      read += more;
    };
    const end = await ASK[list](connection, count, { signal: new AbortController().signal, keep: () => {} });
    await close();
    if (end.kind !== 'usable' || end.rows !== read) throw new Error(`${read} lines were read, and the list ended as ${JSON.stringify(end)}`);
    return read;
  };
}

const bare = async (at: string) => async (): Promise<number> => {
  const parser = new SaxesParser({ xmlns: false });
  const row = OPERATIONS[list].list?.row;
  let rows = 0;
  let characters = 0;
  parser.on('opentag', (tag) => {
    if (tag.name === row) rows++;
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
