import { isLosslessNumber, LosslessNumber } from '../../../src/wire/json';

/** Answers changed in one place. */
export type Fields = Record<string, unknown>;
export type Change = readonly [name: string, make: (value: unknown) => unknown];
export const GONE = Symbol('gone');
/** Words that are no number have no other form. */
const otherOfNumberAndText = (value: unknown): unknown => {
  if (isLosslessNumber(value)) return value.toString();
  return typeof value === 'string' && /^-?\d{1,15}(\.\d{1,10})?$/.test(value) ? new LosslessNumber(value) : value;
};
export const LOOSE: readonly Change[] = [
  ['absent', () => GONE],
  ['null', () => null],
  ['empty', () => ''],
  ['the other of number and text', otherOfNumberAndText],
];
const CHANGES: readonly Change[] = [
  ...LOOSE,
  ['true', () => true],
  ['an object', () => ({})],
  // An empty list in the place of a longer one is nothing that can be seen in it.
  ['a list', (value) => (Array.isArray(value) ? value : [])],
  ['a list of what it was', (value) => [value]],
  ['words instead of a number', (value) => (isLosslessNumber(value) ? 'вдруг' : value)],
];

/** Every way to change one value in it, and to add one, with where and how. */
export function* changed(value: unknown, at = ''): Generator<{ where: string; how: string; value: unknown }> {
  if (typeof value !== 'object' || value === null || isLosslessNumber(value)) return;
  const [put, entries]: [(key: string, to: unknown) => unknown, Array<[string, unknown]>] = Array.isArray(value)
    ? [(key, to) => value.flatMap((each: unknown, place) => (String(place) !== key ? [each] : to === GONE ? [] : [to])), Object.entries(value)]
    : [(key, to) => Object.fromEntries(Object.entries({ ...value, [key]: to }).filter(([, each]) => each !== GONE)), Object.entries(value as Fields)];
  for (const [key, each] of Array.isArray(value) ? ends(entries) : entries) {
    // Nor is a line that is missing.
    for (const [how, make] of CHANGES)
      if (!(Array.isArray(value) && make(each) === GONE) && make(each) !== each) yield { where: `${at}/${key}`, how, value: put(key, make(each)) };
    for (const inner of changed(each, `${at}/${key}`)) yield { ...inner, value: put(key, inner.value) };
  }
  if (!Array.isArray(value)) yield { where: `${at}/unknown`, how: 'unknown', value: put('unknown', { ResponseStatus: new LosslessNumber('10') }) };
}

/** A list is as good as its first and its last line. */
const ends = <T>(list: readonly T[]): readonly T[] => (list.length > 2 ? [...list.slice(0, 1), ...list.slice(-1)] : list);
