import { type Day, plusDays } from '../../src/domain/day';
import { type AgentId, agentId } from '../../src/domain/ids';
import { ZERO } from '../../src/domain/money';
import { addAgent } from '../../src/registry/catalog/agents';
import { type Database, openDatabase } from '../../src/registry/database';
import { readCalendar } from '../../src/registry/ledger/calendar';
import { closeNext } from '../../src/registry/ledger/close';
import { proveClosings } from '../../src/registry/ledger/proof';
import { statement } from '../../src/registry/ledger/statement';
import { trialBalance } from '../../src/registry/ledger/trial-balance';
import { migrate } from '../../src/registry/migrate';
import { databaseUrl } from '../../test/support/services/services';
import { shown } from '../statistics';
import { seedDay } from './seed';

export interface LedgerOptions {
  /** All of them, and those on the open day. */
  readonly postings: number;
  readonly open: number;
  /** Closed days, over which the rest is spread. */
  readonly days: number;
  readonly agents: number;
  readonly rounds: number;
}

export interface LedgerTimes {
  readonly options: LedgerOptions;
  /** Milliseconds of each round. */
  readonly doctor: readonly number[];
  readonly statement: readonly number[];
  /** Of each closed day that was seeded. */
  readonly close: readonly number[];
  /** Summing every posting; once. */
  readonly proof: number;
}

const STATEMENT_LIMIT_MS = 600_000;
const FIRST_AGENT = 1_000;
const LINES = 1_000;

/** What staff ask of a ledger of this size, on a registry of its own. The services of the benchmark must be up. */
export async function ledger(options: LedgerOptions, say: (line: string) => void): Promise<LedgerTimes> {
  const url = await ownDatabase();
  await migrate(url);
  const database = openDatabase({ url, connections: 2, statementMs: STATEMENT_LIMIT_MS });
  try {
    const today = await fill(database, options, say);
    const close = await closeAll(database, say);
    await database.query('VACUUM ANALYZE ledger_postings, ledger_entries, ledger_closings');
    const agent = agentId(String(FIRST_AGENT)) as AgentId;
    const doctor: number[] = [];
    const statements: number[] = [];
    for (let round = 1; round <= options.rounds; round++) {
      doctor.push(await timed(() => askDoctor(database)));
      statements.push(await timed(() => statement(database, agent, today, today, LINES)));
      say(`ledger, round ${round} of ${options.rounds}: doctor ${shown(doctor.at(-1) ?? 0)} ms, statement ${shown(statements.at(-1) ?? 0)} ms`);
    }
    const proof = await timed(async () => {
      const { faults } = await proveClosings(database);
      if (faults.length > 0) throw new Error(`${faults.length} closings are not what was posted`);
    });
    return { options, doctor, statement: statements, close, proof };
  } finally {
    await database.close();
  }
}

/** Beside the one of the gateway, whose worker would close the days while they are filled. */
async function ownDatabase(): Promise<string> {
  const url = new URL(await databaseUrl());
  const database = openDatabase({ url: url.href, connections: 1, statementMs: STATEMENT_LIMIT_MS });
  try {
    await database.query('CREATE DATABASE bench_ledger');
  } finally {
    await database.close();
  }
  url.pathname = '/bench_ledger';
  return url.href;
}

async function askDoctor(database: Database): Promise<void> {
  await readCalendar(database);
  const { balanced } = await database.transaction(trialBalance);
  if (!balanced) throw new Error('the ledger of the benchmark does not balance');
}

/** Answers with the open day that is full. */
async function fill(database: Database, { postings, open, days, agents }: LedgerOptions, say: (line: string) => void): Promise<Day> {
  await database.transaction(async (tx) => {
    for (let n = 0; n < agents; n++) {
      const id = agentId(String(FIRST_AGENT + n)) as AgentId;
      await addAgent(tx, { id, name: `agent ${n}`, currency: 'KZT', zone: 'UTC', contractZone: 'UTC', passwordHash: 'none', overdraft: ZERO });
    }
  });
  const { rows } = await database.query<{ today: Day }>(
    `UPDATE ledger_calendar SET closed_through = (now() AT TIME ZONE 'UTC')::date - $1::integer - 2, closings_through = (now() AT TIME ZONE 'UTC')::date - $1::integer - 2
     RETURNING (now() AT TIME ZONE 'UTC')::date AS today`,
    [days],
  );
  await database.query('UPDATE ledger_zones SET from_day = (SELECT closed_through + 1 FROM ledger_calendar)');
  const today = rows[0]?.today;
  if (!today) throw new Error('the ledger has no calendar');
  // The day before may be open still: nothing stands on it.
  for (let n = 0; n < days; n++) {
    await seedDay(database, plusDays(today, n - days - 1), Math.round((postings - open) / days), { first: FIRST_AGENT, count: agents });
    say(`ledger: day ${n + 1} of ${days} is full`);
  }
  await seedDay(database, today, open, { first: FIRST_AGENT, count: agents });
  await database.query(
    `UPDATE agent_balances b SET available = p.available, held = p.held FROM (
       SELECT split_part(account, ':', 2)::bigint AS agent_id, coalesce(sum(amount) FILTER (WHERE account LIKE '%:available'), 0) AS available,
         coalesce(sum(amount) FILTER (WHERE account LIKE '%:held'), 0) AS held
       FROM ledger_postings WHERE account LIKE 'agent:%' GROUP BY 1
     ) p WHERE p.agent_id = b.agent_id`,
  );
  return today;
}

/** Milliseconds of closing each day that is due. */
async function closeAll(database: Database, say: (line: string) => void): Promise<number[]> {
  const took: number[] = [];
  for (let closed = true; closed; ) {
    const ms = await timed(async () => {
      closed = (await closeNext(database)) !== null;
    });
    if (closed) took.push(ms);
  }
  say(`ledger: ${took.length} days are closed`);
  return took;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
