import fc from 'fast-check';
import { day, daysBetween, monthOf, plusDays } from '../../src/domain/day';

const anyDay = fc.integer({ min: 0, max: 40_000 }).map((n) => plusDays(day('1990-01-01'), n));

test.each(['2026-11-21', '2024-02-29', '2000-02-29', '1999-12-31'])('%s is a day', (text) => {
  expect(day(text)).toBe(text);
});

test.each([
  '',
  '2026-11-31',
  '2026-02-29',
  '1900-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-1-1',
  '26-11-21',
  '2026-11-21T00:00:00',
  ' 2026-11-21',
  '2026-11-21\n',
])('%j is none, and the error names it', (text) => {
  expect(() => day(text)).toThrow(`not a day (YYYY-MM-DD): ${text}`);
});

test('days are counted over months, years and leap days', () => {
  expect(plusDays(day('2024-02-28'), 1)).toBe('2024-02-29');
  expect(plusDays(day('2025-12-31'), 1)).toBe('2026-01-01');
  expect(plusDays(day('2026-03-01'), -1)).toBe('2026-02-28');
  expect(monthOf(day('2026-11-21'))).toBe('2026-11');
});

test('going forth and back meets the same day, and later days sort later', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 5000 }), (from, days) => {
      const later = plusDays(from, days);
      return plusDays(later, -days) === from && later > from && day(later) === later;
    }),
  );
});

test('a range holds every day once, both ends included', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 0, max: 60 }), (from, more) => {
      const days = daysBetween(from, plusDays(from, more), 61);
      expect(days).toHaveLength(more + 1);
      expect(days.every((at, n) => at === plusDays(from, n))).toBe(true);
    }),
  );
});

test('a range is bounded, and one that ends before it begins is empty', () => {
  expect(() => daysBetween(day('2026-01-01'), day('2026-01-11'), 10)).toThrow('more than 10 days');
  expect(daysBetween(day('2026-01-01'), day('2026-01-10'), 10)).toHaveLength(10);
  expect(daysBetween(day('2026-01-02'), day('2026-01-01'), 10)).toEqual([]);
});
