import { UNFINISHED_STATES } from '../../../domain/bank-day/course';
import { type Day, plusDays } from '../../../domain/day';
import type { Queryable } from '../../database';
import { Refused } from '../../staff/refused';
import { type BankDay, lockDay } from './days';
import { type DayTerms, openDays } from './open-days';

/** Alseco's lists begin here, and nobody has a book before. */
export const FIRST_DAY = '2017-11-01' as Day;
export const BACKFILLED_AT_ONCE = 100;

/** Asked for by hand: the row is written before anybody is told. */
export interface DayAsked {
  readonly day: Day;
  readonly today: Day;
  readonly staff: string;
  readonly compareOnly: boolean;
}

/** Refused in a sentence where no such day can be compared. */
export function refuseDay(supplier: string, day: Day, today: Day): void {
  if (day < FIRST_DAY) throw new Refused(`${day} is before ${FIRST_DAY}: no supplier has a book of it.`);
  if (day > today) throw new Refused(`${day} has not begun yet at ${supplier}: today is ${today} there.`);
}

/** Opens the day, or has an open one read and compared anew. A day that is past its comparison is only ever tried. */
export async function askDay(tx: Queryable, terms: DayTerms, asked: DayAsked): Promise<BankDay> {
  refuseDay(terms.name, asked.day, asked.today);
  if (asked.compareOnly && asked.day >= asked.today) throw new Refused(`${asked.day} has not ended yet: only a past day can be compared.`);
  await tx.query(
    `INSERT INTO bank_days (supplier, day, zone, currency, opened_by, staff, compare_only) VALUES ($1, $2, $3, $4, 'hand', $5, $6) ON CONFLICT DO NOTHING`,
    [terms.name, asked.day, terms.zone, terms.currency, asked.staff, asked.compareOnly],
  );
  const known = await lockDay(tx, terms.name, asked.day);
  if (asked.compareOnly) await tx.query('UPDATE bank_days SET trial_asked_at = now() WHERE supplier = $1 AND day = $2', [terms.name, asked.day]);
  else if (UNFINISHED_STATES.includes(known.state))
    await tx.query(
      `UPDATE bank_days SET asked_at = now(), compare_only = false, waits_for = NULL, waits_until = NULL, repairs = 0, failed_reads = 0
       WHERE supplier = $1 AND day = $2`,
      [terms.name, asked.day],
    );
  else throw new Refused(`${terms.name} ${asked.day} is ${known.state} already: compare it without effect by --compare-only.`);
  return lockDay(tx, terms.name, asked.day);
}

/** Opens every day from `first` to `last` that has no row; which of them had none. The oldest two begin at once, the others follow. */
export async function backfillDays(tx: Queryable, terms: DayTerms, first: Day, last: Day, today: Day): Promise<Day[]> {
  refuseDay(terms.name, first, today);
  if (last >= today) throw new Refused(`${last} has not ended yet at ${terms.name}: today is ${today} there.`);
  if (last < first) throw new Refused(`${last} is before ${first}.`);
  if (plusDays(first, BACKFILLED_AT_ONCE) <= last) throw new Refused(`At most ${BACKFILLED_AT_ONCE} days are opened at once.`);
  return openDays(tx, terms, first, last, 'backfill');
}
