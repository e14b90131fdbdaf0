import { Command } from 'commander';
import { z } from 'zod';
import { listBreaks, signBreak } from '../registry/bank-day/breaks';
import { Refused } from '../registry/staff/refused';
import { breakView } from '../staff-view/breaks';
import { SCREENS } from '../staff-view/screens';
import { TERMS } from '../staff-view/terms';
import { DecisionNumber, Reason, Rows } from './terminal/arguments';
import type { Io } from './terminal/io';
import { shownMoney, shownTime } from './terminal/shown';
import { verb } from './terminal/verb';

/** `tolem break …`: what the suppliers' books say and the registry does not. */
export function breakCommand(io: Io): Command {
  const noun = new Command('break');
  noun
    .command('list')
    .description('open breaks, newest first')
    .option('--all', 'closed ones too')
    .option('--limit <rows>', 'at most so many', '50')
    .action(
      verb(io, z.object({ all: z.boolean().optional(), limit: Rows }), async (session, { all, limit }) => {
        const { language } = session;
        const found = (await listBreaks(session.database, all === true, limit)).map((row) => breakView(row, language));
        const { label, break: kinds } = TERMS[language];
        session.rows(
          found,
          [
            { title: label.break, right: true, keep: true },
            { title: label.kind, keep: true },
            { title: label.found, keep: true },
            { title: label.which, keep: true },
            { title: 'PaymentId', keep: true },
            { title: label.sum, right: true, keep: true },
            { title: label.evidence },
            { title: label.closed },
          ],
          (row) => [
            row.id,
            kinds[row.kind],
            shownTime(session.zone, row.foundAt),
            row.subject,
            row.booking ?? '',
            row.amount === null ? '' : `${shownMoney(row.amount)} ${row.currency ?? ''}`.trim(),
            row.evidence,
            row.how ?? '',
          ],
          SCREENS[language].noBreak({}),
        );
      }),
    );
  noun
    .command('sign <break>')
    .description('close a booking that no payment here explains; the reason says whose it is')
    .requiredOption('--reason <text>', 'what you found out and from whom')
    .action(
      verb(io, z.object({ break: DecisionNumber, reason: Reason }), async (session, { break: id, reason }) => {
        const staff = await session.actor();
        await session.act({ action: 'break.sign', subject: `break:${id}`, reason }, async (tx) => {
          if (!(await signBreak(tx, id, `signed by ${staff}: ${reason}`))) throw new Refused(SCREENS[session.language].breakNotSigned({ id }));
        });
        session.show({ break: id, state: 'signed' }, () => [SCREENS[session.language].breakSigned({ id })]);
      }),
    );
  return noun;
}
