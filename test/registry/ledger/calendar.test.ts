import { day } from '../../../src/domain/day';
import { closing } from '../../../src/registry/ledger/calendar';

const D = day('2026-11-21');

test.each([
  ['one zone', ['Asia/Almaty'], 'Asia/Almaty', '2026-11-22T01:00:00.000Z'],
  [
    'the westernmost of four',
    ['Europe/Moscow', 'Asia/Almaty', 'Europe/Kaliningrad', 'Asia/Kamchatka'],
    'Europe/Kaliningrad',
    '2026-11-22T04:00:00.000Z',
  ],
  ['one whose day ends half a day earlier', ['Asia/Kamchatka'], 'Asia/Kamchatka', '2026-11-21T18:00:00.000Z'],
  ['a fixed offset', ['+06:00', 'Asia/Kamchatka'], '+06:00', '2026-11-22T00:00:00.000Z'],
  ['no contract yet', [], '-12:00', '2026-11-22T18:00:00.000Z'],
])('a day closes six hours after it ended last: %s', (_, zones, zone, at) => {
  expect(closing(D, zones)).toEqual({ zone, at });
});

test('the zone whose clocks were put back that day ends later than yesterday', () => {
  expect(closing(day('2024-02-29'), ['Asia/Almaty']).at).toBe('2024-03-01T01:00:00.000Z');
  expect(closing(day('2024-02-28'), ['Asia/Almaty']).at).toBe('2024-02-29T00:00:00.000Z');
});
