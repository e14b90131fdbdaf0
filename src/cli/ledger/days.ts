import type { Command } from 'commander';
import { z } from 'zod';
import { readCalendar } from '../../registry/ledger/calendar';
import { type ClosedDay, closeNext } from '../../registry/ledger/close';
import { listDays } from '../../registry/ledger/days';
import { Refused } from '../../registry/staff/refused';
import { Rows } from '../terminal/arguments';
import type { Io } from '../terminal/io';
import { shownTime } from '../terminal/shown';
import { table } from '../terminal/table';
import { verb } from '../terminal/verb';

/** `tolem ledger days|close`: the ledger's calendar. */
export function ledgerDays(io: Io, noun: Command): void {
  noun
    .command('days')
    .description('closed days of the ledger, newest first: when and how they closed, and what stands on them; and when the open one closes')
    .option('--limit <rows>', 'at most so many', '30')
    .action(
      verb(io, z.object({ limit: Rows }), async (session, { limit }) => {
        const calendar = await readCalendar(session.database);
        const days = await listDays(session.database, limit);
        session.show({ ...calendar, days }, () => [
          `Closed through ${calendar.closedThrough}; ${calendar.open} closes from ${shownTime(session.zone, calendar.closesAt)} on (it ends last in ${calendar.zone}).`,
          ...table(
            [
              { title: 'day', keep: true },
              { title: 'closed', keep: true },
              { title: 'how' },
              { title: 'postings', right: true },
              { title: 'late entries', right: true },
            ],
            days.map((row) => [
              row.day,
              shownTime(session.zone, row.closedAt),
              row.staff ? `${row.how} of ${row.staff}` : row.how,
              row.postings,
              `${row.late}`,
            ]),
          ),
        ]);
      }),
    );
  noun
    .command('close')
    .description('close the days that are over and still open, where no worker does it; a day that is not over is refused')
    .action(
      verb(io, z.object({}), async (session) => {
        const staff = await session.actor();
        const { closesAt, open } = await readCalendar(session.database);
        const closed: ClosedDay[] = [];
        for (let next = await closeNext(session.database, staff); next; next = await closeNext(session.database, staff)) closed.push(next);
        if (closed.length === 0) throw new Refused(`${open} is open and may be closed from ${shownTime(session.zone, closesAt)} on.`);
        session.show({ closed: closed.map(({ day }) => day) }, () => closed.map(({ day }) => `${day} is closed.`));
      }),
    );
}
