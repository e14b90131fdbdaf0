import fc from 'fast-check';
import type { AgentId } from '../../../src/domain/ids';
import { add, compare, type Money, money, negate, subtract, sum, ZERO } from '../../../src/domain/money';
import type { Database } from '../../../src/registry/database';
import { availableAccount, BANK, LOSS } from '../../../src/registry/ledger/accounts';
import { correct, reverseCapture, topUp, withdraw } from '../../../src/registry/ledger/entries';
import { post } from '../../../src/registry/ledger/postings';
import { trialBalance } from '../../../src/registry/ledger/trial-balance';
import { lockPayment, type Payment } from '../../../src/registry/payment/payments';
import { settle } from '../../../src/registry/payment/settle';
import { Refused } from '../../../src/registry/staff/refused';
import { dayIn } from '../../../src/zone';
import { AGENT, accepted, balances, book, OTHER, pay, ZONE } from '../book';

const TODAY = dayIn(ZONE, new Date().toISOString());
const OVERDRAFT: ReadonlyMap<AgentId, Money> = new Map([
  [AGENT, ZERO],
  [OTHER, money('100')],
]);

let database: Database;
let transactions = 0;
beforeAll(async () => {
  database = await book(50);
});
afterAll(() => database?.close());

/** The first of so many TransactionIDs that nobody has used. */
function fresh(count = 1): number {
  const first = transactions + 1;
  transactions += count;
  return first;
}

const cash = (agent: AgentId, amount: string) => ({ agent, amount: money(amount), currency: 'KZT', day: TODAY, note: 'a test' });
const deposit = (agent: AgentId, amount: string) => database.transaction((tx) => topUp(tx, cash(agent, amount)));

async function close(payment: Payment, status: number): Promise<void> {
  await database.transaction(async (tx) => {
    const locked = await lockPayment(tx, payment.id);
    return locked && settle(tx, locked, { status, why: 'a test' });
  });
}

const agents = fc.constantFrom(AGENT, OTHER);
const cents = fc.integer({ min: 1, max: 40_000 }).map((n) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`);
const steps = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('top-up' as const), agent: agents, amount: cents }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('withdraw' as const), agent: agents, amount: cents }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('hold' as const), agent: agents, amount: cents }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('capture' as const, 'release' as const), agent: agents, amount: cents }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reverse' as const), agent: agents, amount: cents }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('correct' as const), agent: agents, amount: cents }) },
);
type Step = typeof steps extends fc.Arbitrary<infer T> ? T : never;

/** What each balance must be, reckoned beside the registry. */
class Expected {
  readonly available = new Map<AgentId, Money>();
  readonly held = new Map<AgentId, Money>();
  readonly open: Payment[] = [];
  readonly captured: Payment[] = [];

  move(agent: AgentId, available: Money, held: Money = ZERO): void {
    this.available.set(agent, add(this.available.get(agent) ?? ZERO, available));
    this.held.set(agent, add(this.held.get(agent) ?? ZERO, held));
  }

  covers(agent: AgentId, amount: Money, floor: Money): boolean {
    return compare(subtract(this.available.get(agent) ?? ZERO, amount), negate(floor)) >= 0;
  }
}

async function take(step: Step, expected: Expected): Promise<void> {
  const { agent } = step;
  const amount = money(step.amount);
  switch (step.do) {
    case 'top-up':
      await deposit(agent, amount);
      return expected.move(agent, amount);
    case 'withdraw': {
      const asked = database.transaction((tx) => withdraw(tx, cash(agent, amount)));
      if (!expected.covers(agent, amount, ZERO)) return expect(asked).rejects.toThrow(Refused);
      await asked;
      return expected.move(agent, negate(amount));
    }
    case 'hold': {
      const answer = await pay(database, agent, fresh(), amount);
      expect(answer.kind).toBe(expected.covers(agent, amount, OVERDRAFT.get(agent) ?? ZERO) ? 'stored' : 'not covered');
      if (answer.kind !== 'stored') return;
      expected.open.push(answer.payment);
      return expected.move(agent, negate(amount), amount);
    }
    case 'capture':
    case 'release': {
      const payment = expected.open.shift();
      if (!payment) return;
      await close(payment, step.do === 'capture' ? 10 : -115);
      if (step.do === 'capture') expected.captured.push(payment);
      return expected.move(payment.agent, step.do === 'capture' ? ZERO : payment.amount, negate(payment.amount));
    }
    case 'reverse': {
      const payment = expected.captured.shift();
      if (!payment) return;
      await database.transaction((tx) => reverseCapture(tx, payment, TODAY, 'a test'));
      return expected.move(payment.agent, payment.amount);
    }
    case 'correct': {
      const postings = [
        { account: availableAccount(agent), amount: negate(amount) },
        { account: LOSS, amount },
      ];
      await database.transaction((tx) => correct(tx, { payment: null, currency: 'KZT', day: TODAY, note: 'signed by two', postings }));
      return expected.move(agent, negate(amount));
    }
  }
}

test('after any sequence of entries the ledger sums to zero and every balance row is the sum of its postings', async () => {
  const expected = new Expected();
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 25 }), async (sequence) => {
      for (const step of sequence) await take(step, expected);
      const read = await database.transaction(trialBalance);
      expect(read.differences).toEqual([]);
      expect(read.totals.map((total) => money(total.sum))).toEqual(read.totals.map(() => ZERO));
      expect(read.balanced).toBe(true);
      for (const agent of [AGENT, OTHER]) {
        expect(await balances(database, agent)).toEqual({ available: expected.available.get(agent) ?? ZERO, held: expected.held.get(agent) ?? ZERO });
      }
    }),
    // A failing sequence continues on what earlier ones left, so it is not shrunk.
    { numRuns: 20, endOnFailure: true },
  );
});

test('50 clients at once never take an agent below its overdraft', async () => {
  const before = await balances(database, OTHER);
  const short = subtract(money('200'), before.available);
  const postings = [
    { account: availableAccount(OTHER), amount: short },
    { account: BANK, amount: negate(short) },
  ];
  await database.transaction((tx) => correct(tx, { payment: null, currency: 'KZT', day: TODAY, note: 'to 200.00 exactly', postings }));

  const first = fresh(500);
  const clients = Array.from({ length: 50 }, async (_, client) => {
    const ends: string[] = [];
    for (let n = 0; n < 10; n++) ends.push((await pay(database, OTHER, first + client * 10 + n, '7.00')).kind);
    return ends;
  });
  const ends = (await Promise.all(clients)).flat();

  // 200.00 of its own and 100.00 of overdraft cover 42 payments of 7.00.
  expect(ends.filter((end) => end === 'stored')).toHaveLength(42);
  expect(ends.filter((end) => end === 'not covered')).toHaveLength(458);
  expect(await balances(database, OTHER)).toEqual({ available: money('-94'), held: add(before.held, money('294')) });
  expect((await database.transaction(trialBalance)).balanced).toBe(true);
});

test('captures, releases and top-ups of 50 clients at once keep every balance exact', async () => {
  await deposit(AGENT, '10000');
  const before = await balances(database, AGENT);
  const first = fresh(50);
  const payments = await Promise.all(Array.from({ length: 50 }, (_, n) => accepted(database, AGENT, first + n, '10.01')));
  await Promise.all([
    ...payments.map((payment, n) => close(payment, n % 2 === 0 ? 10 : -115)),
    ...Array.from({ length: 20 }, () => deposit(AGENT, '0.01')),
  ]);
  expect(await balances(database, AGENT)).toEqual({ available: sum([before.available, money('-250.25'), money('0.20')]), held: before.held });
  expect((await database.transaction(trialBalance)).balanced).toBe(true);
});

test('a capture is taken back once, with its remuneration', async () => {
  await deposit(AGENT, '100');
  const payment = await accepted(database, AGENT, fresh(), '100');
  await close(payment, 10);
  const before = await balances(database, AGENT);
  await database.transaction((tx) => reverseCapture(tx, payment, TODAY, 'a test'));
  expect((await balances(database, AGENT)).available).toBe(add(before.available, money('100')));
  await expect(database.transaction((tx) => reverseCapture(tx, payment, TODAY, 'again'))).rejects.toThrow('ledger_entries_once');
  expect((await balances(database, AGENT)).available).toBe(add(before.available, money('100')));
  const { rows } = await database.query<{ account: string; sum: Money }>(
    'SELECT p.account, sum(p.amount) AS sum FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry_id WHERE e.payment_id = $1 GROUP BY p.account',
    [payment.id],
  );
  expect(rows.map((row) => money(row.sum))).toEqual(rows.map(() => ZERO));
});

test('corrections of one payment are numbered', async () => {
  await deposit(AGENT, '10');
  const payment = await accepted(database, AGENT, fresh(), '10');
  const postings = [
    { account: LOSS, amount: money('-3') },
    { account: 'suspense', amount: money('3') },
  ];
  for (const note of ['first', 'second'])
    await database.transaction((tx) => correct(tx, { payment: payment.id, currency: 'KZT', day: TODAY, note, postings }));
  const { rows } = await database.query<{ number: number; note: string }>(
    `SELECT number, note FROM ledger_entries WHERE payment_id = $1 AND kind = 'correction' ORDER BY number`,
    [payment.id],
  );
  expect(rows).toEqual([
    { number: 1, note: 'first' },
    { number: 2, note: 'second' },
  ]);
});

test('an agent is paid back its own deposit only, never our overdraft', async () => {
  const { available } = await balances(database, OTHER);
  const postings = [
    { account: availableAccount(OTHER), amount: subtract(money('50'), available) },
    { account: BANK, amount: subtract(available, money('50')) },
  ];
  await database.transaction((tx) => correct(tx, { payment: null, currency: 'KZT', day: TODAY, note: 'to 50.00 exactly', postings }));
  await expect(database.transaction((tx) => withdraw(tx, cash(OTHER, '50.01')))).rejects.toThrow('has 50 KZT available');
  expect((await database.transaction((tx) => withdraw(tx, cash(OTHER, '50')))).available).toMatch(/^0(\.0+)?$/);
});

test('amounts of zero and unknown agents are refused and write nothing', async () => {
  const count = async () => (await database.query<{ n: string }>('SELECT count(*) AS n FROM ledger_entries')).rows[0]?.n;
  const before = await count();
  await expect(deposit(AGENT, '0')).rejects.toThrow(Refused);
  await expect(deposit('999' as AgentId, '5')).rejects.toThrow('There is no agent 999');
  await expect(database.transaction((tx) => withdraw(tx, cash('999' as AgentId, '5')))).rejects.toThrow('There is no agent 999');
  expect(await count()).toBe(before);
});

test('PostgreSQL itself refuses an entry that does not sum to zero, and any change of one', async () => {
  await expect(post(database, { kind: 'correction', day: TODAY, currency: 'KZT' }, [{ account: BANK, amount: money('1') }])).rejects.toThrow(
    'do not sum to zero',
  );
  await expect(
    database.query(
      `INSERT INTO ledger_postings (entry_id, day, account, currency, amount) SELECT id, day, 'bank', 'KZT', 1 FROM ledger_entries LIMIT 1`,
    ),
  ).rejects.toMatchObject({
    code: 'TL001',
  });
  await expect(database.query('UPDATE ledger_postings SET amount = amount * 2')).rejects.toMatchObject({ code: 'TL002' });
  await expect(database.query('DELETE FROM ledger_entries')).rejects.toMatchObject({ code: 'TL002' });
});

test('the trial balance finds a balance row that moved without its postings', async () => {
  await database.query('UPDATE agent_balances SET available = available + 1 WHERE agent_id = $1', [AGENT]);
  const read = await database.transaction(trialBalance);
  expect(read.balanced).toBe(false);
  expect(read.differences.map((difference) => difference.account)).toEqual(['agent:144:available']);
  await database.query('UPDATE agent_balances SET available = available - 1 WHERE agent_id = $1', [AGENT]);
});
