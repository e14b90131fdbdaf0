import type { Entry } from '../../../src/domain/bank-day/compare';
import { effectOf } from '../../../src/domain/bank-day/tally';
import { type Scene, told } from './world';

const FIRST_KEY = 1_000;

/** The same scene with other numbers, so that it can stand beside others of its kind. */
export function planted(scene: Scene, at: number): Scene {
  const key = FIRST_KEY + at;
  const text = JSON.stringify(scene)
    .replace(/26112100000000(?=\d)/g, `261121${String(key).padStart(8, '0')}`)
    .replace(/"(7[5-9])"/g, `"${key}$1"`)
    .replaceAll('7898380', `7898380${key}`);
  return JSON.parse(text);
}
const keyOf = ({ line: of, document }: Entry): number =>
  of ? Number(of.paymentId.slice(0, -2)) : Number(/26\d{4}(\d{8})\d/.exec(document?.reference ?? '')?.[1]);
/** Each entry as «scene: verdict · effect», sorted. */
export const saidOf = (entries: readonly Entry[]): string[] =>
  entries.map((entry) => `${keyOf(entry) - FIRST_KEY}: ${told(entry.verdict)} · ${effectOf(entry)}`).sort();
