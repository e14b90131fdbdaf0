import { launch, openDue } from '../../src/activities/bank-day/launch';
import { plusDays } from '../../src/domain/day';
import { allDaysToRun, daysToRun } from '../../src/registry/bank-day/day/open-days';
import { type ScriptedWorld, scriptedWorld, TODAY, YESTERDAY } from './scripted-world';

let w: ScriptedWorld;
beforeAll(async () => {
  w = await scriptedWorld();
}, 60_000);
afterAll(() => w?.database.close());
beforeEach(async () => {
  await w.database.query('TRUNCATE bank_days');
  await booksFrom(plusDays(TODAY, -4));
  w.seen.started.length = 0;
  w.temporal.tell = async () => undefined;
});

const booksFrom = (from: string | null) => w.database.query(`UPDATE suppliers SET books_from = $1 WHERE name = 'alseco'`, [from]);
const now = () => new Date().toISOString();
const launched = (at = now()) => launch(w.dependencies, { supplier: 'alseco', at });
const days = (...back: number[]) => back.map((days) => plusDays(TODAY, -days));
const started = (...back: number[]) => days(...back).map((day) => `alseco ${day}`);

test('every day that has ended and has no row is opened, oldest first, and two of them begin', async () => {
  expect(await launched()).toEqual({ opened: days(4, 3, 2, 1), started: days(4, 3) });
  expect(w.seen.started).toEqual(started(4, 3));
});

test('a day that waits for a signature holds up no other', async () => {
  await launched();
  await w.database.query(`UPDATE bank_days SET state = 'to sign' WHERE day = $1`, days(4));
  expect(await daysToRun(w.database, 'alseco')).toEqual(days(4, 3, 2));
});

test('two launches at once open each day once', async () => {
  const both = await Promise.all([launched(), launched()]);
  expect(both.flatMap(({ opened }) => opened).sort()).toEqual(days(4, 3, 2, 1));
});

test('a launch that dies between COMMIT and signal leaves rows, and the sweeper finds what has no run', async () => {
  w.temporal.tell = () => Promise.reject(new Error('the worker died'));
  await expect(launched()).rejects.toThrow('the worker died');
  expect(w.seen.started).toEqual([]);
  expect(await allDaysToRun(w.database, 0, '0', 10)).toEqual(days(4, 3).map((day) => ({ supplier: 'alseco', day })));
  expect(await allDaysToRun(w.database, 0, `alseco:${days(4)[0]}`, 10)).toEqual(days(3).map((day) => ({ supplier: 'alseco', day })));
  expect(await allDaysToRun(w.database, 60_000, '0', 10)).toEqual([]);
  w.temporal.tell = async () => undefined;
  expect(await launched()).toEqual({ opened: [], started: days(4, 3) });
});

test('the day is that of the scheduled time: filled in later, an earlier day is opened by name', async () => {
  const at = `${plusDays(TODAY, -9)}T19:30:00Z`;
  expect((await launched(at)).opened).toEqual([plusDays(TODAY, -9)]);
});

test('a supplier that was never looked at begins today: nothing is due', async () => {
  await booksFrom(null);
  expect(await w.database.transaction(() => openDue(w.dependencies, 'alseco', now(), 'loop'))).toEqual([]);
  const { rows } = await w.database.query(`SELECT books_from AS from FROM suppliers WHERE name = 'alseco'`);
  expect(rows).toEqual([{ from: TODAY }]);
  // The Schedule names the day before its own time all the same.
  expect((await launched()).opened).toEqual([YESTERDAY]);
});

test('what is confirmed, and what was opened to be compared alone, has no run', async () => {
  await launched();
  await w.database.query(`UPDATE bank_days SET state = 'confirmed'`);
  expect(await daysToRun(w.database, 'alseco')).toEqual([]);
  await w.database.query(`UPDATE bank_days SET trial_asked_at = now() WHERE day = $1`, days(2));
  expect(await daysToRun(w.database, 'alseco')).toEqual(days(2));
});
