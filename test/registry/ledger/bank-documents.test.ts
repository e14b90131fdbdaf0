import { day } from '../../../src/domain/day';
import { money } from '../../../src/domain/money';
import type { Database } from '../../../src/registry/database';
import { listDocuments } from '../../../src/registry/ledger/bank-documents';
import { approveDocument, type CashMove, moveCash, rejectDocument } from '../../../src/registry/ledger/cash';
import { trialBalance } from '../../../src/registry/ledger/trial-balance';
import { Refused } from '../../../src/registry/staff/refused';
import { addStaff } from '../../../src/registry/staff/staff';
import { AGENT, balances, book } from '../book';

const TODAY = day(new Date().toISOString().slice(0, 10));
const DOCUMENT = { number: '17/A', day: day('2026-11-20') };
let database: Database;
beforeAll(async () => {
  database = await book(10);
  for (const name of ['one', 'two']) await addStaff(database, name, 'none', ['accountant']);
});
afterAll(() => database?.close());

const move = (changes: Partial<CashMove> = {}, again = false) =>
  database.transaction((tx) =>
    moveCash(
      tx,
      {
        party: `agent:${AGENT}`,
        amount: money('100'),
        currency: 'KZT',
        document: DOCUMENT,
        staff: 'one',
        reason: 'a test',
        today: TODAY,
        ...changes,
      },
      again,
    ),
  );
const available = async () => (await balances(database, AGENT)).available;

test('a document counts once, also where ten type it at the same moment; another date, sum, direction or party is another', async () => {
  const ends = await Promise.allSettled(Array.from({ length: 10 }, () => move()));
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const end of ends) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(Refused);
  expect(await available()).toBe('100');
  await move({ document: { ...DOCUMENT, day: day('2026-11-21') } });
  await move({ amount: money('100.01') });
  await move({ amount: money('-100') });
  await move({ party: 'supplier:upstream', amount: money('-100') });
  expect(await available()).toBe('200.01');
  await expect(move({ amount: money('100.010') })).rejects.toThrow(/17\/A of 2026-11-20 over the same sum was booked by one at /);
  expect(await available()).toBe('200.01');
});

test('a true second one moves nothing until another person agrees, and then once', async () => {
  const before = await available();
  await expect(move({ document: { ...DOCUMENT, number: '18' } }, true)).rejects.toThrow('was not booked yet');
  const asked = await move({}, true);
  if (asked.as !== 'waits') throw new Error('it does not wait');
  expect(await available()).toBe(before);
  await expect(move({}, true)).rejects.toThrow('waits for its second person already');
  await expect(approveDocument(database, 'one', asked.document, TODAY, undefined)).rejects.toThrow('another person must approve it');
  expect(await approveDocument(database, 'two', asked.document, TODAY, 'seen')).toMatchObject({
    state: 'booked',
    copy: 2,
    staff: 'one',
    second: 'two',
  });
  expect(Number(await available()) - Number(before)).toBeCloseTo(100);
  await expect(approveDocument(database, 'two', asked.document, TODAY, undefined)).rejects.toThrow('waits for nobody any more');
});

test('one that is rejected moved nothing, and may be asked for anew', async () => {
  const before = await available();
  const asked = await move({}, true);
  if (asked.as !== 'waits') throw new Error('it does not wait');
  await rejectDocument(database, 'two', asked.document, 'no');
  expect(await available()).toBe(before);
  expect((await move({}, true)).as).toBe('waits');
  expect((await listDocuments(database, true, 10)).map(({ copy, state }) => [copy, state])).toEqual([[3, 'waits']]);
});

test('our deposit stands at the supplier that holds one, and nowhere else', async () => {
  const { accounts, balanced } = await database.transaction(trialBalance);
  expect(accounts.filter(({ account }) => account === 'deposit:upstream')).toEqual([
    { account: 'deposit:upstream', currency: 'KZT', balance: '-100', postings: '1' },
  ]);
  expect(balanced).toBe(true);
  await expect(move({ party: 'supplier:alseco', amount: money('-5') })).rejects.toThrow('alseco holds no deposit of ours');
});
