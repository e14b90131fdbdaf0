import { type Day, day, monthOf, plusDays } from '../../../src/domain/day';
import { type Money, money, negate } from '../../../src/domain/money';
import type { Database } from '../../../src/registry/database';
import { REMUNERATION_EXPENSE, remunerationAccount } from '../../../src/registry/ledger/accounts';
import { correct } from '../../../src/registry/ledger/entries';
import { proveClosings } from '../../../src/registry/ledger/proof';
import { AGENT, book, OTHER } from '../book';
import { closeThrough, closingsOf, openFrom } from './days';

let database: Database;
beforeAll(async () => {
  database = await book(4);
});
afterAll(() => database?.close());

const TODAY = day(new Date().toISOString().slice(0, 10));
const lastOfMonthBefore = (of: Day): Day => plusDays(day(`${monthOf(of)}-01`), -1);

const earn = (agent: typeof AGENT, amount: string, on: Day) =>
  database.transaction((tx) =>
    correct(tx, {
      payment: null,
      currency: 'KZT',
      day: on,
      note: 'earned',
      postings: [
        { account: remunerationAccount(agent), amount: money(amount) },
        { account: REMUNERATION_EXPENSE, amount: negate(money(amount)) },
      ],
    }),
  );

const months = async () =>
  (
    await database.query<{ agent: string; month: Day; earned: Money; rounded: Money | null; day: Day | null }>(
      `SELECT m.agent_id AS agent, m.month, m.earned, m.rounded, e.day FROM remuneration_months m LEFT JOIN ledger_entries e ON e.id = m.entry_id ORDER BY m.month, m.agent_id`,
    )
  ).rows;

test('a month’s remuneration is rounded once, for the whole and away from zero; one below zero is carried into the next', async () => {
  const second = lastOfMonthBefore(TODAY);
  const first = lastOfMonthBefore(second);
  await openFrom(database, plusDays(first, -1));
  await earn(AGENT, '0.003', plusDays(first, -1));
  await earn(AGENT, '10.002', first);
  await earn(OTHER, '-0.004', first);
  expect((await closeThrough(database, first)).map(({ rounded }) => rounded)).toEqual([0, 1]);
  expect(await months()).toEqual([
    { agent: AGENT, month: first, earned: '10.005', rounded: '10.01', day: first },
    { agent: OTHER, month: first, earned: '-0.004', rounded: null, day: null },
  ]);
  const closed = await closingsOf(database, first);
  expect(closed.get('agent:144:remuneration KZT')).toBe('10.01');
  expect(closed.get('agent:145:remuneration KZT')).toBe('-0.004');
  expect(closed.get('rounding KZT')).toBe('-0.005');

  await earn(AGENT, '0.0149', second);
  await earn(OTHER, '0.0131', second);
  await closeThrough(database, second);
  expect((await months()).slice(2)).toEqual([
    { agent: AGENT, month: second, earned: '0.0149', rounded: '0.01', day: second },
    { agent: OTHER, month: second, earned: '0.0091', rounded: '0.01', day: second },
  ]);
  expect((await closingsOf(database, second)).get('rounding KZT')).toBe('-0.001');
  expect((await proveClosings(database)).faults).toEqual([]);
});
