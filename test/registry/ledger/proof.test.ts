import { type Day, plusDays } from '../../../src/domain/day';
import { money } from '../../../src/domain/money';
import type { Database } from '../../../src/registry/database';
import { topUp } from '../../../src/registry/ledger/entries';
import { proveClosings } from '../../../src/registry/ledger/proof';
import { statement } from '../../../src/registry/ledger/statement';
import { trialBalance } from '../../../src/registry/ledger/trial-balance';
import { AGENT, book } from '../book';
import { closeThrough, openedAgo } from './days';

let database: Database;
let first: Day;
beforeAll(async () => {
  database = await book(4);
  first = await openedAgo(database, 6);
  await payIn('100', first);
  await payIn('20', plusDays(first, 1));
  await closeThrough(database, plusDays(first, 3));
  await payIn('3', first);
});
afterAll(() => database?.close());

const payIn = (amount: string, day: Day) =>
  database.transaction((tx) => topUp(tx, { agent: AGENT, amount: money(amount), currency: 'KZT', day, note: 'a test' }));

/** What the registry's own hands never do. */
async function behindItsBack(change: string, back: string, look: () => Promise<void>): Promise<void> {
  const unguarded = async (sql: string) => {
    await database.query(
      `ALTER TABLE ledger_postings DISABLE TRIGGER USER; ALTER TABLE ledger_closings DISABLE TRIGGER USER; ${sql}; ALTER TABLE ledger_postings ENABLE TRIGGER USER; ALTER TABLE ledger_closings ENABLE TRIGGER USER`,
    );
  };
  await unguarded(change);
  await look();
  await unguarded(back);
  expect((await proveClosings(database)).faults).toEqual([]);
}

test('a statement begins with the closing of the day before, and tells what came late with both days', async () => {
  const [second, open] = [plusDays(first, 1), plusDays(first, 4)];
  const read = async (from: Day, to: Day, limit = 10) => {
    const { opening, lines } = await statement(database, AGENT, from, to, limit);
    return [money(opening.available), ...lines.map((line) => [line.day, line.belongsTo, money(line.available), money(line.availableAfter)])];
  };
  expect(await read(first, open)).toEqual(['0', [first, null, '100', '100'], [second, null, '20', '120'], [open, first, '3', '123']]);
  expect(await read(first, open, 2)).toEqual(['0', [first, null, '100', '100'], [second, null, '20', '120']]);
  expect(await read(second, second)).toEqual(['100', [second, null, '20', '120']]);
  expect(await read(plusDays(first, 2), plusDays(first, 3))).toEqual(['120']);
  expect(await read(plusDays(first, -5), plusDays(first, -1))).toEqual(['0']);
  expect(await read(plusDays(open, 1), plusDays(open, 1))).toEqual(['123']);
});

test('a closing that is not what was posted is found by the full proof, and which', async () => {
  await behindItsBack(
    `UPDATE ledger_closings SET balance = balance + 1 WHERE account = 'bank' AND day = '${plusDays(first, 1)}'`,
    `UPDATE ledger_closings SET balance = balance - 1 WHERE account = 'bank' AND day = '${plusDays(first, 1)}'`,
    async () => {
      const { faults, postings } = await proveClosings(database);
      expect(postings).toBe('6');
      expect(faults).toMatchObject([
        { day: plusDays(first, 1), account: 'bank', currency: 'KZT', closing: '-119', postings: '-120' },
        { day: plusDays(first, 2), account: 'bank', closing: '-120', postings: '-119' },
      ]);
    },
  );
});

test.each([
  [
    'a posting that was changed',
    `UPDATE ledger_postings SET amount = amount * 2 WHERE day = 'FIRST'`,
    `UPDATE ledger_postings SET amount = amount / 2 WHERE day = 'FIRST'`,
  ],
  [
    'a day that is missing',
    `CREATE TEMP TABLE kept AS SELECT * FROM ledger_closings WHERE day = 'SECOND'; DELETE FROM ledger_closings WHERE day = 'SECOND'`,
    'INSERT INTO ledger_closings SELECT * FROM kept; DROP TABLE kept',
  ],
  [
    'an account that breaks off',
    `CREATE TABLE kept AS SELECT * FROM ledger_closings WHERE day > 'SECOND' AND account = 'bank'; DELETE FROM ledger_closings WHERE day > 'SECOND' AND account = 'bank'`,
    'INSERT INTO ledger_closings SELECT * FROM kept; DROP TABLE kept',
  ],
])('%s is found', async (_, change, back) => {
  const dated = (sql: string) => sql.replaceAll('FIRST', first).replaceAll('SECOND', plusDays(first, 1)).replace('TEMP TABLE', 'TABLE');
  await behindItsBack(dated(change), dated(back), async () => {
    expect((await proveClosings(database)).faults).not.toEqual([]);
  });
});

test('a closing that was changed unbalances the trial balance, which begins with it', async () => {
  await behindItsBack(
    `UPDATE ledger_closings SET balance = balance + 1 WHERE account = 'bank' AND day = '${plusDays(first, 3)}'`,
    `UPDATE ledger_closings SET balance = balance - 1 WHERE account = 'bank' AND day = '${plusDays(first, 3)}'`,
    async () => {
      const read = await database.transaction(trialBalance);
      expect(read).toMatchObject({ balanced: false, differences: [], totals: [{ currency: 'KZT', sum: '1' }] });
    },
  );
});
