import { type Day, isLastOfMonth } from '../../domain/day';
import type { Database, Queryable } from '../database';
import { LOCKS } from '../locks';
import { recordAudit } from '../staff/audit';
import { demandPermission } from '../staff/staff';
import { type Calendar, isDue, readCalendar, takeCalendar } from './calendar';
import { roundMonth } from './rounding';

/** Whoever posts waits behind a close that waits: so long at most, and then the day is closed another time. */
const LOCK_LIMIT_MS = 2_000;

export interface ClosedDay {
  readonly day: Day;
  /** In which it ended last. */
  readonly zone: string;
  /** Remunerations that its month's end has rounded. */
  readonly rounded: number;
}

/**
 * One step of closing: the balances of a day that is closed without them, or the next day that is due. Null where there is nothing to
 * do now, or another does it. `staff`: by whose hand; without one it closes by itself.
 */
export async function closeNext(database: Database, staff: string | null = null): Promise<ClosedDay | null> {
  const calendar = await readCalendar(database);
  if (calendar.closingsThrough < calendar.closedThrough) await database.transaction(keepClosings);
  if (!(await isDue(database, calendar))) return null;
  const closed = await database.transaction((tx) => close(tx, staff));
  if (closed) await database.transaction(keepClosings);
  return closed;
}

/**
 * After this no posting enters the day. The lock is taken by a statement of its own: whoever has posted to the day has committed then,
 * and the next statement sees it.
 */
async function close(tx: Queryable, staff: string | null): Promise<ClosedDay | null> {
  const calendar = await takeCalendar(tx);
  if (!calendar || calendar.closingsThrough < calendar.closedThrough || !(await isDue(tx, calendar))) return null;
  const { open: day, zone } = calendar;
  if (staff) {
    await demandPermission(tx, staff, 'ledger.close');
    await recordAudit(tx, { staff, action: 'ledger.close', subject: `ledger:${day}` });
  }
  await tx.query(`SET LOCAL lock_timeout = ${LOCK_LIMIT_MS}`);
  await tx.query(`SELECT pg_advisory_xact_lock($1, $2::date - date '2000-01-01')`, [LOCKS.ledgerDay, day]);
  await tx.query('INSERT INTO ledger_days (day, how, staff, zone) VALUES ($1, $2, $3, $4)', [day, staff ? 'by hand' : 'by itself', staff, zone]);
  const rounded = isLastOfMonth(day) ? await roundMonth(tx, day) : 0;
  await tx.query('UPDATE ledger_calendar SET closed_through = $1', [day]);
  return { day, zone, rounded };
}

/** Accounts of the day before, and what the day moved; an account that nothing moved is carried on. */
const CLOSINGS = `
INSERT INTO ledger_closings (day, account, currency, debited, credited, balance, postings)
SELECT $1::date, account, currency, coalesce(m.debited, 0), coalesce(m.credited, 0),
  coalesce(b.balance, 0) + coalesce(m.credited - m.debited, 0), coalesce(b.postings, 0) + coalesce(m.postings, 0)
FROM (SELECT account, currency, balance, postings FROM ledger_closings WHERE day = $1::date - 1) b
FULL JOIN (
  SELECT account, currency, count(*) AS postings,
    coalesce(sum(-amount) FILTER (WHERE amount < 0), 0) AS debited, coalesce(sum(amount) FILTER (WHERE amount > 0), 0) AS credited
  FROM ledger_postings WHERE day = $1::date GROUP BY account, currency
) m USING (account, currency)`;

/** The closing balances of the first day that is closed without them. It can no longer change, so nobody is kept from posting. */
async function keepClosings(tx: Queryable): Promise<void> {
  const calendar: Calendar | null = await takeCalendar(tx);
  if (!calendar || calendar.closingsThrough === calendar.closedThrough) return;
  await tx.query(CLOSINGS, [calendar.closedThrough]);
  await tx.query('UPDATE ledger_calendar SET closings_through = $1', [calendar.closedThrough]);
}
