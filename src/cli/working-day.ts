import { Command } from 'commander';
import { z } from 'zod';
import { listWorkingDays, setWorkingDay } from '../registry/alarms/working-days';
import { SCREENS } from '../staff-view/screens';
import { TERMS } from '../staff-view/terms';
import { DayArgument, Reason } from './terminal/arguments';
import type { Io } from './terminal/io';
import { shownTime } from './terminal/shown';
import { verb } from './terminal/verb';

const Year = z
  .string()
  .regex(/^2\d{3}$/, 'a year is such as 2026')
  .transform((text) => Number.parseInt(text, 10));
const VERBS = [
  ['off', false, 'a holiday: nobody has to be done by its morning'],
  ['on', true, 'worked although the week or a holiday says otherwise, such as a Saturday'],
] as const;

/** `tolem working-day …`: mornings by which a bank day has to be ready. */
export function workingDayCommand(io: Io): Command {
  const noun = new Command('working-day');
  noun
    .command('list')
    .description('days of which staff said otherwise than the week: Monday to Friday are worked')
    .option('--year <year>', 'of this year', `${new Date().getUTCFullYear()}`)
    .action(
      verb(io, z.object({ year: Year }), async (session, { year }) => {
        const { language, zone } = session;
        const { label, workingDay } = TERMS[language];
        session.rows(
          await listWorkingDays(session.database, year),
          [
            { title: label.day, keep: true },
            { title: label.state, keep: true },
            { title: label.by, keep: true },
            { title: label.accepted, keep: true },
            { title: label.reason },
          ],
          ({ day, works, staff, at, reason }) => [day, works ? workingDay.on : workingDay.off, staff, shownTime(zone, at), reason],
          SCREENS[language].noWorkingDay({ year }),
        );
      }),
    );
  for (const [name, works, about] of VERBS) {
    noun
      .command(`${name} <day>`)
      .description(about)
      .requiredOption('--reason <text>', 'which holiday, or by which order')
      .action(
        verb(io, z.object({ day: DayArgument, reason: Reason }), async (session, { day, reason }) => {
          const staff = await session.actor();
          await session.act({ action: 'working-day.set', subject: `working-day:${day}`, reason, detail: { works } }, (tx) =>
            setWorkingDay(tx, { day, works, reason, staff }),
          );
          session.show({ day, works }, () => [SCREENS[session.language].workingDaySet({ day, works })]);
        }),
      );
  }
  return noun;
}
