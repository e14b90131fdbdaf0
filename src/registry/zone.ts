import { DateTime } from 'luxon';
import { type Day, day } from '../domain/day';

/** The bank day an instant (ISO text) belongs to in an IANA zone. */
export function dayIn(zone: string, instant: string): Day {
  return day(inZone(zone, instant).toFormat('yyyy-MM-dd'));
}

/** `2026-11-21T10:15:00.1234560`: local time of the zone with the document's 7-digit fraction. */
export function localWithFraction(zone: string, instant: string): string {
  const fraction = (/\.(\d+)/.exec(instant)?.[1] ?? '').padEnd(7, '0').slice(0, 7);
  return `${inZone(zone, instant).toFormat("yyyy-MM-dd'T'HH:mm:ss")}.${fraction}`;
}

/** Local date and time of a zone (`yyyy-MM-dd HH:mm:ss`, `yyyy-MM-dd HH:mm`) or ISO with an offset, as an instant; null when it is neither. */
export function instantOf(zone: string, text: string): string | null {
  const read = /[zZ]$|[+-]\d{2}:?\d{2}$/.test(text) ? DateTime.fromISO(text, { setZone: true }) : DateTime.fromISO(text.replace(' ', 'T'), { zone });
  return read.isValid && /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}/.test(text) ? read.toUTC().toISO() : null;
}

/** `2026-11-21T10:15:00` of the zone. */
export const localTime = (zone: string, instant: string): string => inZone(zone, instant).toFormat("yyyy-MM-dd'T'HH:mm:ss");

/** From an instant to the next midnight of a zone. */
export function millisecondsToMidnight(zone: string, instant: string): number {
  const at = inZone(zone, instant);
  return at.plus({ days: 1 }).startOf('day').diff(at).toMillis();
}

/** The instant (ISO) at which a day of the zone ends. */
export function endOfDay(zone: string, of: Day): string {
  const end = DateTime.fromISO(of, { zone }).plus({ days: 1 }).startOf('day').toUTC().toISO();
  if (!end) throw new RangeError(`not a day or zone: ${of} ${zone}`);
  return end;
}

function inZone(zone: string, instant: string): DateTime {
  const read = DateTime.fromISO(instant, { zone });
  if (!read.isValid) throw new RangeError(`not an instant or zone: ${instant} ${zone}`);
  return read;
}
