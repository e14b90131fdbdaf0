import { addAgent } from '../../src/registry/catalog/agents';
import { type SeededPayment, seedPayment } from '../api/seeded';
import { type World, world } from './world';

const DAY = '2026-11-21';
const KNOWN = { service: '48', account: '7081982000', amount: '4714.25', at: `${DAY}T05:00:00Z`, final: `${DAY}T05:01:00Z` };

interface Shown {
  readonly state: string;
  readonly hasRegister: boolean;
  readonly total: { readonly amount: string; readonly count: number; readonly times: number } | null;
  readonly lines: { readonly amount: string; readonly count: number };
  readonly ours: { readonly amount: string; readonly count: number };
  readonly counts: Readonly<Record<string, number>>;
  readonly differences: ReadonlyArray<{ readonly key: string; readonly args: Readonly<Record<string, unknown>>; readonly what: string }>;
}

let w: World;
beforeAll(async () => {
  w = await world();
  for (const transaction of [1, 2, 3]) await seed(transaction);
  await seed(4, { final: '2026-11-22T21:00:00Z' });
  await seed(5, { final: '2026-11-22T20:00:00Z' });
  await seed(9, { agent: '145' });
  await line(1);
  await line(2, { amount: '4714.2' });
  await line(5);
  await line(77);
});
afterAll(() => w?.close());

const seed = (transaction: number, change: Partial<SeededPayment> = {}) =>
  seedPayment(w.database, { ...KNOWN, transaction: `${transaction}`, request: `${transaction}`, ...change });

const line = (transaction: number, { amount = '4714.25' } = {}) =>
  w.database.query(
    `INSERT INTO register_lines (agent_id, transaction_id, year, month, request_id, agent_request_created_on, account, amount, service_id)
     VALUES (144, $1, 2026, 11, $1, '${DAY}T10:00:00', '7081982000', $2, 48)`,
    [transaction, amount],
  );
const total = (at: string) =>
  w.database.query(
    `INSERT INTO register_totals (agent_id, day, total_amount, total_count, services, differences, at)
     VALUES (144, '${DAY}', 14142.75, 3, '[{"service":"48","amount":"14142.75","count":3}]', '{}', $1)`,
    [at],
  );
const show = (options = '') => w.json<Shown>(`register show 144 ${DAY} ${options}`);

test('before its total came a day waits, and what is missing is not judged', async () => {
  expect(await w.json<Shown[]>('register list')).toEqual([]);
  expect((await w.tolem('register list')).out).toBe('No agent has sent the total of a day yet (PostTotalAmount).\n');
  const waiting = await show();
  expect(waiting).toMatchObject({ state: 'waits', total: null, hasRegister: true, counts: { missing: 0, late: 0, unknown: 1, differs: 1 } });
});

describe('once the total came', () => {
  beforeAll(async () => {
    // The first says less than the day: it came before the day was over, in Almaty.
    await total(`${DAY}T18:00:00Z`);
    await total('2026-11-22T06:00:00Z');
  });

  test('a day is shown with both sides and each difference once, late payments with both days', async () => {
    const { differences, ...day } = await show();
    expect(day).toEqual({
      agent: '144',
      day: DAY,
      state: 'different',
      hasRegister: true,
      total: { amount: '14142.75', count: 3, at: '2026-11-22T06:00:00Z', times: 2 },
      lines: { amount: '18856.95', count: 4 },
      ours: { amount: '23571.25', count: 5 },
      counts: { missing: 1, unknown: 1, differs: 1, late: 1, 'late, listed': 1 },
    });
    expect(differences.map(({ key, args }) => [key, args])).toEqual([
      ['totalOfDay', { service: null, theirs: { count: 3, amount: '14142.75' }, ours: { count: 5, amount: '23571.25' } }],
      ['totalOfDay', { service: '48', theirs: { count: 3, amount: '14142.75' }, ours: { count: 5, amount: '23571.25' } }],
      ['missing', { transaction: '3', service: '48', amount: '4714.25' }],
      ['unknown', { transaction: '77', service: '48', amount: '4714.25' }],
      ['differs', { transaction: '2', differences: [{ fact: 'amount', ours: '4714.25', theirs: '4714.2' }] }],
      ['late', { transaction: '4', service: '48', amount: '4714.25', day: DAY, finalDay: '2026-11-23', listed: false }],
      ['late', { transaction: '5', service: '48', amount: '4714.25', day: DAY, finalDay: '2026-11-23', listed: true }],
    ]);
  });

  test('a person reads it in their language; what is cut is counted', async () => {
    const { out } = await w.tolem(`register show 144 ${DAY} --lang ru --limit 1`);
    for (const said of [
      'Реестр агента 144 за 2026-11-21: расходится.',
      '14142.75 (3), 2026-11-22 11:00:00, присылали 2 раза',
      '3 — нет в реестре агента: 4714.25, услуга 48',
      '2 — сумма 4714.2, у нас 4714.25',
      '4 — поздний: за 2026-11-21, завершён 2026-11-23, 4714.25',
    ])
      expect(out).toContain(said);
    await seed(6);
    expect((await w.tolem(`register show 144 ${DAY} --lang kk --limit 1`)).out).toContain('6 ішінен 5 көрсетілді');
    expect((await show('--limit 1')).counts).toMatchObject({ missing: 2 });
    await w.database.query('DELETE FROM payments WHERE agent_id = 144 AND transaction_id = 6');
  });

  test('the list counts what differs', async () => {
    expect(await w.json<Shown[]>('register list --agent 145')).toEqual([]);
    const { out } = await w.tolem('register list --agent 144');
    expect(out.split('\n')[1]).toMatch(/^144\s+2026-11-21\s+differs\s+14142\.75 \(3\)\s+23571\.25 \(5\)\s+1\s+1\s+1\s+1\s+1$/);
  });

  test('a register that lists them all agrees; it is no work of ours and creates nothing', async () => {
    const before = await w.json<unknown>('inbox');
    await w.database.query('DELETE FROM register_lines WHERE transaction_id IN (2, 77)');
    for (const transaction of [2, 3, 4]) await line(transaction);
    await w.database.query(
      `INSERT INTO register_totals (agent_id, day, total_amount, total_count, services, differences, at)
       VALUES (144, '${DAY}', 23571.25, 5, '[{"service":"48","amount":"23571.25","count":5}]', '{}', now())`,
    );
    const { state, counts } = await show();
    expect({ state, counts }).toEqual({ state: 'agrees', counts: { missing: 0, unknown: 0, differs: 0, late: 0, 'late, listed': 2 } });
    expect(await w.json<unknown>('inbox')).toEqual(before);
  });

  test('a day without a register of its month says so', async () => {
    await addAgent(w.database, {
      id: '147' as never,
      name: 'no register',
      currency: 'KZT',
      zone: 'Asia/Almaty',
      contractZone: 'Asia/Almaty',
      passwordHash: '-',
      overdraft: '0' as never,
    });
    expect((await w.tolem(`register show 147 ${DAY}`)).out).toContain('No register of this month came');
  });
});

test.each([
  ['register show 999 2026-11-21', 1, 'There is no agent 999.'],
  ['register show 144 2026-02-30', 2, 'a day is YYYY-MM-DD'],
  ['register show x 2026-11-21', 2, 'an agent is a number'],
  ['register list --limit 0', 2, 'a number of rows from 1 to 1000'],
])('`tolem %s` ends with %i', async (typed, code, words) => {
  const said = await w.tolem(typed);
  expect(said.code).toBe(code);
  expect(said.err).toContain(words);
});
