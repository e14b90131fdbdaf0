import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { type Day, plusDays } from '../../../src/domain/day';
import { type AgentId, agentId } from '../../../src/domain/ids';
import { type Money, money, negate, ZERO } from '../../../src/domain/money';
import { addAgent } from '../../../src/registry/catalog/agents';
import type { Database } from '../../../src/registry/database';
import { availableAccount, LOSS } from '../../../src/registry/ledger/accounts';
import { readCalendar } from '../../../src/registry/ledger/calendar';
import { closeNext } from '../../../src/registry/ledger/close';
import { correct, topUp } from '../../../src/registry/ledger/entries';
import { proveClosings } from '../../../src/registry/ledger/proof';
import { trialBalance } from '../../../src/registry/ledger/trial-balance';
import { accept } from '../../../src/registry/payment/accept';
import { lockPayment, type Payment } from '../../../src/registry/payment/payments';
import { settle } from '../../../src/registry/payment/settle';
import { asked, book, transaction } from '../book';
import { closingsOf, movedIn, openedAgo, together } from './days';

/** Days that are over at the storm's beginning, and are closed while it posts to them. */
const DAYS = 8;
const AGENTS: ReadonlyArray<readonly [AgentId, string, string]> = [
  [agentId('151') as AgentId, 'KZT', 'Europe/Moscow'],
  [agentId('152') as AgentId, 'KZT', 'Asia/Almaty'],
  [agentId('153') as AgentId, 'USD', 'Europe/Kaliningrad'],
  [agentId('154') as AgentId, 'USD', 'Asia/Kamchatka'],
];

const ops = fc.record({
  do: fc.constantFrom('pay in' as const, 'correct' as const, 'capture' as const, 'release' as const),
  agent: fc.integer({ min: 0, max: AGENTS.length - 1 }),
  cents: fc.integer({ min: 1, max: 9_999 }),
  /** After the first open day. */
  day: fc.integer({ min: 0, max: DAYS - 1 }),
  pauseMs: fc.integer({ min: 0, max: 15 }),
});
type Op = typeof ops extends fc.Arbitrary<infer T> ? T : never;

/** What posts at the same time, each in its order, and the pauses of those who close. */
const storms = fc.record({
  posters: fc.array(fc.array(ops, { minLength: 10, maxLength: 20 }), { minLength: 5, maxLength: 5 }),
  closers: fc.array(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 8, maxLength: 8 }), { minLength: 2, maxLength: 2 }),
});

let databases: Database[] = [];
afterEach(async () => {
  await Promise.all(databases.map((database) => database.close()));
  databases = [];
});

async function world(): Promise<{ database: Database; first: Day }> {
  const database = await book(12);
  databases.push(database);
  await database.transaction(async (tx) => {
    for (const [id, currency, zone] of AGENTS)
      await addAgent(tx, { id, name: `agent ${id}`, currency, zone, contractZone: zone, passwordHash: 'none', overdraft: ZERO });
  });
  const first = await openedAgo(database, DAYS + 1);
  for (const [agent, currency] of AGENTS)
    await database.transaction((tx) => topUp(tx, { agent, amount: money('100000'), currency, day: plusDays(first, DAYS + 1), note: 'a deposit' }));
  return { database, first };
}

let transactions = 0;

async function post(database: Database, first: Day, op: Op): Promise<void> {
  const [agent, currency] = AGENTS[op.agent] as (typeof AGENTS)[number];
  const day = plusDays(first, op.day);
  const amount = money(`${Math.floor(op.cents / 100)}.${String(op.cents % 100).padStart(2, '0')}`);
  await pause(op.pauseMs);
  if (op.do === 'pay in') {
    await database.transaction((tx) => topUp(tx, { agent, amount, currency, day, note: 'storm' }));
  } else if (op.do === 'correct') {
    const postings = [
      { account: availableAccount(agent), amount },
      { account: LOSS, amount: negate(amount) },
    ];
    await database.transaction((tx) => correct(tx, { payment: null, currency, day, note: 'storm', postings }));
  } else {
    const payment = await take(database, agent, amount, currency);
    await database.query('UPDATE payments SET business_day = $2 WHERE id = $1', [payment.id, day]);
    await database.transaction(async (tx) => {
      const locked = await lockPayment(tx, payment.id);
      if (!locked) throw new Error('no payment');
      return settle(tx, locked, { status: op.do === 'capture' ? 10 : -115, why: 'storm' });
    });
  }
}

async function take(database: Database, agent: AgentId, amount: Money, currency: string): Promise<Payment> {
  const answer = await accept(database, asked({ agent, transaction: transaction(++transactions), amount, currency }), 'Asia/Almaty');
  if (answer.kind !== 'stored') throw new Error(`not stored: ${answer.kind}`);
  return answer.payment;
}

test('closing(D) and the entries after it are the balances, whatever is posted while days close', async () => {
  let late = 0;
  const run = async (storm: { posters: Op[][]; closers: number[][] }) => {
    const { database, first } = await world();
    const posting = storm.posters.map(async (its) => {
      for (const op of its) await post(database, first, op);
    });
    const closing = storm.closers.map(async (pauses) => {
      for (const ms of pauses) {
        await pause(ms);
        await closeNext(database);
      }
    });
    await Promise.all([...posting, ...closing]);
    while (await closeNext(database));

    const { closedThrough, closingsThrough } = await readCalendar(database);
    expect(closingsThrough).toBe(closedThrough);
    const now = await movedIn(database, null, null);
    for (let day = first; day <= closedThrough; day = plusDays(day, 1)) {
      const closings = await closingsOf(database, day);
      expect(together(closings, new Map())).toEqual(together(await movedIn(database, null, day), new Map()));
      expect(together(closings, await movedIn(database, plusDays(day, 1), null))).toEqual(together(now, new Map()));
    }
    expect((await proveClosings(database)).faults).toEqual([]);
    expect(await database.transaction(trialBalance)).toMatchObject({ balanced: true, differences: [] });
    late += await countLate(database);
  };
  await fc.assert(fc.asyncProperty(storms, run), { numRuns: 3, endOnFailure: true });
  expect(late).toBeGreaterThan(0);
});

/** Entries that came when their day was closed; each belongs to a day that is. */
async function countLate(database: Database): Promise<number> {
  const { rows } = await database.query<{ open: Day | null }>(
    'SELECT CASE WHEN d.day IS NULL THEN e.belongs_to END AS open FROM ledger_entries e LEFT JOIN ledger_days d ON d.day = e.belongs_to WHERE e.belongs_to IS NOT NULL',
  );
  expect(rows.filter(({ open }) => open !== null)).toEqual([]);
  return rows.length;
}
