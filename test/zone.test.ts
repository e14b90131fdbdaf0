import { dayIn, endOf, fractionalTime, instantOf, localOf, millisecondsToMidnight, minuteOf, spacedTime } from '../src/zone';

test('the day of an instant is its zone’s, to the millisecond around midnight, whatever was asked before', () => {
  const around = ['2026-11-21T18:59:59.999Z', '2026-11-21T19:00:00.000Z', '2026-11-22T18:59:59.999999Z', '2026-11-22T19:00:00Z'];
  expect(around.map((at) => dayIn('Asia/Almaty', at))).toEqual(['2026-11-21', '2026-11-22', '2026-11-22', '2026-11-23']);
  expect([...around].reverse().map((at) => dayIn('Asia/Almaty', at))).toEqual(['2026-11-23', '2026-11-22', '2026-11-22', '2026-11-21']);
  expect(dayIn('+06:00', '2026-11-21T18:00:00Z')).toBe('2026-11-22');
  expect(dayIn('Europe/Moscow', '2026-11-21T19:00:00Z')).toBe('2026-11-21');
});

test('a day has the hours that its zone gives it: Almaty’s clocks stood still for one on 2024-03-01', () => {
  expect(dayIn('Asia/Almaty', '2024-02-29T17:59:59Z')).toBe('2024-02-29');
  expect(dayIn('Asia/Almaty', '2024-02-29T18:30:00Z')).toBe('2024-02-29');
  expect(dayIn('Asia/Almaty', '2024-02-29T19:00:00Z')).toBe('2024-03-01');
  expect(endOf('Asia/Almaty', dayIn('Asia/Almaty', '2024-02-29T10:00:00Z'))).toBe('2024-02-29T19:00:00.000Z');
});

test('a minute of local time is one of UTC, asked again or not, through the hour that Almaty’s clocks stood still', () => {
  for (const _ of [1, 2]) {
    expect(minuteOf('Asia/Almaty', '2026-11-21T00:15')).toEqual({ day: '2026-11-21', utc: '2026-11-20T19:15' });
    expect(minuteOf('Asia/Almaty', '2024-02-29T22:59')).toEqual({ day: '2024-02-29', utc: '2024-02-29T16:59' });
    expect(minuteOf('Asia/Almaty', '2024-03-01T00:00')).toEqual({ day: '2024-03-01', utc: '2024-02-29T19:00' });
    expect(minuteOf('+06:00', '2026-11-21T00:15')).toEqual({ day: '2026-11-21', utc: '2026-11-20T18:15' });
    for (const none of ['2026-11-31T00:15', '2026-11-21T25:15', '2026-11-21', '2026-W47-6T00:15', '1890-01-01T10:15'])
      expect([none, minuteOf('Asia/Almaty', none)]).toEqual([none, null]);
  }
});

test('neither an unknown zone nor what is no instant has a day', () => {
  expect(() => dayIn('Asia/Nowhere', '2026-11-21T10:00:00Z')).toThrow(RangeError);
  expect(() => dayIn('Asia/Almaty', 'yesterday')).toThrow(RangeError);
});

test.each([
  ['2026-11-21 10:15', '2026-11-21T10:15:00'],
  ['2026-11-21 10:15:07', '2026-11-21T10:15:07'],
  ['2026-11-21T10:15:07.1234567', '2026-11-21T10:15:07'],
  ['2024-02-29 00:00:00', '2024-02-29T00:00:00'],
  ['2026-02-29 10:15:00', null],
  ['2026-02-30 10:15:00', null],
  ['2026-13-01 10:15:00', null],
  ['2026-11-21 25:00:00', null],
  ['2026-11-21 10:61', null],
  ['2026-11-21', null],
  ['2026-11-21T10:15:00Z', null],
  ['2026-11-21T10:15:00+05:00', null],
  ['21.11.2026 10:15', null],
])('local text %s is %s', (text, local) => {
  expect(localOf(text)).toBe(local);
});

test('text without an offset is the zone’s, text with one speaks for itself', () => {
  expect(instantOf('Asia/Almaty', '2026-11-21 10:15')).toBe('2026-11-21T05:15:00.000Z');
  expect(instantOf('Asia/Almaty', '2026-11-21T10:15:00+0300')).toBe('2026-11-21T07:15:00.000Z');
  expect(instantOf('Asia/Almaty', '2026-11-21T10:15:00Z')).toBe('2026-11-21T10:15:00.000Z');
  expect(instantOf('Asia/Almaty', '2026-02-30 10:15')).toBeNull();
  expect(instantOf('Asia/Almaty', 'soon')).toBeNull();
});

test('the forms that the documents show', () => {
  expect(spacedTime('+06:00', '2024-07-09T06:05:36Z')).toBe('2024-07-09 12:05:36');
  expect(fractionalTime('Europe/Moscow', '2024-07-09T06:05:36.218Z')).toBe('2024-07-09T09:05:36.2180000');
  expect(fractionalTime('Europe/Moscow', '2024-07-09T06:05:36.123456Z')).toBe('2024-07-09T09:05:36.1234560');
  expect(millisecondsToMidnight('Asia/Almaty', '2026-11-21T18:55:00Z')).toBe(300_000);
});
