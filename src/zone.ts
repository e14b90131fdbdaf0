import { DateTime } from 'luxon';
import { type Day, day, isDay } from './domain/day';

/**
 * Instants (ISO text with Z) beside days and the local times that protocols write without an offset. A zone is an IANA name, or
 * a fixed offset such as `+06:00`; it is always an argument. Whoever gives no instant or no zone gets a RangeError.
 */
const named = (zone: string): string => (/^[+-]\d{2}:\d{2}$/.test(zone) ? `UTC${zone}` : zone);

/** The bank day an instant belongs to. */
export function dayIn(zone: string, instant: string): Day {
  const at = Date.parse(instant);
  const last = lastDays.get(zone);
  if (last && at >= last.fromMs && at < last.toMs) return last.day;
  const local = inZone(zone, instant);
  const begin = local.startOf('day');
  const found = { day: day(local.toFormat('yyyy-MM-dd')), fromMs: begin.toMillis(), toMs: begin.plus({ days: 1 }).startOf('day').toMillis() };
  if (lastDays.size >= MAX_ZONES) lastDays.clear();
  lastDays.set(zone, found);
  return found.day;
}

/** Most instants of a process belong to the same day of the same few zones. */
const lastDays = new Map<string, { readonly day: Day; readonly fromMs: number; readonly toMs: number }>();
const MAX_ZONES = 100;

/** `2026-11-21T10:15:00`. */
export const localTime = (zone: string, instant: string): string => inZone(zone, instant).toFormat("yyyy-MM-dd'T'HH:mm:ss");

/** `2024-07-09 12:05:36`, the form of RequestDate, From and To. */
export const spacedTime = (zone: string, instant: string): string => inZone(zone, instant).toFormat('yyyy-MM-dd HH:mm:ss');

/** `2026-11-21T10:15:00.1234560`: the document's 7-digit fraction, the form of CreatedOn and ProcessedOn. */
export function fractionalTime(zone: string, instant: string): string {
  const fraction = (/\.(\d+)/.exec(instant)?.[1] ?? '').padEnd(7, '0').slice(0, 7);
  return `${localTime(zone, instant)}.${fraction}`;
}

const WRITTEN = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads `yyyy-MM-dd HH:mm[:ss]`, the same with "T" and a fraction, or ISO with an offset, as an instant; text without an
 * offset is the zone's. Null for anything else.
 */
export function instantOf(zone: string, text: string): string | null {
  if (!WRITTEN.test(text)) return null;
  const read = DateTime.fromISO(text.replace(' ', 'T'), { zone: named(zone) });
  return read.isValid ? iso(read) : null;
}

/** A local time as `yyyy-MM-ddTHH:mm:ss`, whatever the zone; null for text with an offset and for what is no day or time. */
export function localOf(text: string): string | null {
  const [, date = '', time = '', offset] = WRITTEN.exec(text) ?? [];
  if (date === '' || offset !== undefined || !isDay(date) || Number.isNaN(Date.parse(`${date}T${time}Z`))) return null;
  return `${date}T${time.length === 5 ? `${time}:00` : time.slice(0, 8)}`;
}

export interface Minute {
  /** In the zone. */
  readonly day: Day;
  /** `2026-11-21T05:15`. */
  readonly utc: string;
}
const MINUTE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const MAX_MINUTES = 4096;
const minutesOf = new Map<string, Map<string, Minute | null>>();

/**
 * A minute of the zone's local time (`2026-11-21T10:15`): what the zone library says of it holds for all seconds in it, since zones change
 * on whole minutes, and it is asked once for each. Null for what is none, and for a minute of long ago, when offsets had seconds.
 */
export function minuteOf(zone: string, local: string): Minute | null {
  const known = minutesOf.get(zone)?.get(local);
  if (known !== undefined) return known;
  const at = MINUTE.test(local) ? DateTime.fromISO(`${local}:01`, { zone: named(zone) }) : null;
  const utc = at?.isValid ? at.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss") : '';
  const minute = at && utc.endsWith(':01') ? { day: at.toFormat('yyyy-MM-dd') as Day, utc: utc.slice(0, local.length) } : null;
  const minutes = minutesOf.get(zone);
  if (minutes && minutes.size < MAX_MINUTES) minutes.set(local, minute);
  else {
    if (minutesOf.size >= MAX_ZONES) minutesOf.clear();
    minutesOf.set(zone, new Map([[local, minute]]));
  }
  return minute;
}

/** The instant at which a day begins. */
export const beginOf = (zone: string, of: Day): string => iso(DateTime.fromISO(of, { zone: named(zone) }).startOf('day'));

/** The instant at which a day ends. */
export const endOf = (zone: string, of: Day): string =>
  iso(
    DateTime.fromISO(of, { zone: named(zone) })
      .plus({ days: 1 })
      .startOf('day'),
  );

/** From an instant to the next midnight. */
export function millisecondsToMidnight(zone: string, instant: string): number {
  const at = inZone(zone, instant);
  return at.plus({ days: 1 }).startOf('day').diff(at).toMillis();
}

function inZone(zone: string, instant: string): DateTime {
  const read = DateTime.fromISO(instant, { zone: named(zone) });
  if (!read.isValid) throw new RangeError(`not an instant, or not a zone: ${instant} ${zone}`);
  return read;
}

function iso(at: DateTime): string {
  const text = at.toUTC().toISO();
  if (text === null) throw new RangeError('not an instant, or not a zone');
  return text;
}
