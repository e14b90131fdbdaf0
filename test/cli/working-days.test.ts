import { type World, world } from './world';

let w: World;
beforeAll(async () => {
  w = await world();
});
afterAll(() => w?.close());

const isWorked = async (day: string): Promise<boolean | undefined> =>
  (await w.database.query<{ is: boolean }>('SELECT is_working_day($1) AS "is"', [day])).rows[0]?.is;

test('the week alone: Saturday and Sunday are off', async () => {
  const days = ['2026-12-14', '2026-12-18', '2026-12-19', '2026-12-20'];
  expect(await Promise.all(days.map(isWorked))).toEqual([true, true, false, false]);
  expect((await w.tolem('working-day list --year 2026')).out).toBe('Nobody said anything of 2026: Monday to Friday are worked.\n');
});

test('staff say otherwise, and take it back; each time with a name and a reason', async () => {
  expect((await w.tolem('working-day off 2026-12-16 --reason "Independence Day"')).out).toBe('2026-12-16 is a day off.\n');
  expect((await w.tolem('working-day on 2026-12-19 --reason "worked for the 18th" --lang ru')).out).toBe('2026-12-19 — рабочий день.\n');
  expect([await isWorked('2026-12-16'), await isWorked('2026-12-19')]).toEqual([false, true]);
  expect(await w.json('working-day list --year 2026')).toMatchObject([
    { day: '2026-12-16', works: false, reason: 'Independence Day', staff: 'operator-1' },
    { day: '2026-12-19', works: true },
  ]);
  expect(await w.json('working-day list --year 2027')).toEqual([]);
  await w.tolem('working-day on 2026-12-16 --reason "moved to the 17th"');
  expect(await isWorked('2026-12-16')).toBe(true);
  expect(await w.json('audit list --subject working-day:2026-12-16')).toMatchObject([
    { action: 'working-day.set', reason: 'moved to the 17th', detail: { works: true } },
    { action: 'working-day.set', reason: 'Independence Day', detail: { works: false } },
  ]);
});

test.each([
  ['working-day off 2026-12-20 --reason "a Sunday"', 1, '2026-12-20 is no working day already.'],
  ['working-day on 2026-12-14 --reason "a Monday"', 1, '2026-12-14 is a working day already.'],
  ['working-day off 2026-02-30 --reason "no such day"', 2, 'a day is YYYY-MM-DD'],
  ['working-day off 2026-12-31', 2, '--reason'],
  ['working-day off 2026-12-31 --reason "a clerk may not" --as clerk', 1, 'clerk may not do working-day.set'],
  ['working-day list --year 26', 2, 'a year is such as 2026'],
])('`tolem %s` ends with %i', async (line, code, words) => {
  const said = await w.tolem(line);
  expect(said.code).toBe(code);
  expect(said.err).toContain(words);
});
