import { type Command, Option } from 'commander';
import { z } from 'zod';
import { BundleNumber, DayText, MonthText, onePaysQuestion, PAYS_FIELDS } from '../../contracts/alseco/questions';
import type { ClerkDesk } from '../../suppliers/alseco/clerk/desk';
import type { DeskList } from '../../suppliers/alseco/clerk/desk-lists';
import { csvFile, firstRows } from '../../suppliers/alseco/clerk/desk-rows';
import { CSV_DIALECTS } from '../../wire/csv';
import { Rows } from '../terminal/arguments';
import type { Io } from '../terminal/io';
import type { Session } from '../terminal/session';
import { table } from '../terminal/table';
import { verb } from '../terminal/verb';
import { atDesk, orComplain } from './desk';
import { newFile } from './file';

/** How a list is wanted: shown to some rows, or whole as a CSV file. */
const Wanted = z.object({
  limit: Rows,
  csv: z.string().min(1).optional(),
  dialect: z.enum(CSV_DIALECTS, 'a dialect is standard or excel'),
});

const listOptions = (command: Command): Command =>
  command
    .option('--limit <rows>', 'show at most so many rows', '100')
    .option('--csv <file>', 'write the whole list to a file, all columns')
    .addOption(
      new Option('--dialect <dialect>', 'of the CSV; excel: for a double click under Russian settings').choices(CSV_DIALECTS).default('standard'),
    );

/** `tolem alseco pays|report-108e|bill-labels|bills`. */
export function alsecoLists(noun: Command, io: Io): void {
  listOptions(
    noun
      .command('pays')
      .description('our payments at Alseco: by days, by month, not moved yet, or processed')
      .option('--from <day>', 'getPaysInfo from this day')
      .option('--to <day>', '… to this one, at most 31 days')
      .option('--month <month>', 'GetBankPayByMonth of this month')
      .option('--not-moved <day>', 'GetNotMovedPays: of this day, not yet taken for processing')
      .option('--processed <day or month>', 'GetPaymentsInfo: processed on this day or in this month'),
  ).action(verb(io, Wanted.extend(PAYS_FIELDS).superRefine(onePaysQuestion), (session, asked) => list(session, asked, (desk) => desk.pays(asked))));

  listOptions(noun.command('report-108e <day>').description('payment orders of a day (108e)')).action(
    verb(io, Wanted.extend({ day: DayText }), (session, asked) => list(session, asked, (desk) => desk.report108e(asked.day))),
  );
  listOptions(noun.command('bill-labels <month>').description('bundles of bills of a month')).action(
    verb(io, Wanted.extend({ month: MonthText }), (session, asked) => list(session, asked, (desk) => desk.billLabels(asked.month))),
  );
  listOptions(noun.command('bills <month> <bundle>').description('bills of one bundle; the current and the previous month only')).action(
    verb(io, Wanted.extend({ month: MonthText, bundle: BundleNumber }), (session, asked) =>
      list(session, asked, (desk) => desk.bills(asked.month, asked.bundle)),
    ),
  );
}

function list(session: Session, wanted: z.output<typeof Wanted>, of: (desk: ClerkDesk) => DeskList): Promise<void> {
  return atDesk(session, async (desk, context) => {
    const asked = of(desk);
    if (wanted.csv !== undefined) {
      await newFile(wanted.csv, async (file) => {
        const { rows } = orComplain(session, await csvFile(asked, file, wanted.dialect, context));
        session.show({ file, rows }, () => [`${rows} rows are in ${file}`]);
      });
      return;
    }
    const { columns, rows, total } = orComplain(session, await firstRows(asked, wanted.limit, context));
    const objects = rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] ?? ''])));
    session.show({ rows: objects, total }, () => [
      ...table(
        columns.map((title) => ({ title, right: asked.numbers.has(title), keep: asked.numbers.has(title) || KEPT.has(title) })),
        rows,
      ),
      '',
      total > rows.length ? `${rows.length} of ${total} rows; --csv FILE writes all of them.` : `${total} ${total === 1 ? 'row' : 'rows'}.`,
    ]);
  });
}

const KEPT = new Set(['paymentId', 'invoice', 'account', 'day', 'DAT']);
