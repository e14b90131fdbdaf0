import type { SupplierName } from '../../contracts/supply';
import { type DayState, type DayWait, UNFINISHED_STATES, WORKING_STATES } from '../../domain/bank-day/course';
import { OPENED_WITHIN_MS, READY_BY } from '../../domain/bank-day/overdue';
import type { Day } from '../../domain/day';
import type { Queryable } from '../database';

/** In which zone each supplier's day is counted. */
export type BookZones = Readonly<Partial<Record<SupplierName, string>>>;

/** A bank day that has ended and is not ready. */
export interface UnreadyDay {
  readonly supplier: SupplierName;
  readonly day: Day;
  readonly zone: string;
  /** Null: nobody has opened it. */
  readonly state: DayState | null;
  readonly waitsFor: DayWait | null;
  /** Whether it is read and compared, or waits for people. */
  readonly isWorking: boolean;
  /** ISO instants: its end, and the morning by which it has to be ready. */
  readonly endedAt: string;
  readonly readyBy: string | null;
  /** By the registry's clock. */
  readonly isLate: boolean;
  /** Seconds since the last complete reading began, or since the day's end where there is none; the same of its comparison. */
  readonly readAgeS: number;
  readonly comparedAgeS: number;
}

/** Days that nobody opened are looked for so far back. */
const DAYS_BACK = 400;
/** Longer than any run of holidays. */
const WORKED_WITHIN_DAYS = 60;
const AT_MOST = 1_000;

const named = (states: readonly string[]): string => states.map((state) => `'${state}'`).join(', ');

/**
 * A day opened by hand or by backfill long after its end has to be ready by the working day after it was opened: nobody had asked for it
 * before.
 */
const UNREADY = `
WITH zones AS (
  SELECT * FROM unnest($1::text[], $2::text[]) AS z (supplier, zone)
), days AS (
  SELECT s.name AS supplier, d::date AS day, z.zone, NULL AS state, NULL AS waits_for, NULL::timestamptz AS read_at, NULL::timestamptz AS compared_at, d::date AS since_day
  FROM suppliers s JOIN zones z ON z.supplier = s.name,
    generate_series(greatest(s.books_from, (now() AT TIME ZONE z.zone)::date - ${DAYS_BACK}), (now() AT TIME ZONE z.zone)::date - 1, interval '1 day') d
  WHERE s.books_from IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM bank_days b WHERE b.supplier = s.name AND b.day = d::date)
    AND (d::date + 1)::timestamp AT TIME ZONE z.zone <= now() - ${OPENED_WITHIN_MS} * interval '1 millisecond'
  UNION ALL
  SELECT b.supplier, b.day, b.zone, b.state, b.waits_for, b.read_at, b.compared_at,
    CASE WHEN b.opened_by IN ('hand', 'backfill') THEN greatest(b.day, (b.opened_at AT TIME ZONE b.zone)::date) ELSE b.day END
  FROM bank_days b
  WHERE NOT b.compare_only AND b.state IN (${named(UNFINISHED_STATES)}) AND (b.day + 1)::timestamp AT TIME ZONE b.zone <= now()
), timed AS (
  SELECT d.*, (d.day + 1)::timestamp AT TIME ZONE d.zone AS ended_at,
    ((SELECT w::date FROM generate_series(d.since_day + 1, d.since_day + ${WORKED_WITHIN_DAYS}, interval '1 day') w WHERE is_working_day(w::date) LIMIT 1)
      + time '${READY_BY}') AT TIME ZONE d.zone AS ready_by
  FROM days d
)
SELECT supplier, day, zone, state, waits_for AS "waitsFor", coalesce(state IN (${named(WORKING_STATES)}), false) AS "isWorking", ended_at AS "endedAt",
  ready_by AS "readyBy", coalesce(ready_by <= now(), false) AS "isLate",
  extract(epoch FROM now() - coalesce(read_at, ended_at))::int AS "readAgeS", extract(epoch FROM now() - coalesce(compared_at, ended_at))::int AS "comparedAgeS"
FROM timed ORDER BY day, supplier LIMIT ${AT_MOST}`;

/** Every day that has ended and is not ready, oldest first; of days that have no row only those that should have one by now. */
export async function unreadyDays(database: Queryable, zones: BookZones): Promise<UnreadyDay[]> {
  const { rows } = await database.query<UnreadyDay>(UNREADY, [Object.keys(zones), Object.values(zones)]);
  return rows;
}
