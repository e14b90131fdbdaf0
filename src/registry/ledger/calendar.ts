import { type Day, plusDays } from '../../domain/day';
import { endOf } from '../../zone';
import { timeOf } from '../clock';
import type { Queryable } from '../database';

/** A day closes so long after it has ended wherever a contract is in use: what was registered at its end has mostly become final by then. */
const GRACE_MS = 6 * 3_600_000;
/** Where on Earth a day ends last; without any contract it might be there. */
const LAST_ZONE = '-12:00';

/** How far the ledger is closed. */
export interface Calendar {
  readonly closedThrough: Day;
  /** Closing balances are there up to this day. */
  readonly closingsThrough: Day;
  /** The first open day, and when it may be closed (ISO instant): it ends last in `zone`. */
  readonly open: Day;
  readonly closesAt: string;
  readonly zone: string;
}

/** The zone of those given in which a day ends last, and the instant from which on the day may be closed. */
export function closing(day: Day, zones: readonly string[]): { readonly zone: string; readonly at: string } {
  const ends = (zones.length > 0 ? zones : [LAST_ZONE]).map((zone) => ({ zone, endsMs: Date.parse(endOf(zone, day)) }));
  const last = ends.reduce((a, b) => (b.endsMs > a.endsMs ? b : a));
  return { zone: last.zone, at: new Date(last.endsMs + GRACE_MS).toISOString() };
}

const CALENDAR = `SELECT closed_through AS "closedThrough", closings_through AS "closingsThrough" FROM ledger_calendar`;
const ZONES = `SELECT zone FROM ledger_zones z WHERE from_day <= $1 AND EXISTS (SELECT 1 FROM agents WHERE contract_zone = z.zone) ORDER BY zone`;

export async function readCalendar(database: Queryable): Promise<Calendar> {
  const [calendar] = (await database.query<Closed>(CALENDAR)).rows;
  if (!calendar) throw new Error('the ledger has no calendar');
  return withOpen(database, calendar);
}

/** Held until the transaction ends, so that one of many closes and no zone comes into use meanwhile; null where another has it. */
export async function takeCalendar(tx: Queryable): Promise<Calendar | null> {
  const [calendar] = (await tx.query<Closed>(`${CALENDAR} FOR UPDATE SKIP LOCKED`)).rows;
  return calendar ? withOpen(tx, calendar) : null;
}

type Closed = Pick<Calendar, 'closedThrough' | 'closingsThrough'>;

async function withOpen(database: Queryable, closed: Closed): Promise<Calendar> {
  const open = plusDays(closed.closedThrough, 1);
  const { rows } = await database.query<{ zone: string }>(ZONES, [open]);
  const { zone, at } = closing(
    open,
    rows.map((row) => row.zone),
  );
  return { ...closed, open, closesAt: at, zone };
}

/** Whether its first open day may be closed, by the registry's own clock. */
export const isDue = async (database: Queryable, { closesAt }: Pick<Calendar, 'closesAt'>): Promise<boolean> =>
  Date.parse(closesAt) <= Date.parse(await timeOf(database));
