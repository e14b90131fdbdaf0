import { Command } from 'commander';
import { z } from 'zod';
import { supplierMemory } from '../../registry/demo';
import { Refused } from '../../registry/staff/refused';
import { findingView } from '../../staff-view/findings';
import { SCREENS } from '../../staff-view/screens';
import { createAdmissions, type RegistryMemory } from '../../suppliers/admission';
import type { Io } from '../terminal/io';
import { inZone } from '../terminal/shown';
import { LINE_WIDTH, wrapText } from '../terminal/table';
import { verb } from '../terminal/verb';
import { accountFindings } from './accounts';
import { registryFindings } from './registry';
import { supplierFindings } from './suppliers';
import { temporalFindings } from './temporal';
import { wsdlFindings } from './wsdl';

const HEAD = 42;

/** `tolem doctor`: is everything as it should be? One exit code for monitoring: 1 where anything fails. */
export function doctorCommand(io: Io): Command {
  return new Command('doctor').option('--full', 'sum every posting of the ledger too, and hold the closings against it').action(
    verb(io, z.object({ full: z.boolean().optional() }), async (session, { full }) => {
      const { config, ladders, database } = session;
      // A registry that is away is a finding of its own; the suppliers are looked at all the same.
      const admissions = createAdmissions(config, ladders, whileAway(supplierMemory(database)));
      const groups = await Promise.all([
        registryFindings(session, full === true),
        accountFindings(session, admissions),
        temporalFindings(session),
        supplierFindings(session, admissions),
        wsdlFindings(session),
      ]);
      const { language, zone } = session;
      const says = SCREENS[language];
      const findings = groups.flat().map((finding) => findingView(finding, language));
      const failed = findings.filter((finding) => finding.level === 'fail').length;
      const warned = findings.filter((finding) => finding.level === 'warn').length;
      session.show({ findings, failed, warned }, () => [
        ...findings.flatMap(({ level, what, said }) =>
          wrapText(inZone(zone, said), LINE_WIDTH - HEAD).map((line, at) => (at === 0 ? `${level.padEnd(5)} ${what}` : '').padEnd(HEAD) + line),
        ),
        '',
        says.doctorEnd({ checks: findings.length, failed, warned }),
      ]);
      if (failed > 0) throw new Refused(says.checksFailed({ failed, checks: findings.length }));
    }),
  );
}

/** Nothing is remembered: what stands in the environment here need not be what api and worker are given. */
const whileAway = (memory: RegistryMemory): RegistryMemory => ({
  holdsDemoData: () => memory.holdsDemoData().catch(() => false),
  realSince: (name) => memory.realSince(name).catch(() => null),
  noteReal: async () => {},
});
