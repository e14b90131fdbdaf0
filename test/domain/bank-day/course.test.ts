import { type DayCourse, MAX_REPAIRS, nextOfDay, outcomeOfDay } from '../../../src/domain/bank-day/course';

const NOON = Date.parse('2026-11-22T12:00:00Z');
const HOUR = 3_600_000;
/** A day that was read at eleven and compared, and has one break to sign. */
const toSign: DayCourse = {
  state: 'to sign',
  now: NOON,
  readableFrom: NOON - 10 * HOUR,
  compareOnly: false,
  trialAskedAt: null,
  trialAt: null,
  askedAt: NOON - 9 * HOUR,
  readAt: NOON - HOUR,
  isCompared: true,
  waitsFor: 'signatures',
  waitsUntil: NOON + HOUR,
  openBreaks: 1,
  closedSince: false,
};
const ended: DayCourse = { ...toSign, state: 'ended', readAt: null, isCompared: false, waitsFor: null, waitsUntil: null, openBreaks: 0 };
const repairing: DayCourse = { ...toSign, state: 'comparing', waitsFor: 'repairs', openBreaks: 0 };

test.each<[string, DayCourse, ReturnType<typeof nextOfDay>]>([
  ['a day that runs waits for its end', { ...ended, readableFrom: NOON + 1 }, { next: 'wait', for: 'day end', until: NOON + 1 }],
  ['a day that has ended is read', ended, { next: 'fetch' }],
  [
    'a supplier that was away is left alone for a while',
    { ...ended, waitsFor: 'supplier', waitsUntil: NOON + 1 },
    { next: 'wait', for: 'supplier', until: NOON + 1 },
  ],
  ['and then asked again', { ...ended, waitsFor: 'supplier', waitsUntil: NOON }, { next: 'fetch' }],
  ['what was read is compared', { ...ended, state: 'comparing', readAt: NOON - 1 }, { next: 'compare' }],
  ['what was read before somebody asked is read anew', { ...toSign, askedAt: NOON }, { next: 'fetch' }],
  ['payments are told once', { ...repairing, waitsUntil: null }, { next: 'repair' }],
  ['and have their time', repairing, { next: 'wait', for: 'repairs', until: NOON + HOUR }],
  ['and then it is read anew', { ...repairing, waitsUntil: NOON }, { next: 'fetch' }],
  ['open breaks wait to be signed', toSign, { next: 'wait', for: 'signatures', until: NOON + HOUR }],
  ['when the last is closed it is read anew', { ...toSign, openBreaks: 0, closedSince: true }, { next: 'fetch' }],
  ['what is not explained waits for staff, and does not spin', { ...toSign, openBreaks: 0 }, { next: 'wait', for: 'staff', until: null }],
  ['a day unlike ours waits for staff', { ...toSign, state: 'unlike', isCompared: false }, { next: 'wait', for: 'staff', until: null }],
  ['until it is asked for again', { ...toSign, state: 'unlike', isCompared: false, askedAt: NOON }, { next: 'fetch' }],
  ['a day that is ready is left', { ...toSign, state: 'ready' }, { next: 'finished' }],
  [
    'so is one that was opened to be compared and was',
    { ...ended, compareOnly: true, trialAskedAt: NOON - 2, trialAt: NOON - 1 },
    { next: 'finished' },
  ],
  ['a trial is made', { ...ended, compareOnly: true, trialAskedAt: NOON - 2 }, { next: 'try' }],
  ['also of a day that is confirmed', { ...toSign, state: 'confirmed', trialAskedAt: NOON - 1, trialAt: NOON - HOUR }, { next: 'try' }],
  [
    'and not while its supplier is left alone',
    { ...toSign, state: 'confirmed', trialAskedAt: NOON - 1, waitsFor: 'supplier' },
    { next: 'wait', for: 'supplier', until: NOON + HOUR },
  ],
])('%s', (_, day, next) => {
  expect(nextOfDay(day)).toEqual(next);
});

test.each([
  ['nothing differs', { openBreaks: 0, isExplained: true, undecided: 0 }, 0, 'ready'],
  ['payments settle it by themselves', { openBreaks: 3, isExplained: true, undecided: 1 }, MAX_REPAIRS - 1, 'comparing'],
  ['repairs are used up', { openBreaks: 3, isExplained: true, undecided: 1 }, MAX_REPAIRS, 'to sign'],
  ['something differs', { openBreaks: 1, isExplained: true, undecided: 0 }, 0, 'to sign'],
  ['something stands nowhere or twice', { openBreaks: 0, isExplained: false, undecided: 0 }, 0, 'to sign'],
  ['something is undecided for good', { openBreaks: 0, isExplained: true, undecided: 1 }, MAX_REPAIRS, 'to sign'],
] as const)('%s: the day is %s', (_, found, repairs, state) => {
  expect(outcomeOfDay(found, repairs).state).toBe(state);
});
