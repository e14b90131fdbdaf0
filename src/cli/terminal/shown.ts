import { DateTime } from 'luxon';
import { type Money, money, twoPlaces } from '../../domain/money';
import type { Language } from '../../domain/status';
import { TERMS } from '../../staff-view/terms';

/** With two places where that is exact, so that columns of money line up. */
export function shownMoney(amount: Money): string {
  const exact = money(amount);
  return /\.\d{3,}$/.test(exact) ? exact : twoPlaces(exact);
}

/** `2026-11-21 10:15:03` of an IANA zone; "" for null. */
export function shownTime(zone: string, instant: string | null): string {
  return instant === null ? '' : DateTime.fromISO(instant, { zone }).toFormat('yyyy-MM-dd HH:mm:ss');
}

/** Instants inside a sentence of the registry, turned into the reader's zone. */
export const inZone = (zone: string, text: string): string =>
  text.replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/g, (instant) => shownTime(zone, instant));

const SECONDS = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

/** `3 d`, `2 h`, `5 min`, `12 s`: how long ago, for tables. */
export function shownAge(since: string, now: number, language: Language): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(since)) / 1_000));
  const [length, unit] = SECONDS.find(([length]) => seconds >= length) ?? [1, 'second'];
  return `${Math.floor(seconds / length)} ${TERMS[language].unit[unit]}`;
}
