import type { Command } from 'commander';
import { z } from 'zod';
import { DAY_STATES } from '../../domain/bank-day/course';
import { type BankDay, bankDay, listDays } from '../../registry/bank-day/day/days';
import { Refused } from '../../registry/staff/refused';
import { DAYS, dayInWords, toldOfDay, viewOfDay } from '../../staff-view/days';
import { TERMS } from '../../staff-view/terms';
import { DayArgument, Rows, SupplierArgument } from '../terminal/arguments';
import type { Io } from '../terminal/io';
import type { Session } from '../terminal/session';
import { inZone, shownMoney, shownTime } from '../terminal/shown';
import { LINE_WIDTH, wrapText } from '../terminal/table';
import { verb } from '../terminal/verb';

const State = z.enum(DAY_STATES, { error: `a state is one of: ${DAY_STATES.join(', ')}` });

/** `tolem day list`, `tolem day show`. */
export function showVerbs(noun: Command, io: Io): void {
  noun
    .command('list')
    .description('bank days, newest first')
    .option('--supplier <name>')
    .option('--state <state>', 'such as "to sign"')
    .option('--limit <rows>', 'at most so many', '50')
    .action(verb(io, z.object({ supplier: SupplierArgument.optional(), state: State.optional(), limit: Rows }), list));
  noun
    .command('show <supplier> <day>')
    .description('one bank day: how far it is, both sides, what differs, what it waits for')
    .action(
      verb(io, z.object({ supplier: SupplierArgument, day: DayArgument }), async (session, { supplier, day }) => {
        const row = await bankDay(session.database, supplier, day);
        if (!row) throw new Refused(DAYS[session.language].unknownDay({ supplier, day }));
        await showDay(session, row);
      }),
    );
}

async function list(session: Session, { limit, ...filter }: { supplier?: string | undefined; state?: BankDay['state'] | undefined; limit: number }) {
  const { database, language, zone } = session;
  const rows = await listDays(database, filter, limit);
  const found = await Promise.all(rows.map(async (row) => ({ row, view: await viewOfDay(database, row) })));
  const { label } = TERMS[language];
  if (session.json)
    return session.show(
      found.map(({ view }) => view),
      () => [],
    );
  session.rows(
    found,
    [
      { title: label.which, keep: true },
      { title: label.day, keep: true },
      { title: label.state, keep: true },
      { title: label.sum, right: true },
      { title: label.break, right: true },
      { title: label.waitsFor },
      { title: label.until },
    ],
    ({ row, view }) => [
      row.supplier,
      row.day,
      row.state,
      view.theirs ? shownMoney(view.theirs.sum) : '',
      view.breaks.open === 0 ? '' : String(view.breaks.open),
      row.waitsFor ?? '',
      shownTime(zone, row.waitsUntil),
    ],
    DAYS[language].noDay({}),
  );
}

export async function showDay(session: Session, row: BankDay): Promise<void> {
  const { database, language, zone } = session;
  const view = await viewOfDay(database, row);
  session.show(view, () => toldOfDay(row, view).flatMap((told) => wrapText(inZone(zone, dayInWords(language, told)), LINE_WIDTH)));
}
