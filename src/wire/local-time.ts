import { DateTime } from 'luxon';
import { type Day, day } from '../domain/day';

/**
 * Instants (ISO text with Z) beside the local times that protocols write without an offset. A zone is an IANA name, or a
 * fixed offset such as `+06:00`.
 */
const named = (zone: string): string => (/^[+-]\d{2}:\d{2}$/.test(zone) ? `UTC${zone}` : zone);

/** `2024-07-09 12:05:36`, the form of RequestDate, From and To. */
export const spacedTime = (zone: string, instant: string): string => local(zone, instant).toFormat('yyyy-MM-dd HH:mm:ss');

/** `2024-07-09T12:05:36.2180000`, the form of CreatedOn and ProcessedOn. */
export const fractionalTime = (zone: string, instant: string): string => `${local(zone, instant).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS")}0000`;

/** The day of an instant in a zone. */
export const dayOf = (zone: string, instant: string): Day => day(local(zone, instant).toFormat('yyyy-MM-dd'));

/** The instant at which a day begins in a zone. */
export const beginOf = (zone: string, of: Day): string => iso(DateTime.fromISO(of, { zone: named(zone) }).startOf('day'));

/**
 * Reads `yyyy-MM-dd HH:mm[:ss]`, the same with "T" and a fraction, or ISO with an offset, as an instant; text without an
 * offset is the zone's. Null for anything else.
 */
export function instantOf(zone: string, text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/.test(text)) return null;
  const read = DateTime.fromISO(text.replace(' ', 'T'), { zone: named(zone) });
  return read.isValid ? iso(read) : null;
}

function local(zone: string, instant: string): DateTime {
  const read = DateTime.fromISO(instant, { zone: named(zone) });
  if (!read.isValid) throw new RangeError(`not an instant, or not a zone: ${instant} ${zone}`);
  return read;
}

function iso(at: DateTime): string {
  const text = at.toUTC().toISO();
  if (text === null) throw new RangeError('not an instant');
  return text;
}
