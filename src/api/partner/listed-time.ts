import { fractionalTime } from '../../zone';

const MINUTE = 'yyyy-MM-ddTHH:mm'.length;

/**
 * Writes many instants (ISO text with Z) of one answer as local times with seven digits: the zone is asked once per minute of
 * them, because no zone changes its offset within a minute.
 */
export function localTimesIn(zone: string): (instant: string) => string {
  const minutes = new Map<string, string>();
  return (instant) => {
    const minute = instant.slice(0, MINUTE);
    const known = minutes.get(minute) ?? fractionalTime(zone, `${minute}:00Z`).slice(0, MINUTE);
    minutes.set(minute, known);
    const [seconds = '', fraction = ''] = instant.slice(MINUTE).replace('Z', '').split('.');
    return `${known}${seconds}.${fraction.padEnd(7, '0').slice(0, 7)}`;
  };
}
