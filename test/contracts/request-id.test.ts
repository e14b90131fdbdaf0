import { drawRequestId } from '../../src/contracts/request-id';
import { day } from '../../src/domain/day';

test('a number is its day and nine digits that are not guessed from the last', () => {
  const drawn = Array.from({ length: 100 }, () => drawRequestId(day('2026-11-22')));
  for (const number of drawn) expect(number).toMatch(/^261122\d{9}$/);
  const follows = drawn.filter((number, at) => at > 0 && BigInt(number) === BigInt(drawn[at - 1] ?? 0) + 1n);
  expect([new Set(drawn).size, follows]).toEqual([100, []]);
});
