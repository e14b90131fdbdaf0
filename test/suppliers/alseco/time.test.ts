import fc from 'fast-check';
import { DateTime } from 'luxon';
import { readTime } from '../../../src/suppliers/alseco/time';

/** What the zone library itself says, asked anew for each time. */
function slowly(text: string, zone: string) {
  const at = DateTime.fromISO(text.replace(/\.\d+$/, ''), { zone });
  const fraction = /\.\d+$/.exec(text)?.[0] ?? '';
  return at.isValid ? { day: at.toFormat('yyyy-MM-dd'), instant: `${at.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss")}${fraction}Z` } : null;
}

const ZONES = ['Asia/Almaty', 'Europe/Moscow', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC'];
const two = (number: number): string => String(number).padStart(2, '0');
const time = fc
  .record({
    year: fc.constantFrom(1900, 2007, 2024, 2026),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
    hour: fc.integer({ min: 0, max: 24 }),
    minute: fc.integer({ min: 0, max: 60 }),
    second: fc.integer({ min: 1, max: 61 }),
    fraction: fc.constantFrom('', '.5', '.1234567'),
  })
  .map((at) => `${at.year}-${two(at.month)}-${two(at.day)}T${two(at.hour)}:${two(at.minute)}:${two(at.second)}${at.fraction}`);

test('times are read as the zone library reads each, although it is asked once per minute', () => {
  fc.assert(
    fc.property(time, fc.constantFrom(...ZONES), (text, zone) => {
      const expected = slowly(text, zone);
      expect(readTime(text, zone)).toEqual(expected);
      expect(readTime(text, zone)).toEqual(expected);
    }),
    { numRuns: 600 },
  );
});

test('around a change of clocks each minute is its own', () => {
  for (const text of ['2024-02-29T22:59:59', '2024-02-29T23:00:01', '2024-02-29T23:59:59', '2024-03-01T00:00:01'])
    expect(readTime(text, 'Asia/Almaty')).toEqual(slowly(text, 'Asia/Almaty'));
  for (const text of ['2026-03-08T01:59:59', '2026-03-08T02:30:01', '2026-03-08T03:00:01', '2026-11-01T01:30:01'])
    expect(readTime(text, 'America/New_York')).toEqual(slowly(text, 'America/New_York'));
});

test('more minutes than are remembered are read all the same', () => {
  for (let minute = 0; minute < 6_000; minute++) {
    const text = `2026-11-${two(1 + Math.floor(minute / 1_440))}T${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}:07`;
    expect(readTime(text, 'Asia/Almaty')?.day).toBe(text.slice(0, 10));
  }
});
