import { openToEverybody } from '../../registry/demo';
import type { Admissions } from '../../suppliers/admission';
import type { Session } from '../terminal/session';
import { type Finding, fail, ok, tryCheck } from './finding';

const WHAT = 'demo passwords';

/** At sandboxes the demo's passwords open nothing but the demo; anywhere else everybody knows them. */
export function accountFindings({ database }: Session, admissions: Admissions): Promise<Finding[]> {
  return tryCheck(WHAT, async () => {
    const words = await Promise.all(Object.values(admissions).map((admission) => admission.ask()));
    if (words.every((heard) => heard.is === 'sandbox')) return ok(WHAT, 'both suppliers are sandboxes: they may be used');
    const { agents, staff } = await openToEverybody(database);
    if (agents.length + staff.length === 0) return ok(WHAT, 'no account has one');
    return [
      ...agents.map((id) => fail(WHAT, `agent ${id} has the demo's password: tolem agent set ${id} --new-password`)),
      ...staff.map((name) => fail(WHAT, `staff account ${name} has the demo's password: tolem staff set ${name} --new-password`)),
    ];
  });
}
