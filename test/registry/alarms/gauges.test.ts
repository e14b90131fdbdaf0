import type { Day } from '../../../src/domain/day';
import { plusDays } from '../../../src/domain/day';
import { measureAtScrape } from '../../../src/registry/alarms/gauges';
import { type Database, openDatabase } from '../../../src/registry/database';
import { metrics } from '../../../src/telemetry';
import { dayIn, endOf } from '../../../src/zone';
import { book } from '../book';

const ZONES = { alseco: 'Asia/Almaty', upstream: 'Asia/Almaty' } as const;
const TODAY = dayIn(ZONES.alseco, new Date().toISOString());

let database: Database;
beforeAll(async () => {
  database = await book();
});
afterAll(() => database?.close());

/** `name{labels}` → value, of those that a scrape shows. */
async function scraped(): Promise<Record<string, number>> {
  const text = await metrics.registry.metrics();
  const lines = [...text.matchAll(/^(tolem_(?:bank_day|breaks)\w*(?:\{[^}]*\})?) (\S+)$/gm)];
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, Number.parseFloat(value)]));
}

const day = (back: number): Day => plusDays(TODAY, -back);

async function breakOf(booking: string, { effect, currency = 'KZT', until = null, closed = false }: BreakFacts): Promise<void> {
  await database.query(
    `INSERT INTO breaks (kind, supplier, booking, reference, day, zone, rollback_until, amount, currency, evidence, theirs, effect, closed_at, closed_as, how)
     VALUES ('duplicate', 'alseco', $1, 'r', $2, 'Asia/Almaty', $3, 10, $4, 'e', 10, $5, CASE WHEN $6 THEN now() END, CASE WHEN $6 THEN 'noted' END, CASE WHEN $6 THEN 'h' END)`,
    [booking, day(1), until, currency, effect, closed],
  );
}
interface BreakFacts {
  readonly effect: string | null;
  readonly currency?: string;
  readonly until?: string | null;
  readonly closed?: boolean;
}

test('a registry without bank days tells zeros, and when it was read', async () => {
  await measureAtScrape(database, ZONES)();
  const told = await scraped();
  expect(told).toMatchObject({
    'tolem_bank_days_not_opened{supplier="alseco"}': 0,
    'tolem_bank_days_not_ready{supplier="upstream"}': 0,
    'tolem_bank_day_reading_age_seconds{supplier="alseco",stage="working"}': 0,
    'tolem_breaks_unsigned{supplier="alseco"}': 0,
  });
  expect(Object.keys(told).filter((name) => name.startsWith('tolem_breaks_rollback_left'))).toEqual([]);
  expect(Math.abs(Date.now() / 1_000 - (told['tolem_bank_days_measured_timestamp_seconds'] ?? 0))).toBeLessThan(60);
});

test('days and breaks are told by supplier, sums by currency, and the time of the first rollback that ends', async () => {
  await database.query(`UPDATE suppliers SET books_from = $1 WHERE name = 'alseco'`, [day(4)]);
  await database.query(
    `INSERT INTO bank_days (supplier, day, zone, currency, opened_by, state) VALUES
     ('alseco', $1, 'Asia/Almaty', 'KZT', 'schedule', 'ended'), ('alseco', $2, 'Asia/Almaty', 'KZT', 'schedule', 'ready'), ('alseco', $3, 'Asia/Almaty', 'KZT', 'loop', 'ready')`,
    [day(3), day(2), day(1)],
  );
  const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
  await breakOf('1', { effect: '10.25', until: soon(7_200_000) });
  await breakOf('2', { effect: '-4', until: soon(600_000) });
  await breakOf('3', { effect: null });
  await breakOf('4', { effect: '3', currency: 'USD', until: soon(3_600_000) });
  await breakOf('5', { effect: '99', closed: true, until: soon(60_000) });
  await measureAtScrape(database, ZONES)();
  const told = await scraped();
  expect(told).toMatchObject({
    'tolem_bank_days_not_opened{supplier="alseco"}': 1,
    'tolem_breaks_unsigned{supplier="alseco"}': 4,
    'tolem_breaks_unsigned{supplier="upstream"}': 0,
    'tolem_breaks_unsigned_sum{supplier="alseco",currency="KZT"}': 14.25,
    'tolem_breaks_unsigned_sum{supplier="alseco",currency="USD"}': 3,
  });
  const left = told['tolem_breaks_rollback_left_seconds{supplier="alseco"}'] ?? 0;
  expect(left).toBeGreaterThan(3_500);
  expect(left).toBeLessThanOrEqual(3_600);
  const age = told['tolem_bank_day_reading_age_seconds{supplier="alseco",stage="working"}'] ?? 0;
  expect(Math.abs(age - (Date.now() - Date.parse(endOf(ZONES.alseco, day(3)))) / 1_000)).toBeLessThan(60);
});

test('many scrapes at once ask the registry once, and again only after a while', async () => {
  let asked = 0;
  const query = (...given: Parameters<Database['query']>) => {
    asked++;
    return database.query(...given) as never;
  };
  const counting: Database = { ...database, query };
  const measure = measureAtScrape(counting, ZONES);
  await Promise.all(Array.from({ length: 20 }, () => measure()));
  await measure();
  expect(asked).toBe(2);
});

test('a registry that does not answer takes nothing else down: what was known of it is no longer told, its age is', async () => {
  await measureAtScrape(database, ZONES)();
  const before = (await scraped())['tolem_bank_days_measured_timestamp_seconds'];
  const away = openDatabase({ url: 'postgres://127.0.0.1:1/nowhere', connections: 1, statementMs: 1_000 });
  const begun = Date.now();
  await measureAtScrape(away, ZONES)();
  expect(Date.now() - begun).toBeLessThan(5_000);
  const told = await scraped();
  expect(told['tolem_bank_days_measured_timestamp_seconds']).toBe(before);
  expect(Object.keys(told).filter((name) => name.includes('{'))).toEqual([]);
  await away.close();
});

test('a registry that hangs holds up a scrape for a few seconds at most', async () => {
  const hangs: Database = { ...database, query: () => new Promise(() => {}) };
  const begun = Date.now();
  await measureAtScrape(hangs, ZONES)();
  expect(Date.now() - begun).toBeLessThan(4_500);
});
