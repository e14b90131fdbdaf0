import { Command } from 'commander';
import { z } from 'zod';
import { money } from '../domain/money';
import { listBreaks, signBreak } from '../registry/bank-day/breaks';
import { Refused } from '../registry/staff/refused';
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
        const found = (await listBreaks(session.database, all === true, limit)).map((row) => ({ ...row, amount: money(row.amount) }));
        session.rows(
          found,
          [
            { title: 'break', right: true, keep: true },
            { title: 'kind', keep: true },
            { title: 'found', keep: true },
            { title: 'which', keep: true },
            { title: 'PaymentId', keep: true },
            { title: 'sum', right: true, keep: true },
            { title: 'evidence' },
            { title: 'closed' },
          ],
          (row) => [
            row.id,
            row.kind,
            shownTime(session.zone, row.foundAt),
            row.subject,
            row.booking,
            `${shownMoney(row.amount)} ${row.currency ?? ''}`.trim(),
            row.evidence,
            row.how ?? '',
          ],
          'There is no break.',
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
          if (!(await signBreak(tx, id, `signed by ${staff}: ${reason}`)))
            throw new Refused(
              `There is no open break ${id} without a payment: the others are closed by a decision about their payment (tolem inbox).`,
            );
        });
        session.show({ break: id, state: 'signed' }, () => [`Break ${id} is signed.`]);
      }),
    );
  return noun;
}
