import type { SupplierName } from '../../../contracts/supply';
import { UNFINISHED_STATES, WORKING_STATES } from '../../../domain/bank-day/course';
import { type Day, plusDays } from '../../../domain/day';
import type { Queryable } from '../../database';
import type { OpenedBy } from './days';

/** Days of one supplier that read and compare at once. */
export const RUNNING_AT_MOST = 2;
/** Opened in one go; the next round opens the rest. */
const OPENED_AT_ONCE = 400;

/** Of the supplier's day: in which zone it is counted, and in which currency. */
export interface DayTerms {
  readonly name: SupplierName;
  readonly zone: string;
  readonly currency: string;
}

/** From which day on books are compared unasked: `today`, where that was not said yet. */
export async function booksFrom(database: Queryable, supplier: string, today: Day): Promise<Day> {
  const { rows } = await database.query<{ from: Day }>(
    'UPDATE suppliers SET books_from = coalesce(books_from, $2) WHERE name = $1 RETURNING books_from AS from',
    [supplier, today],
  );
  if (!rows[0]) throw new Error(`the registry has no supplier ${supplier}`);
  return rows[0].from;
}

/** Inserts the rows that are missing from `from` to `last`, both included, oldest first; which they were. */
export async function openDays(database: Queryable, terms: DayTerms, from: Day, last: Day, by: OpenedBy): Promise<Day[]> {
  if (last < from) return [];
  const { rows } = await database.query<{ day: Day }>(
    `INSERT INTO bank_days (supplier, day, zone, currency, opened_by)
     SELECT $1, d::date, $2, $3, $6 FROM generate_series($4::date, $5::date, interval '1 day') d
     WHERE NOT EXISTS (SELECT 1 FROM bank_days b WHERE b.supplier = $1 AND b.day = d::date) ORDER BY d LIMIT ${OPENED_AT_ONCE}
     ON CONFLICT DO NOTHING RETURNING day`,
    [terms.name, terms.zone, terms.currency, from, last, by],
  );
  return rows.map(({ day }) => day).sort();
}

/** Days that have to have a run now: what waits, and of those that read and compare the oldest; by day. */
export async function daysToRun(database: Queryable, supplier: string): Promise<Day[]> {
  const { rows } = await database.query<{ day: Day }>(`${TO_RUN} SELECT day FROM to_run WHERE supplier = $1 ORDER BY day`, [supplier]);
  return rows.map(({ day }) => day);
}

export interface DayToRun {
  readonly supplier: SupplierName;
  readonly day: Day;
}

/** The same of all suppliers, once they are `ageMs` old, after that key (`supplier:day`), by it. */
export async function allDaysToRun(database: Queryable, ageMs: number, after: string, limit: number): Promise<DayToRun[]> {
  const { rows } = await database.query<DayToRun>(
    `${TO_RUN} SELECT supplier, day FROM to_run
     WHERE greatest(opened_at, asked_at, trial_asked_at) < now() - $1::bigint * interval '1 millisecond' AND (supplier || ':' || day) COLLATE "C" > $2
     ORDER BY (supplier || ':' || day) COLLATE "C" LIMIT $3`,
    [ageMs, after, limit],
  );
  return rows;
}

const named = (states: readonly string[]): string => states.map((state) => `'${state}'`).join(', ');
const IS_WORKING = `NOT compare_only AND state IN (${named(WORKING_STATES)})`;
const WANTS_TRIAL = '(trial_asked_at IS NOT NULL AND (trial_at IS NULL OR trial_at < trial_asked_at))';
const TO_RUN = `
WITH places AS (
  SELECT supplier, day, opened_at, asked_at, trial_asked_at, ${IS_WORKING} AS working, ${WANTS_TRIAL} AS wants_trial,
    row_number() OVER (PARTITION BY supplier, ${IS_WORKING} ORDER BY day) AS place
  FROM bank_days WHERE NOT compare_only AND state IN (${named(UNFINISHED_STATES)}) OR ${WANTS_TRIAL}
), to_run AS (SELECT * FROM places WHERE NOT working OR wants_trial OR place <= ${RUNNING_AT_MOST})`;

/** The newest day that has ended before `today` begins. */
export const lastEnded = (today: Day): Day => plusDays(today, -1);
