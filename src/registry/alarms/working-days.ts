import type { Day } from '../../domain/day';
import type { Queryable } from '../database';
import { Refused } from '../staff/refused';

/** A day of which staff said otherwise than the week does. Monday to Friday are worked where nobody said anything. */
export interface WorkingDay {
  readonly day: Day;
  readonly works: boolean;
  readonly reason: string;
  readonly staff: string;
  /** ISO instant. */
  readonly at: string;
}

/** What staff said of the days of a year, by day. */
export async function listWorkingDays(database: Queryable, year: number): Promise<WorkingDay[]> {
  const { rows } = await database.query<WorkingDay>(
    'SELECT day, works, reason, staff, at FROM working_days WHERE day >= make_date($1, 1, 1) AND day < make_date($1 + 1, 1, 1) ORDER BY day',
    [year],
  );
  return rows;
}

/** Says of a day whether it is worked; throws Refused where it is so already. */
export async function setWorkingDay(tx: Queryable, { day, works, reason, staff }: Omit<WorkingDay, 'at'>): Promise<void> {
  // Two people who say it at once are told one after the other.
  await tx.query('LOCK TABLE working_days IN SHARE ROW EXCLUSIVE MODE');
  const { rows } = await tx.query<{ is: boolean }>('SELECT is_working_day($1) AS "is"', [day]);
  if (rows[0]?.is === works) throw new Refused(works ? `${day} is a working day already.` : `${day} is no working day already.`);
  await tx.query(
    `INSERT INTO working_days (day, works, reason, staff) VALUES ($1, $2, $3, $4)
     ON CONFLICT (day) DO UPDATE SET works = excluded.works, reason = excluded.reason, staff = excluded.staff, at = now()`,
    [day, works, reason, staff],
  );
}
