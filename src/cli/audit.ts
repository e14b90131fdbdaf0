import { Command } from 'commander';
import { z } from 'zod';
import { listAudit } from '../registry/staff/audit';
import { printJson } from '../wire/json';
import { Rows, StaffName } from './terminal/arguments';
import type { Io } from './terminal/io';
import { shownTime } from './terminal/shown';
import { verb } from './terminal/verb';

/** `tolem audit list`: what staff did. */
export function auditCommand(io: Io): Command {
  const noun = new Command('audit');
  noun
    .command('list')
    .description('newest first')
    .option('--staff <name>', 'done by')
    .option('--subject <subject>', 'such as agent:144, payment:144:112, service:7')
    .option('--action <action>', 'such as agent.top-up')
    .option('--limit <rows>', 'at most so many', '50')
    .action(
      verb(
        io,
        z.object({ staff: StaffName.optional(), subject: z.string().max(200).optional(), action: z.string().max(100).optional(), limit: Rows }),
        async (session, { limit, ...filter }) => {
          session.rows(
            await listAudit(session.database, filter, limit),
            [
              { title: 'at', keep: true },
              { title: 'staff', keep: true },
              { title: 'action', keep: true },
              { title: 'subject', keep: true },
              { title: 'reason' },
              { title: 'detail' },
            ],
            (row) => [
              shownTime(session.zone, row.at),
              row.staff,
              row.action,
              row.subject,
              row.reason ?? '',
              Object.keys(row.detail).length > 0 ? printJson(row.detail) : '',
            ],
            'Nothing is written there.',
          );
        },
      ),
    );
  return noun;
}
