import { lookAtDay } from '../../src/activities/bank-day/day';
import { plusDays } from '../../src/domain/day';
import { money } from '../../src/domain/money';
import { askDay } from '../../src/registry/bank-day/day/ask-day';
import { breaksOfDay } from '../../src/registry/bank-day/day/days';
import { agreed, figures, type ScriptedWorld, scriptedWorld, TERMS, TODAY, YESTERDAY } from './scripted-world';

let w: ScriptedWorld;
beforeAll(async () => {
  w = await scriptedWorld();
}, 60_000);
afterAll(() => w?.database.close());
beforeEach(async () => {
  await w.database.query('TRUNCATE bank_days');
  await w.database.query('TRUNCATE breaks CASCADE');
  w.script.read.length = 0;
  w.script.compare.length = 0;
  w.seen.compared.length = 0;
  w.seen.nudged.length = 0;
  w.undecided.length = 0;
});

const asked = (day = YESTERDAY, compareOnly = false) =>
  w.database.transaction((tx) => askDay(tx, TERMS, { day, today: TODAY, staff: 'operator', compareOnly }));
const broken = (booking: string) =>
  w.database.query(
    `INSERT INTO breaks (kind, supplier, booking, reference, day, zone, amount, evidence) VALUES ('duplicate', 'alseco', $1, 'TLM1', $2, 'Asia/Almaty', 5, '')`,
    [booking, YESTERDAY],
  );

test('a day is read, compared and ready, and everything stands in its row', async () => {
  await asked();
  w.script.read.push('complete');
  w.script.compare.push(agreed);
  expect(await w.goes(YESTERDAY)).toMatchObject({ next: 'finished', state: 'ready', waitsFor: 'confirmation', needsStaff: false });
  expect(await w.row(YESTERDAY)).toMatchObject({
    state: 'ready',
    theirsCount: '100',
    theirsSum: '1000.5',
    oursCount: '100',
    pairs: '99',
    explained: '1',
    unexplained: '0',
    waitsFor: 'confirmation',
  });
});

test('the running day waits for its end', async () => {
  await asked(TODAY);
  const step = await w.goes(TODAY);
  expect(step).toMatchObject({ next: 'wait', state: 'open', waitsFor: 'day end' });
  expect(Date.parse(step.waitsUntil ?? '') - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);
  expect(await w.row(TODAY)).toMatchObject({ state: 'open', waitsFor: 'day end', waitsUntil: step.waitsUntil?.replace('.000Z', 'Z') });
});

test('a clock that is behind makes the day end later', async () => {
  await w.database.query(`UPDATE suppliers SET zone_offset_minutes = -2880 WHERE name = 'alseco'`);
  await asked();
  expect(await w.goes(YESTERDAY)).toMatchObject({ next: 'wait', waitsFor: 'day end' });
  await w.database.query(`UPDATE suppliers SET zone_offset_minutes = NULL WHERE name = 'alseco'`);
});

test('open breaks wait for signatures until nine; the last one closed has the book read anew', async () => {
  await asked();
  w.script.read.push('complete', 'complete');
  w.script.compare.push({ ...agreed, breaks: 2 }, agreed);
  await broken('1');
  await broken('2');
  const waits = await w.goes(YESTERDAY);
  expect(waits).toMatchObject({
    next: 'wait',
    state: 'to sign',
    waitsFor: 'signatures',
    needsStaff: true,
    breaks: [{ kind: 'duplicate', count: 2 }],
  });
  expect(waits.waitsUntil).toBe(`${TODAY}T04:00:00.000Z`);
  await w.database.query(`UPDATE breaks SET closed_at = now(), closed_as = 'signed', how = 'a test' WHERE booking = '1'`);
  expect(await w.goes(YESTERDAY)).toMatchObject({ next: 'wait', state: 'to sign' });
  await w.database.query(`UPDATE breaks SET closed_at = now(), closed_as = 'signed', how = 'a test' WHERE booking = '2'`);
  expect(await w.goes(YESTERDAY)).toMatchObject({ state: 'ready' });
  expect(await breaksOfDay(w.database, 'alseco', YESTERDAY)).toMatchObject({ open: 0, signed: 2, byKind: {} });
});

test('what stands nowhere or twice waits for staff, and nothing is read in a circle', async () => {
  await asked();
  w.script.read.push('complete');
  w.script.compare.push({ ...agreed, figures: figures(money('0.01')) });
  expect(await w.goes(YESTERDAY)).toMatchObject({ next: 'wait', state: 'to sign', waitsFor: 'staff', needsStaff: true });
  expect(await w.goes(YESTERDAY)).toMatchObject({ next: 'wait', waitsFor: 'staff' });
});

test('payments that settle it themselves are told, at most three times, and then judged as they stand', async () => {
  await asked();
  w.undecided.push({ agent: '144', transaction: '7' });
  const undecided = { ...agreed, undecided: 1 };
  w.script.read.push('complete', 'complete', 'complete', 'complete');
  w.script.compare.push(undecided, undecided, undecided, { ...agreed, breaks: 1 });
  await broken('3');
  for (let round = 1; round <= 3; round++) {
    await w.goes(YESTERDAY);
    await w.database.query(`UPDATE bank_days SET waits_until = now() WHERE waits_for = 'repairs'`);
  }
  expect(await w.goes(YESTERDAY)).toMatchObject({ state: 'to sign', waitsFor: 'signatures' });
  expect(w.seen.nudged).toEqual(['144 7', '144 7', '144 7']);
  expect(w.seen.compared.map(({ last }) => last)).toEqual([false, false, false, true]);
});

test('a supplier that cannot be read is left alone for a while, and the row says why', async () => {
  await asked();
  w.script.read.push({ kind: 'incomplete', why: 'the list broke off' });
  expect(await w.goes(YESTERDAY)).toMatchObject({
    next: 'wait',
    state: 'ended',
    waitsFor: 'supplier',
    readError: 'the list broke off',
    needsStaff: false,
  });
  expect(await w.row(YESTERDAY)).toMatchObject({ failedReads: 1, reading: null, waitsFor: 'supplier' });
  w.script.read.push('complete');
  w.script.compare.push(agreed);
  await w.database.query('UPDATE bank_days SET waits_until = now()');
  expect(await w.goes(YESTERDAY)).toMatchObject({ state: 'ready', readError: null });
});

test('a reading that a crash has emptied is read anew', async () => {
  await asked();
  w.script.read.push('complete', 'complete');
  w.script.compare.push({ kind: 'lost' }, agreed);
  expect(await w.goes(YESTERDAY)).toMatchObject({ state: 'ready' });
});

test('a day unlike ours waits for staff, until it is asked for again', async () => {
  await asked();
  w.script.read.push('complete');
  w.script.compare.push({ kind: 'unlike', nominated: '5001' });
  expect(await w.goes(YESTERDAY)).toMatchObject({ next: 'wait', state: 'unlike', waitsFor: 'staff', needsStaff: true });
  expect(await w.row(YESTERDAY)).toMatchObject({ nominated: '5001', comparedAt: null });
  await asked();
  w.script.read.push('complete');
  w.script.compare.push(agreed);
  expect(await w.goes(YESTERDAY)).toMatchObject({ state: 'ready' });
});

test('a comparison without effect changes neither state nor breaks, of a new day and of one that is ready', async () => {
  await asked(YESTERDAY, true);
  w.script.read.push('complete', 'complete', 'complete');
  w.script.compare.push(agreed, agreed, agreed);
  expect(await w.goes(YESTERDAY)).toMatchObject({ next: 'finished' });
  expect(await w.row(YESTERDAY)).toMatchObject({ compareOnly: true, reading: null, comparedAt: null, trial: { pairs: '99', unexplained: '0' } });
  await asked();
  expect(await w.goes(YESTERDAY)).toMatchObject({ state: 'ready' });
  const before = await w.row(YESTERDAY);
  await asked(YESTERDAY, true);
  expect(await w.goes(YESTERDAY)).toMatchObject({ next: 'finished', state: 'ready' });
  const { trialAt, trialAskedAt, ...after } = await w.row(YESTERDAY);
  const { trialAt: _, trialAskedAt: __, ...rest } = before;
  expect(after).toEqual({ ...rest, trial: after.trial });
  expect(Date.parse(trialAt ?? '')).toBeGreaterThanOrEqual(Date.parse(trialAskedAt ?? ''));
  expect(w.seen.compared.map(({ effect }) => effect)).toEqual([false, true, false]);
});

test('what may not be asked for is refused in a sentence', async () => {
  const refused = (day: typeof TODAY, compareOnly = false) => expect(asked(day, compareOnly)).rejects;
  await refused('2017-10-31' as typeof TODAY).toThrow('2017-10-31 is before 2017-11-01: no supplier has a book of it.');
  await refused(plusDays(TODAY, 1)).toThrow('has not begun yet at alseco');
  await refused(TODAY, true).toThrow('only a past day can be compared');
  await asked();
  await w.database.query(`UPDATE bank_days SET state = 'ready'`);
  await refused(YESTERDAY).toThrow('is ready already');
});

test('a workflow without a row reads nothing and ends', async () => {
  await expect(lookAtDay(w.dependencies, { supplier: 'alseco', day: YESTERDAY })).rejects.toThrow(
    `the registry has no bank day alseco ${YESTERDAY}: nothing was read`,
  );
});
