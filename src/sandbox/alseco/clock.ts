import type { Day, Month } from '../../domain/day';
import { dayIn, instantOf, localTime } from '../../zone';

export function plusMonths(month: Month, months: number): Month {
  const [year = 0, of = 1] = month.split('-').map((part) => Number.parseInt(part, 10));
  return new Date(Date.UTC(year, of - 1 + months)).toISOString().slice(0, 7) as Month;
}

const instant = (text: string, zone: string): string => instantOf(zone, text) ?? '';

/** A dateTime of a request as a day of the server's zone; with an offset it is converted first, as .NET does («+06:00» may be the day before). */
export const requestedDay = (text: string, zone: string): Day => dayIn(zone, instant(text, zone));

const MINUTE_MS = 60_000;
/** smalldatetime: to the minute, half a minute up; 23:59:30 is 00:00 of the next day. */
export function smallDateTime(text: string, zone: string): string {
  const minute = Math.floor((Date.parse(instant(text, zone)) + MINUTE_MS / 2) / MINUTE_MS) * MINUTE_MS;
  return localTime(zone, new Date(minute).toISOString());
}
