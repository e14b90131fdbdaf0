import { instantOf } from '../../wire/local-time';

const TOLERATED_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;
const QUARTERS = 4;

/**
 * Measures the configured zone against a fresh payment (RULES B5): the upstream's CreatedOn, read in `zone`, and the instant
 * (ISO) at which we sent it. Ten minutes off or more gives `zone wrong by N h` (N > 0: the upstream is ahead of the zone),
 * to the quarter of an hour; null when the zone is right.
 */
export function zoneError(createdOn: string, sentAt: string, zone: string): string | null {
  const created = instantOf(zone, createdOn);
  if (created === null) return `CreatedOn is no time: ${createdOn.slice(0, 40)}`;
  const offMs = Date.parse(created) - Date.parse(sentAt);
  if (Math.abs(offMs) < TOLERATED_MS) return null;
  return `zone wrong by ${Math.round((offMs / HOUR_MS) * QUARTERS) / QUARTERS} h`;
}
