import { type Day, plusDays } from '../../src/domain/day';
import type { UnreadyDay } from '../../src/registry/alarms/overdue-days';
import type { Database } from '../../src/registry/database';
import { inbox, itemView } from '../../src/staff-view/inbox';
import { toldOverdue } from '../../src/staff-view/overdue-days';
import { dayIn } from '../../src/zone';
import { book } from '../registry/book';

const ZONE = 'Asia/Almaty';
const HOUR_S = 3_600;
const WORKING: UnreadyDay = {
  supplier: 'alseco',
  day: '2026-11-20' as Day,
  zone: ZONE,
  state: 'comparing',
  waitsFor: null,
  isWorking: true,
  endedAt: '2026-11-20T19:00:00Z',
  readyBy: '2026-11-23T04:00:00Z',
  isLate: false,
  readAgeS: HOUR_S,
  comparedAgeS: HOUR_S,
};

test.each<[string, Partial<UnreadyDay>, string | null]>([
  ['nobody opened it', { state: null, isWorking: false }, 'dayNotOpened'],
  ['read and compared an hour ago', {}, null],
  ['exactly three hours', { readAgeS: 3 * HOUR_S }, null],
  ['its reading is old', { readAgeS: 3 * HOUR_S + 1 }, 'dayNotCompared'],
  ['its comparison is old', { comparedAgeS: 4 * HOUR_S, waitsFor: 'supplier' }, 'dayNotCompared'],
  ['it waits for people over a weekend', { state: 'to sign', isWorking: false, readAgeS: 60 * HOUR_S, comparedAgeS: 60 * HOUR_S }, null],
  ['a working day began without it', { state: 'to sign', isWorking: false, isLate: true, waitsFor: 'signatures' }, 'dayNotReady'],
])('%s', (_, change, key) => {
  expect(toldOverdue({ ...WORKING, ...change })?.key ?? null).toBe(key);
});

test('the inbox shows each with its end, what it waits for and one command, in three languages', async () => {
  const database: Database = await book();
  try {
    const day = plusDays(dayIn(ZONE, new Date().toISOString()), -10);
    await database.query(`UPDATE suppliers SET books_from = $1 WHERE name = 'alseco'`, [plusDays(day, -1)]);
    await database.query(
      `INSERT INTO bank_days (supplier, day, zone, currency, opened_by, state, waits_for)
       SELECT 'alseco', d::date, $2, 'KZT', 'schedule', CASE WHEN d::date = $1 THEN 'to sign' ELSE 'ready' END, CASE WHEN d::date = $1 THEN 'signatures' END
       FROM generate_series($1::date, $1::date + 10, interval '1 day') d`,
      [day, ZONE],
    );
    const rules = { needsStaffMs: 1e9, stuckMs: 1e9, lowBalance: '0', bookZones: { alseco: ZONE } };
    const { items, more } = await inbox(database, rules, 50);
    const views = items.map((item) => itemView(item, 'en'));
    expect(views).toMatchObject([
      { kind: 'bank day', subject: `alseco ${plusDays(day, -1)}`, key: 'dayNotOpened', command: 'tolem doctor' },
      { kind: 'bank day', subject: `alseco ${day}`, key: 'dayNotReady', command: `tolem day breaks alseco ${day}` },
    ]);
    expect([views[1]?.what.endsWith('it waits for signatures'), more]).toEqual([true, []]);
    const late = items[1] ?? fail();
    expect(itemView(late, 'ru').what).toContain('ждёт подписей');
    expect(itemView(late, 'kk').what).toContain('қолтаңбалар');
    expect(await inbox(database, rules, 1)).toMatchObject({ items: [{ told: { key: 'dayNotOpened' } }], more: ['bank day'] });
  } finally {
    await database.close();
  }
});

const fail = (): never => {
  throw new Error('nothing is overdue');
};
