import type { Day } from '../../../src/domain/day';
import { plusDays } from '../../../src/domain/day';
import { unreadyDays } from '../../../src/registry/alarms/overdue-days';
import type { Database } from '../../../src/registry/database';
import { addStaff } from '../../../src/registry/staff/staff';
import { dayIn, endOf } from '../../../src/zone';
import { book } from '../book';

const ZONES = { alseco: 'Asia/Almaty', upstream: 'Pacific/Kiritimati' } as const;
const HOUR_MS = 3_600_000;

let database: Database;
beforeAll(async () => {
  database = await book();
  await addStaff(database, 'one', '-', ['operator']);
});
afterAll(() => database?.close());
beforeEach(async () => {
  await database.query('TRUNCATE bank_days, working_days');
  await database.query('UPDATE suppliers SET books_from = NULL');
});

const today = (zone: string): Day => dayIn(zone, new Date().toISOString());
const TODAY = today(ZONES.alseco);
const ago = (days: number): Day => plusDays(TODAY, -days);
/** The end of a day as the registry prints it, so many hours later. */
const afterEnd = (day: Day, hours = 0, zone: string = ZONES.alseco): string =>
  new Date(Date.parse(endOf(zone, day)) + hours * HOUR_MS).toISOString().replace('.000', '');
const from = (supplier: string, day: Day) => database.query('UPDATE suppliers SET books_from = $2 WHERE name = $1', [supplier, day]);

async function opened(day: Day, { state = 'open', by = 'schedule', openedAt = endOf(ZONES.alseco, day), more = {} }: Opened = {}): Promise<void> {
  const columns = Object.keys(more);
  await database.query(
    `INSERT INTO bank_days (supplier, day, zone, currency, opened_by, state, opened_at${columns.map((name) => `, ${name}`).join('')})
     VALUES ('alseco', $1, $2, 'KZT', $3, $4, $5${columns.map((_, at) => `, $${at + 6}`).join('')})`,
    [day, ZONES.alseco, by, state, openedAt, ...Object.values(more)],
  );
}
interface Opened {
  readonly state?: string;
  readonly by?: string;
  readonly openedAt?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** All days of the week are worked, or none, around now. */
const worked = async (works: boolean, first: Day, last: Day) => {
  for (let day = first; day <= last; day = plusDays(day, 1))
    await database.query('INSERT INTO working_days (day, works, reason, staff) VALUES ($1, $2, $3, $4) ON CONFLICT (day) DO UPDATE SET works = $2', [
      day,
      works,
      'a test',
      'one',
    ]);
};

test('a supplier whose books nobody compares yet has no overdue day', async () => {
  expect(await unreadyDays(database, ZONES)).toEqual([]);
});

test('a day that has ended and has no row is not opened, each in its supplier’s zone; today is not due', async () => {
  await from('alseco', ago(3));
  await opened(ago(2), { state: 'ready' });
  const days = (await unreadyDays(database, ZONES)).filter(({ supplier }) => supplier === 'alseco');
  // Within an hour after midnight yesterday is nobody's fault yet.
  const isFresh = Date.now() - Date.parse(endOf(ZONES.alseco, ago(1))) < HOUR_MS;
  expect(days.map(({ day, state }) => [day, state])).toEqual(
    isFresh
      ? [[ago(3), null]]
      : [
          [ago(3), null],
          [ago(1), null],
        ],
  );
  expect(days[0]).toMatchObject({ zone: ZONES.alseco, endedAt: afterEnd(ago(3)), isWorking: false });
  await from('upstream', plusDays(today(ZONES.upstream), -2));
  const upstream = (await unreadyDays(database, ZONES)).filter(({ supplier }) => supplier === 'upstream');
  expect(upstream[0]).toMatchObject({
    day: plusDays(today(ZONES.upstream), -2),
    endedAt: afterEnd(plusDays(today(ZONES.upstream), -2), 0, ZONES.upstream),
  });
});

test('a day is late after 09:00 of the first working day after it', async () => {
  await worked(true, ago(10), TODAY);
  await opened(ago(5), { state: 'to sign' });
  const byNine = (day: Day) => afterEnd(plusDays(day, -1), 9);
  expect(await unreadyDays(database, ZONES)).toMatchObject([{ day: ago(5), isLate: true, readyBy: byNine(ago(4)) }]);
  await worked(false, ago(4), ago(2));
  expect(await unreadyDays(database, ZONES)).toMatchObject([{ day: ago(5), readyBy: byNine(ago(1)) }]);
  await worked(false, ago(1), plusDays(TODAY, 3));
  await worked(true, plusDays(TODAY, 4), plusDays(TODAY, 4));
  expect(await unreadyDays(database, ZONES)).toMatchObject([{ day: ago(5), isLate: false, readyBy: byNine(plusDays(TODAY, 4)) }]);
});

test('a day asked for long after its end is late after the working day that follows', async () => {
  await worked(true, ago(40), plusDays(TODAY, 5));
  await opened(ago(30), { by: 'backfill', openedAt: new Date().toISOString() });
  await opened(ago(29), { by: 'loop', openedAt: new Date().toISOString() });
  expect((await unreadyDays(database, ZONES)).map(({ day, isLate }) => [day, isLate])).toEqual([
    [ago(30), false],
    [ago(29), true],
  ]);
});

test('ages are of the last complete reading and comparison, else of the day’s end', async () => {
  const hours = (n: number) => new Date(Date.now() - n * HOUR_MS).toISOString();
  const read = { reading: 1, theirs_count: 0, theirs_sum: 0 };
  await opened(ago(4), { state: 'comparing', more: { ...read, read_at: hours(5) } });
  await opened(ago(3), { state: 'to sign', more: { ...read, read_at: hours(3), compared_at: hours(2), ours_count: 0, unexplained: 0 } });
  const [comparing, toSign] = await unreadyDays(database, ZONES);
  const sinceEnd = (Date.now() - Date.parse(endOf(ZONES.alseco, ago(4)))) / 1_000;
  expect(comparing).toMatchObject({ state: 'comparing', isWorking: true });
  expect(toSign).toMatchObject({ state: 'to sign', isWorking: false });
  const minutes = (seconds: number | undefined) => Math.round((seconds ?? 0) / 60);
  expect([minutes(comparing?.readAgeS), minutes(toSign?.readAgeS), minutes(toSign?.comparedAgeS)]).toEqual([300, 180, 120]);
  expect(Math.abs((comparing?.comparedAgeS ?? 0) - sinceEnd)).toBeLessThan(60);
});

test('what is ready or further, what is only compared, and a day that has not ended are no matter of anybody’s', async () => {
  for (const [at, state] of ['ready', 'confirming', 'verifying', 'confirmed', 'confirmed elsewhere', 'posted'].entries())
    await opened(ago(at + 2), { state });
  await opened(ago(20), { more: { compare_only: true } });
  await opened(TODAY);
  expect(await unreadyDays(database, ZONES)).toEqual([]);
});
