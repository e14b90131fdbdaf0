import { instantOf } from '../../zone';

/** Whole minutes by which the upstream's CreatedOn, read in `zone`, is ahead of the instant (ISO) of sending; null: no time. */
export function zoneOffsetMinutes(createdOn: string, sentAt: string, zone: string): number | null {
  const created = instantOf(zone, createdOn);
  return created === null ? null : Math.trunc((Date.parse(created) - Date.parse(sentAt)) / 60_000);
}
