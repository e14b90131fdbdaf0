import { plusDays } from '../../../src/domain/day';
import { money } from '../../../src/domain/money';
import { compareDay, type DayComparison } from '../../../src/registry/bank-day/compare-day';
import { undecidedPayments } from '../../../src/registry/bank-day/comparisons';
import { closeAttempt } from '../../../src/registry/payment/attempts';
import { takeDocument } from '../../../src/registry/payment/documents';
import { AROUND, type DayWorld, dayWorld, inBoth, referenceOf, row, TODAY } from './world';

let w: DayWorld;
beforeEach(async () => {
  w = await dayWorld();
});
afterEach(() => w?.close());

const compared = (said: DayComparison) => {
  if (said.is !== 'compared') throw new Error(`not compared: ${said.is}`);
  return said;
};

test('a day that agrees is pairs alone, and nothing is unexplained', async () => {
  const payments = [await w.taken('501'), await w.taken('502')];
  const rows = payments.flatMap((payment, at) => inBoth(row(`50${at + 1}`, referenceOf(payment))));
  const said = compared(await w.compare(rows));
  expect(said).toMatchObject({ pairs: 2, entries: [], tally: { theirs: { count: 2, sum: '60' }, ours: { count: 2, sum: '60' }, unexplained: '0' } });
  expect(await w.breaks()).toEqual([]);
});

test('what differs is found both ways, costs the gap, and compared again nothing changes', async () => {
  const [equal, less, gone] = [await w.taken('501'), await w.taken('502'), await w.taken('503')];
  const open = await w.sent();
  const rows = [
    row('501', referenceOf(equal)),
    row('511', referenceOf(equal), { amount: money('31') }),
    row('502', referenceOf(less), { amount: money('29.99') }),
    row('520', 'TLM2611229999999991'),
    row('530', referenceOf(open)),
  ].flatMap(inBoth);
  const first = compared(await w.compare(rows));
  expect(await w.breaks()).toEqual(expect.arrayContaining(['duplicate 511 31', 'amount 502 -0.01', 'only theirs 520 30', 'only ours -30']));
  expect(first.tally).toMatchObject({
    unexplained: '0',
    effects: '60.99',
    standing: { break: { theirs: 2, ours: 1 }, undecided: { theirs: 1, ours: 0 } },
  });
  expect(first).toMatchObject({ pairs: 2, changed: 0, found: [{ id: open.id }] });
  expect(await undecidedPayments(w.database, await newest(), 10)).toEqual([{ agent: open.agent, transaction: open.transaction }]);
  const changes = await countChanges();
  const again = compared(await w.compare(rows));
  expect(again.tally).toEqual(first.tally);
  expect(await w.breaks()).toHaveLength(4);
  expect(await countChanges()).toBe(changes);
  expect(again.entries.find(({ document }) => document?.paymentRow === gone.id)?.verdict).toMatchObject({ kind: 'only ours' });
});
const newest = async () => (await w.database.query<{ id: string }>('SELECT max(id) AS id FROM book_fetches')).rows[0]?.id ?? '';
const countChanges = async () => (await w.database.query<{ n: string }>('SELECT count(*) AS n FROM break_changes')).rows[0]?.n;

test('a break that a later comparison no longer finds closes itself and names it; shown again it opens again', async () => {
  const payment = await w.taken('501');
  await w.compare([]);
  expect(await w.breaks()).toEqual(['only ours -30']);
  await w.compare([row('501', referenceOf(payment))]);
  const { rows } = await w.database.query('SELECT closed_as, closed_by = (SELECT max(id) FROM book_fetches) AS named FROM breaks');
  expect(rows).toEqual([{ closed_as: 'gone', named: true }]);
  await w.compare([]);
  expect(await w.breaks()).toEqual(['vanished -30']);
});

test('what was booked after midnight moves to the day of their list, once', async () => {
  const payment = await w.taken('501', { day: '2026-11-01' as never });
  const rows = [row('501', referenceOf(payment), { day: '2026-11-02' as never, minute: '00:00' })];
  const fetch = await w.stage(rows, '2026-11-02' as never);
  const first = compared(await compareDay(w.database, w.books, fetch, AROUND));
  expect(first.tally).toMatchObject({ theirs: { count: 1 }, ours: { count: 0 }, effects: '30', unexplained: '0' });
  const again = compared(await compareDay(w.database, w.books, await w.stage(rows, '2026-11-02' as never), AROUND));
  expect(again.tally).toMatchObject({ ours: { count: 1 }, effects: '0', unexplained: '0' });
  expect(await w.breaks()).toEqual([]);
});

test('a row that cannot be read and lists that contradict one another are breaks that nobody can price', async () => {
  const payment = await w.taken('501');
  const rows = [
    row('501', referenceOf(payment)),
    { ...row('501', referenceOf(payment)), list: 'all' as const, amount: money('40') },
    { list: 'all' as const, raw: 'PaySum=много' },
  ];
  const said = compared(await w.compare(rows));
  expect(await w.breaks()).toEqual(expect.arrayContaining(['unreadable', 'lists differ 501']));
  expect(await w.breaks()).toHaveLength(2);
  expect(said.tally).toMatchObject({ theirs: { count: 0 }, ours: { count: 1 }, standing: { undecided: { ours: 1 } }, unexplained: '0' });
});

test('lines of another channel under a shared code are counted and are no breaks, even many', async () => {
  const payment = await w.taken('501');
  const others = Array.from({ length: 1_200 }, (_, at) => row(String(9_000 + at), `847${at}`));
  const mangled = row('600', `x ${referenceOf(await w.taken('601')).toLowerCase()}`);
  const said = compared(await w.compare([row('501', referenceOf(payment)), mangled, ...others], { sharedCode: true }));
  expect(said).toMatchObject({ otherChannel: { count: 1_200, sum: '36000' }, pairs: 2, tally: { effects: '36000', unexplained: '0' } });
  expect(await w.breaks()).toEqual(['reference 600 0']);
});

test('a day that is unlike ours writes no break', async () => {
  const payment = await w.taken('501');
  const others = Array.from({ length: 1_200 }, (_, at) => row(String(9_000 + at), `847${at}`));
  expect(await w.compare([row('501', referenceOf(payment)), ...others])).toMatchObject({ is: 'unlike', nominees: 1_200, lines: 1_201 });
  expect(await w.breaks()).toEqual([]);
});

test('after the last repair what is not decided is judged as it stands', async () => {
  const open = await w.sent();
  await w.compare([row('530', referenceOf(open))], { last: true });
  expect(await w.breaks()).toEqual(['not final yet 530 30']);
  await closeAttempt(w.database, open.id, 1, 1, 'accepted', null);
  await takeDocument(w.database, open.id, 1, { paymentId: '530', bookedAt: null, day: TODAY });
  await w.compare([row('530', referenceOf(open))]);
  expect(await w.breaks()).toEqual([]);
});

test('a line of a payment whose document is not known is that payment’s, and its workflow may look', async () => {
  const open = await w.sent();
  await w.compare([row('530', referenceOf(open, 2))]);
  expect(await undecidedPayments(w.database, await newest(), 10)).toEqual([{ agent: open.agent, transaction: open.transaction }]);
});

test('a booking that their list shows on the next day is explained here, and is a pair there', async () => {
  const payment = await w.taken('501');
  const tomorrow = plusDays(TODAY, 1);
  const reference = referenceOf(payment);
  const after = row('501', reference, { list: 'day after', day: tomorrow, minute: '00:00' });
  const here = compared(await w.compare([row('501', reference, { list: 'all', minute: null }), after]));
  expect(here.tally).toMatchObject({
    theirs: { count: 0 },
    ours: { count: 1 },
    standing: { explained: { ours: 1 } },
    effects: '-30',
    unexplained: '0',
  });
  const there = compared(await compareDay(w.database, w.books, await w.stage([after], tomorrow), AROUND));
  expect(there.tally).toMatchObject({ theirs: { count: 1 }, ours: { count: 0 }, standing: { pair: { theirs: 1 } }, effects: '30', unexplained: '0' });
  expect(await w.breaks()).toEqual([]);
});

test('a second booking of what was booked on an earlier day is one too many where the first stands there', async () => {
  const yesterday = plusDays(TODAY, -1);
  const reference = referenceOf(await w.taken('501', { day: yesterday }));
  const second = [row('511', reference)];
  // Nobody has compared that day yet: it waits, and then it costs.
  expect(compared(await w.compare(second)).tally).toMatchObject({ standing: { undecided: { theirs: 1 } }, effects: '30', unexplained: '0' });
  await compareDay(w.database, w.books, await w.stage([row('501', reference, { day: yesterday })], yesterday), AROUND);
  await w.compare(second);
  expect(await w.breaks()).toEqual(['duplicate 511 30']);
  await compareDay(w.database, w.books, await w.stage([], yesterday), AROUND);
  await w.compare(second);
  expect(await w.breaks()).toEqual(expect.arrayContaining(['reference 511 0']));
});

test('tried, nothing is written', async () => {
  await w.taken('501');
  expect(compared(await w.compare([], { trial: true })).entries).toHaveLength(1);
  expect(await w.breaks()).toEqual([]);
  expect((await w.database.query('SELECT 1 FROM book_comparisons')).rows).toEqual([]);
});

test('staged rows that were lost are not compared', async () => {
  const fetch = await w.stage([row('501', 'x')]);
  await w.books.query(`TRUNCATE staging.fetch_${fetch.id}`);
  expect(await compareDay(w.database, w.books, fetch, AROUND)).toEqual({ is: 'lost' });
});
