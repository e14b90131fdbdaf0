import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import type { DayState } from '../../domain/bank-day/course';
import { askDay, backfillDays } from '../../registry/bank-day/day/ask-day';
import { type BankDay, knownDay } from '../../registry/bank-day/day/days';
import { daysToRun } from '../../registry/bank-day/day/open-days';
import { DAYS } from '../../staff-view/days';
import { dayTerms } from '../../suppliers/routes';
import { dayIn } from '../../zone';
import { DayArgument, SupplierArgument } from '../terminal/arguments';
import type { Io } from '../terminal/io';
import type { Session } from '../terminal/session';
import { verb } from '../terminal/verb';
import { showDay } from './show';

const LOOKED_AT_EVERY_MS = 500;
const Seconds = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, 'a number of seconds from 1 to 9999')
  .transform((text) => Number.parseInt(text, 10));

/** `tolem day run`, `tolem day backfill`: the row first, then its workflow. */
export function runVerbs(noun: Command, io: Io): void {
  noun
    .command('run <supplier> <day>')
    .description('read and compare a day, or do it anew where it is not ready yet')
    .option('--compare-only', 'without any effect, of any past day')
    .option('--wait <seconds>', 'until it is ready or waits for a person, at most so long')
    .action(
      verb(
        io,
        z.object({ supplier: SupplierArgument, day: DayArgument, compareOnly: z.boolean().default(false), wait: Seconds.optional() }),
        async (session, { supplier, day, compareOnly, wait }) => {
          const terms = dayTerms(session.config, supplier);
          const staff = await session.actor();
          const today = dayIn(terms.zone, new Date().toISOString());
          const row = await session.act({ action: 'day.run', subject: `day:${supplier}:${day}`, detail: { compareOnly } }, (tx) =>
            askDay(tx, terms, { day, today, staff, compareOnly }),
          );
          await tell(session, row, 'asked by hand');
          if (wait !== undefined) return showDay(session, await settled(session, row, compareOnly, wait));
          session.show({ supplier, day, state: row.state, compareOnly }, () => [DAYS[session.language].asked({ supplier, day, compareOnly })]);
        },
      ),
    );
  noun
    .command('backfill <supplier>')
    .description('open every day that has no row yet; two are read at once, the others follow')
    .requiredOption('--from <day>', 'the first')
    .requiredOption('--to <day>', 'the last; it has ended')
    .action(verb(io, z.object({ supplier: SupplierArgument, from: DayArgument, to: DayArgument }), backfill));
}

type Backfill = { supplier: Parameters<typeof dayTerms>[1]; from: Parameters<typeof backfillDays>[2]; to: Parameters<typeof backfillDays>[3] };

async function backfill(session: Session, { supplier, from, to }: Backfill): Promise<void> {
  const terms = dayTerms(session.config, supplier);
  const today = dayIn(terms.zone, new Date().toISOString());
  const opened = await session.act({ action: 'day.run', subject: `days:${supplier}`, detail: { from, to } }, (tx) =>
    backfillDays(tx, terms, from, to, today),
  );
  const begun = (await daysToRun(session.database, supplier)).filter((day) => opened.includes(day));
  for (const day of begun) await tell(session, { supplier, day }, 'backfilled');
  const all = 1 + Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  session.show({ supplier, opened }, () => [DAYS[session.language].backfilled({ supplier, opened: opened.length, known: all - opened.length })]);
}

/** The registry holds it already: what Temporal is not told now, the sweeper finds. */
async function tell({ starts, io }: Session, { supplier, day }: Pick<BankDay, 'supplier' | 'day'>, why: string): Promise<void> {
  const { tellDay } = require('../../temporal/start-day') as typeof import('../../temporal/start-day');
  const missed = await tellDay(starts, supplier, day, why);
  if (missed) io.err(`${missed}\n`);
}

const WORKS: readonly DayState[] = ['open', 'ended', 'comparing'];

/** The row once it is ready, waits for a person or has been tried; or as it is when the time is up. */
async function settled({ database, io, language }: Session, asked: BankDay, compareOnly: boolean, seconds: number): Promise<BankDay> {
  for (const until = Date.now() + seconds * 1_000; ; ) {
    const row = await knownDay(database, asked.supplier, asked.day);
    const done = compareOnly ? isTried(row, asked) : !WORKS.includes(row.state) && isNewer(row, asked);
    if (done) return row;
    if (Date.now() >= until) {
      io.err(`${DAYS[language].stillWaits({ seconds })}\n`);
      return row;
    }
    await sleep(Math.min(LOOKED_AT_EVERY_MS, Math.max(0, until - Date.now())));
  }
}

const isTried = ({ trialAt }: BankDay, { trialAskedAt }: BankDay): boolean => trialAt !== null && trialAskedAt !== null && trialAt >= trialAskedAt;
const isNewer = ({ readAt }: BankDay, { askedAt }: BankDay): boolean => readAt !== null && readAt >= askedAt;
