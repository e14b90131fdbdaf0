import { DateTime } from 'luxon';
import { type Day, day } from '../../domain/day';
import { minuteOf } from '../../zone';

/** Alseco's times: without zone and with up to seven digits of a second. The zone is always an argument (IANA). */
export interface AlsecoTime {
  /** Day in the zone. */
  readonly day: Day;
  /** ISO instant with Z and the digits as sent; null where the list shows 00:00:00, which some lists print for every payment. */
  readonly instant: string | null;
}

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?$/;

/** Null for anything that is no dateTime. */
export function readTime(text: string, zone: string): AlsecoTime | null {
  return quickly(text, zone) ?? carefully(text, zone);
}

function carefully(text: string, zone: string): AlsecoTime | null {
  const parts = DATE_TIME.exec(text.trim());
  if (!parts) return null;
  const [, date = '', time = '', fraction = '', offset] = parts;
  if (time === '00:00:00' && /^\.?0*$/.test(fraction) && !offset) return bareDay(date);
  const at = DateTime.fromISO(`${date}T${time}${offset ?? ''}`, { zone });
  if (!at.isValid) return null;
  return { day: at.toFormat('yyyy-MM-dd') as Day, instant: `${at.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss")}${fraction}Z` };
}

/** Seconds and their fraction, without an offset, of a time that is not 00:00:00. */
const SECONDS = /^:[0-5]\d(\.\d{1,9})?$/;
const MINUTE_CHARACTERS = 16;

/** Long lists hold a day's times by the hundred thousand. Null: not that simple. */
function quickly(text: string, zone: string): AlsecoTime | null {
  const rest = text.slice(MINUTE_CHARACTERS);
  if (!SECONDS.test(rest) || text.startsWith('T00:00:00', 10)) return null;
  const minute = minuteOf(zone, text.slice(0, MINUTE_CHARACTERS));
  return minute === null ? null : { day: minute.day, instant: `${minute.utc}${rest}Z` };
}

/** What long lists consist of: read without the zone library, which is slow beside the XML itself. */
function bareDay(date: string): AlsecoTime | null {
  try {
    return { day: day(date), instant: null };
  } catch {
    return null;
  }
}

/** An ISO instant as local time of the zone with its offset, digits of the second kept: `2007-12-04T18:58:03.5381358+06:00`. */
export function withOffset(instant: string, zone: string): string {
  const parts = DATE_TIME.exec(instant);
  if (!parts?.[4]) throw new RangeError(`not an instant with offset: ${instant}`);
  const [, date, time, fraction = '', offset] = parts;
  const at = DateTime.fromISO(`${date}T${time}${offset}`, { zone });
  if (!at.isValid) throw new RangeError(`not an instant: ${instant}`);
  return `${at.toFormat("yyyy-MM-dd'T'HH:mm:ss")}${fraction}${at.toFormat('ZZ')}`;
}

/** How every day parameter is sent: no offset, so that no server reads it as another day. */
export const dayParameter = (of: Day): string => `${day(of)}T00:00:00`;
