import { Command } from 'commander';
import { z } from 'zod';
import { hasDemoData } from '../registry/demo';
import { Refused } from '../registry/refused';
import { createAdmissions } from '../suppliers/admission';
import { accountFindings } from './doctor-accounts';
import { registryFindings } from './doctor-registry';
import { supplierFindings } from './doctor-suppliers';
import { temporalFindings } from './doctor-temporal';
import { wsdlFindings } from './doctor-wsdl';
import type { Io } from './io';
import { inZone } from './shown';
import { LINE_WIDTH, wrapped } from './table';
import { verb } from './verb';

const HEAD = 42;

/** `tolem doctor`: is everything as it should be? One exit code for monitoring: 1 where anything fails. */
export function doctorCommand(io: Io): Command {
  return new Command('doctor').action(
    verb(io, z.object({}), async (session) => {
      const { config, ladders, database } = session;
      // A registry that is away is a finding of its own; the suppliers are looked at all the same.
      const admissions = createAdmissions(config, ladders, () => hasDemoData(database).catch(() => false));
      const groups = await Promise.all([
        registryFindings(session),
        accountFindings(session, admissions),
        temporalFindings(session),
        supplierFindings(session, admissions),
        wsdlFindings(session),
      ]);
      const findings = groups.flat();
      const failed = findings.filter((finding) => finding.level === 'fail').length;
      const warned = findings.filter((finding) => finding.level === 'warn').length;
      session.show({ findings, failed, warned }, () => [
        ...findings.flatMap(({ level, what, said }) =>
          wrapped(inZone(session.zone, said), LINE_WIDTH - HEAD).map(
            (line, at) => (at === 0 ? `${level.padEnd(5)} ${what}` : '').padEnd(HEAD) + line,
          ),
        ),
        '',
        `${findings.length} checks: ${failed} fail, ${warned} warn.`,
      ]);
      if (failed > 0) throw new Refused(`${failed} of ${findings.length} checks failed.`);
    }),
  );
}
