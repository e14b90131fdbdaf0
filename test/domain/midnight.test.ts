import type { DocumentState } from '../../src/domain/lifecycle';
import { midnightWaitMs } from '../../src/domain/midnight';
import { millisecondsToMidnight } from '../../src/zone';

const ZONE = 'Asia/Almaty';
const of = (...states: DocumentState['state'][]) => states.map((state) => ({ state }));
/** The wait of a payment whose turn comes at this local time of 21 November 2026 in Almaty (UTC+5). */
const waitAt = (documents: ReturnType<typeof of>, time: string) =>
  midnightWaitMs(documents, millisecondsToMidnight(ZONE, `2026-11-21T${time}+05:00`));

test.each<[string, DocumentState['state'][], string, number | null]>([
  ['two documents a moment before 23:55 are sent', ['planned', 'planned'], '23:54:59.999', null],
  ['two documents from 23:55 wait for a second past midnight', ['planned', 'planned'], '23:55:00.000', 301_000],
  ['at the last second too', ['planned', 'planned'], '23:59:59.000', 2_000],
  ['right after midnight they are sent', ['planned', 'planned'], '00:00:01.000', null],
  ['one document has nothing to roll back and does not wait', ['planned'], '23:59:00.000', null],
  ['one that took the place of a stale one is one', ['replaced', 'planned'], '23:59:00.000', null],
  ['one left beside a taken sibling waits', ['taken', 'planned'], '23:59:00.000', 61_000],
])('%s', (_, states, time, wait) => {
  expect(waitAt(of(...states), time)).toBe(wait);
});

test("midnight is the supplier's own, whatever the clock of the process: before and after Almaty moved to UTC+5", () => {
  expect(millisecondsToMidnight(ZONE, '2026-11-21T18:55:00Z')).toBe(300_000);
  expect(millisecondsToMidnight(ZONE, '2024-02-27T17:55:00Z')).toBe(300_000);
  expect(millisecondsToMidnight('Europe/Moscow', '2026-11-21T20:59:59Z')).toBe(1_000);
  // The night of the move has one hour more.
  expect(millisecondsToMidnight(ZONE, '2024-02-29T17:00:00Z')).toBe(2 * 3_600_000);
});
