import { day, plusDays } from '../../../src/domain/day';
import type { Database } from '../../../src/registry/database';
import { readCalendar } from '../../../src/registry/ledger/calendar';
import { trialBalance } from '../../../src/registry/ledger/trial-balance';
import { carriedOver, oldPayment } from '../older';

/** A ledger as it stood before its days could close: days far back, one without an entry, one in each zone's today, two currencies. */
let database: Database;
beforeAll(async () => {
  database = await carriedOver(18, async (old) => {
    await old.query(
      `INSERT INTO agents (id, name, currency, zone, contract_zone, password_hash) VALUES (146, 'in dollars', 'USD', 'Asia/Kamchatka', 'Asia/Kamchatka', 'none'),
         (147, 'far west', 'KZT', 'Europe/Kaliningrad', 'Europe/Kaliningrad', 'none'), (148, 'of a fixed offset', 'KZT', '+06:00', '+06:00', 'none')`,
    );
    await old.query(`INSERT INTO agent_balances (agent_id, available, held) VALUES (144, 795, 100), (146, 10.5, 0), (147, 0, 0), (148, 0, 0)`);
    const payment = await oldPayment(old, 1);
    await entry(old, 'top-up', FIRST, 'KZT', { bank: '-1000', 'agent:144:available': '1000' });
    await entry(old, 'hold', plusDays(FIRST, 2), 'KZT', { 'agent:144:available': '-100', 'agent:144:held': '100' }, payment);
    await entry(old, 'capture', plusDays(FIRST, 2), 'KZT', { 'agent:144:held': '-100', 'supplier:upstream:payable': '100' }, payment);
    await entry(old, 'top-up', plusDays(FIRST, 2), 'USD', { bank: '-10.5', 'agent:146:available': '10.5' });
    await entry(old, 'withdrawal', TODAY, 'KZT', { bank: '5', 'agent:144:available': '-5' });
    await entry(old, 'hold', TODAY, 'KZT', { 'agent:144:available': '-100', 'agent:144:held': '100' }, await oldPayment(old, 2));
  });
});
afterAll(() => database?.close());
const TODAY = day(new Date().toISOString().slice(0, 10));
const FIRST = plusDays(TODAY, -40);

async function entry(
  old: Database,
  kind: string,
  day: string,
  currency: string,
  sides: Record<string, string>,
  payment: string | null = null,
): Promise<void> {
  await old.query(
    `WITH entry AS (INSERT INTO ledger_entries (kind, payment_id, day) VALUES ($1, $2, $3) RETURNING id)
     INSERT INTO ledger_postings (entry_id, account, currency, amount) SELECT entry.id, side.account, $4, side.amount FROM entry, unnest($5::text[], $6::numeric[]) AS side (account, amount)`,
    [kind, payment, day, currency, Object.keys(sides), Object.values(sides)],
  );
}

const closings = async (of: string) =>
  (
    await database.query(
      'SELECT account, currency, debited, credited, balance, postings FROM ledger_closings WHERE day = $1 ORDER BY account, currency',
      [of],
    )
  ).rows;

test('each day that is over has the closing balances of all that was posted until then', async () => {
  expect(await closings(FIRST)).toEqual([
    { account: 'agent:144:available', currency: 'KZT', debited: '0', credited: '1000', balance: '1000', postings: '1' },
    { account: 'bank', currency: 'KZT', debited: '1000', credited: '0', balance: '-1000', postings: '1' },
  ]);
  expect(await closings(plusDays(FIRST, 1))).toEqual([
    { account: 'agent:144:available', currency: 'KZT', debited: '0', credited: '0', balance: '1000', postings: '1' },
    { account: 'bank', currency: 'KZT', debited: '0', credited: '0', balance: '-1000', postings: '1' },
  ]);
  const last = [
    { account: 'agent:144:available', currency: 'KZT', balance: '900', postings: '2' },
    { account: 'agent:144:held', currency: 'KZT', balance: '0', postings: '2' },
    { account: 'agent:146:available', currency: 'USD', balance: '10.5', postings: '1' },
    { account: 'bank', currency: 'KZT', balance: '-1000', postings: '1' },
    { account: 'bank', currency: 'USD', balance: '-10.5', postings: '1' },
    { account: 'supplier:upstream:payable', currency: 'KZT', balance: '100', postings: '1' },
  ];
  expect(await closings(plusDays(FIRST, 2))).toMatchObject([
    { ...last[0], debited: '100', credited: '0' },
    { ...last[1], debited: '100', credited: '100' },
    ...last.slice(2),
  ]);
  const { closedThrough, closingsThrough, open } = await readCalendar(database);
  expect(closingsThrough).toBe(closedThrough);
  expect(await closings(closedThrough)).toMatchObject(last);
  expect(open <= TODAY).toBe(true);
});

test('every posting has the day of its entry, and the book balances as before', async () => {
  const { rows } = await database.query(
    'SELECT count(*)::int AS n FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry_id AND e.day = p.day',
  );
  expect(rows).toEqual([{ n: 12 }]);
  expect(await database.transaction(trialBalance)).toMatchObject({ balanced: true, differences: [] });
});

test('zones in use are known, and a day is not over before it is over in the last of them', async () => {
  const { rows } = await database.query<{ zone: string }>('SELECT zone FROM ledger_zones ORDER BY zone');
  expect(rows.map(({ zone }) => zone)).toEqual(['+06:00', 'Asia/Almaty', 'Asia/Kamchatka', 'Europe/Kaliningrad']);
  expect((await readCalendar(database)).zone).toBe('Europe/Kaliningrad');
});
