import { openToEverybody } from '../../registry/demo';
import type { Finding } from '../../staff-view/findings';
import type { Admissions } from '../../suppliers/admission';
import type { Session } from '../terminal/session';
import { check, fail, ok, tryCheck } from './finding';

const PASSWORDS = check('demoPasswords', {});

/** At sandboxes the demo's passwords open nothing but the demo; anywhere else everybody knows them. */
export function accountFindings({ database }: Session, admissions: Admissions): Promise<Finding[]> {
  return tryCheck(PASSWORDS, async () => {
    const words = await Promise.all(Object.values(admissions).map((admission) => admission.ask()));
    if (words.every((heard) => heard.is === 'sandbox')) return ok(PASSWORDS, 'passwordsAllowed', {});
    const { agents, staff } = await openToEverybody(database);
    if (agents.length + staff.length === 0) return ok(PASSWORDS, 'noDemoPassword', {});
    return [
      ...agents.map((agent) => fail(PASSWORDS, 'agentPassword', { agent })),
      ...staff.map((name) => fail(PASSWORDS, 'staffPassword', { name })),
    ];
  });
}
