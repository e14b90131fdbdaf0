import type { Day } from '../../../domain/day';
import { dayIn, instantOf } from '../../../zone';
import { field } from '../answer';
import type { UpstreamZones } from '../client';

/** When the upstream created a payment, where its answer says so; the document shows it in lists only. Its day is the contract's. */
export function createdOn(content: unknown, zones: UpstreamZones): { readonly bookedAt: string; readonly bookedDay: Day } | null {
  const said = field(content, 'CreatedOn');
  const at = typeof said === 'string' ? instantOf(zones.upstream, said) : null;
  return at === null ? null : { bookedAt: at, bookedDay: dayIn(zones.contract, at) };
}
