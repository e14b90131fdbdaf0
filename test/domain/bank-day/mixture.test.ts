import fc from 'fast-check';
import { type Entry, isPair } from '../../../src/domain/bank-day/compare';
import { isOurs } from '../../../src/domain/bank-day/facts';
import { sideOf, standingOf, tally } from '../../../src/domain/bank-day/tally';
import type { Day } from '../../../src/domain/day';
import { isZero } from '../../../src/domain/money';
import { planted, saidOf } from './planted';
import { TABLE } from './table';
import { compareScene, D, LATER, line, NEXT, ours, refOf, type Scene } from './world';

/** Every row of the table that can stand beside others of a day at Alseco under a bank code of our own. */
const PLANTS = TABLE.filter(([, , { sharedCode, absence, item }]) => !sharedCode && !absence && !item);
const EQUAL: Scene = { lines: [line()], documents: [ours()] };
const day = fc.array(fc.nat(PLANTS.length + 20), { maxLength: 40 }).chain((picks) => {
  const scenes = picks.map((pick, at) => planted(PLANTS[pick]?.[2] ?? EQUAL, at));
  const expected = picks.flatMap((pick, at) => (PLANTS[pick]?.slice(3) ?? ['matched · 0']).map((said) => `${at}: ${said}`)).sort();
  const lines = scenes.flatMap((scene) => scene.lines);
  const documents = scenes.flatMap((scene) => scene.documents ?? []);
  return fc.record({
    lines: fc.shuffledSubarray(lines, { minLength: lines.length }),
    documents: fc.shuffledSubarray(documents, { minLength: documents.length }),
    payments: fc.constant(Object.assign({}, ...scenes.map(({ payments }) => payments ?? {}))),
    elsewhere: fc.constant(Object.assign({}, ...scenes.map(({ elsewhere }) => elsewhere ?? {}))),
    expected: fc.constant(expected),
  });
});

test('a day with planted cases says exactly those, each once, in any order of lines and documents', () => {
  fc.assert(
    fc.property(day, ({ expected, ...scene }) => {
      expect(saidOf(compareScene(scene))).toEqual(expected);
    }),
    { numRuns: 150 },
  );
});

test('pairs, explained, breaks and what is undecided make up both sides, and their effects are the gap, on every day', () => {
  fc.assert(
    fc.property(day, ({ expected: _, ...scene }) => {
      const entries = compareScene(scene);
      for (const each of [D, NEXT, LATER]) addsUp(each, scene, entries);
    }),
    { numRuns: 150 },
  );
});

test('each line and each document of ours is used exactly once', () => {
  fc.assert(
    fc.property(day, ({ expected: _, ...scene }) => {
      const entries = compareScene(scene);
      expect(entries.flatMap((entry) => entry.line ?? [])).toHaveLength(scene.lines.length);
      expect(new Set(entries.flatMap((entry) => entry.line ?? [])).size).toBe(scene.lines.length);
      const used = entries.flatMap((entry) => (entry.document && (entry.line === null || isPair(entry)) ? [entry.document] : [])).filter(isOurs);
      expect(used).toHaveLength(scene.documents.filter(isOurs).length);
      expect(new Set(used).size).toBe(used.length);
    }),
    { numRuns: 150 },
  );
});

function addsUp(of: Day, scene: Scene, entries: readonly Entry[]): void {
  const theirs = scene.lines.filter((one) => one.day === of);
  const pairedDay = new Map(entries.flatMap((entry) => (isPair(entry) && entry.document ? [[entry.document, entry.line?.day] as const] : [])));
  const own = (scene.documents ?? []).filter((one) => isOurs(one) && (one.day ?? pairedDay.get(one)) === of);
  const { standing, unexplained } = tally(of, sideOf(theirs), sideOf(own), entries);
  const all = Object.values(standing);
  expect(all.reduce((count, side) => count + side.theirs, 0)).toBe(theirs.length);
  expect(all.reduce((count, side) => count + side.ours, 0)).toBe(own.length);
  expect(isZero(unexplained)).toBe(true);
  expect(entries.filter((entry) => standingOf(entry) === 'pair').every((entry) => entry.line !== null && entry.document !== null)).toBe(true);
}

test('the numbers of a planted scene are its own', () => {
  expect(planted(EQUAL, 1).documents?.[0]?.reference).not.toBe(refOf(1));
});
