import { SUCCESS } from '../../src/domain/status';
import { isHalfTakenBack, isPaidForNothing } from '../../src/domain/taking-back';

const of = (status: number, ...states: ReadonlyArray<'taken' | 'refused' | 'rolled back'>) => ({
  status,
  documents: states.map((state, at) => ({ number: at + 1, state, code: null, stale: false, soughtOnly: false, attempts: [] })),
});

test.each([
  [of(SUCCESS, 'taken', 'refused'), true],
  [of(SUCCESS, 'refused'), true],
  [of(SUCCESS, 'taken'), false],
  [of(SUCCESS), false],
  [of(-120, 'refused'), false],
] as const)('the agent of %j has paid for nothing: %s', (payment, expected) => {
  expect(isPaidForNothing(payment)).toBe(expected);
});

test.each([
  [of(SUCCESS, 'taken', 'rolled back'), true],
  [of(SUCCESS, 'taken', 'taken'), false],
  [of(-115, 'taken', 'rolled back'), false],
] as const)('%j is half taken back: %s', (payment, expected) => {
  expect(isHalfTakenBack(payment)).toBe(expected);
});
