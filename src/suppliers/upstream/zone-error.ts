import { instantOf } from '../../zone';

const TOLERATED_MINUTES = 10;
const QUARTERS = 4;

/**
 * Measures the configured zone against a fresh payment: the upstream's CreatedOn, read in `zone`, and the instant
 * (ISO) at which we sent it. Ten minutes off or more gives `zone wrong by N h` (N > 0: the upstream is ahead of the zone),
 * to the quarter of an hour; null when the zone is right.
 */
export function zoneError(createdOn: string, sentAt: string, zone: string): string | null {
  const minutes = zoneOffsetMinutes(createdOn, sentAt, zone);
  if (minutes === null) return `CreatedOn is no time: ${createdOn.slice(0, 40)}`;
  if (Math.abs(minutes) < TOLERATED_MINUTES) return null;
  return `zone wrong by ${Math.round((minutes / 60) * QUARTERS) / QUARTERS} h`;
}

/** Whole minutes by which the upstream's CreatedOn, read in `zone`, is ahead of the instant (ISO) of sending; null: no time. */
export function zoneOffsetMinutes(createdOn: string, sentAt: string, zone: string): number | null {
  const created = instantOf(zone, createdOn);
  return created === null ? null : Math.trunc((Date.parse(created) - Date.parse(sentAt)) / 60_000);
}
