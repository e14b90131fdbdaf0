import type { SupplierName } from '../../../contracts/supply';
import type { DayState, DayWait } from '../../../domain/bank-day/course';
import type { Day } from '../../../domain/day';
import type { Money } from '../../../domain/money';
import type { Queryable } from '../../database';

export type OpenedBy = 'schedule' | 'loop' | 'hand' | 'backfill';

/** A supplier's bank day as it is reconciled: the day's truth and its lock. Times are ISO instants, counts are text. */
export interface BankDay {
  readonly supplier: SupplierName;
  readonly day: Day;
  readonly zone: string;
  readonly currency: string;
  readonly state: DayState;
  readonly stateSince: string;
  readonly openedAt: string;
  readonly openedBy: OpenedBy;
  readonly staff: string | null;
  readonly compareOnly: boolean;
  readonly askedAt: string;
  readonly waitsFor: DayWait | null;
  readonly waitsUntil: string | null;
  readonly needsStaff: boolean;
  /** The last complete reading. */
  readonly reading: string | null;
  readonly readAt: string | null;
  readonly theirsCount: string | null;
  readonly theirsSum: Money | null;
  readonly theirsHash: string | null;
  readonly failedReads: number;
  readonly readError: string | null;
  readonly comparedAt: string | null;
  readonly oursCount: string | null;
  readonly oursSum: Money | null;
  readonly nominated: string | null;
  readonly pairs: string | null;
  readonly explained: string | null;
  readonly openCount: string | null;
  readonly openSum: Money | null;
  readonly unexplained: Money | null;
  readonly repairs: number;
  readonly trialAskedAt: string | null;
  readonly trialAt: string | null;
  readonly trial: DayFigures | { readonly unlike: string } | null;
}

/** What one comparison counted. */
export interface DayFigures {
  readonly theirs: { readonly count: string; readonly sum: Money };
  readonly ours: { readonly count: string; readonly sum: Money };
  readonly nominated: string;
  readonly pairs: string;
  readonly explained: string;
  readonly open: { readonly count: string; readonly sum: Money };
  readonly unexplained: Money;
}

export const DAY_COLUMNS = `supplier, day, zone, currency, state, state_since AS "stateSince", opened_at AS "openedAt", opened_by AS "openedBy", staff,
  compare_only AS "compareOnly", asked_at AS "askedAt", waits_for AS "waitsFor", waits_until AS "waitsUntil", needs_staff AS "needsStaff", reading, read_at AS "readAt",
  theirs_count AS "theirsCount", theirs_sum AS "theirsSum", theirs_hash AS "theirsHash", failed_reads AS "failedReads", read_error AS "readError",
  compared_at AS "comparedAt", ours_count AS "oursCount", ours_sum AS "oursSum", nominated, pairs, explained, open_count AS "openCount", open_sum AS "openSum",
  unexplained, repairs, trial_asked_at AS "trialAskedAt", trial_at AS "trialAt", trial`;

/** The registry has no such day: nothing is read. */
export class NoSuchDay extends Error {
  override readonly name = 'NoSuchDay';
  constructor(supplier: string, day: string) {
    super(`the registry has no bank day ${supplier} ${day}: nothing was read`);
  }
}

export async function bankDay(database: Queryable, supplier: string, day: string): Promise<BankDay | null> {
  const { rows } = await database.query<BankDay>(`SELECT ${DAY_COLUMNS} FROM bank_days WHERE supplier = $1 AND day = $2`, [supplier, day]);
  return rows[0] ?? null;
}

/** The row; throws NoSuchDay. */
export async function knownDay(database: Queryable, supplier: string, day: string): Promise<BankDay> {
  const row = await bankDay(database, supplier, day);
  if (!row) throw new NoSuchDay(supplier, day);
  return row;
}

/** The row, held until the transaction ends. */
export async function lockDay(tx: Queryable, supplier: string, day: string): Promise<BankDay> {
  const { rows } = await tx.query<BankDay>(`SELECT ${DAY_COLUMNS} FROM bank_days WHERE supplier = $1 AND day = $2 FOR UPDATE`, [supplier, day]);
  if (!rows[0]) throw new NoSuchDay(supplier, day);
  return rows[0];
}

export interface DayFilter {
  readonly supplier?: string | undefined;
  readonly state?: DayState | undefined;
}

/** Newest first, at most `limit`. */
export async function listDays(database: Queryable, filter: DayFilter, limit: number): Promise<BankDay[]> {
  const { rows } = await database.query<BankDay>(
    `SELECT ${DAY_COLUMNS} FROM bank_days WHERE ($1::text IS NULL OR supplier = $1) AND ($2::text IS NULL OR state = $2)
     ORDER BY day DESC, supplier LIMIT $3`,
    [filter.supplier ?? null, filter.state ?? null, limit],
  );
  return rows;
}

export interface DayBreaks {
  readonly open: number;
  readonly signed: number;
  /** Open ones. */
  readonly byKind: Readonly<Record<string, number>>;
  /** ISO instant; null: none was closed yet. */
  readonly lastClosedAt: string | null;
}

export async function breaksOfDay(database: Queryable, supplier: string, day: string): Promise<DayBreaks> {
  const { rows } = await database.query<{ kind: string; open: number; signed: number; last: string | null }>(
    `SELECT kind, count(*) FILTER (WHERE closed_at IS NULL)::int AS open, count(*) FILTER (WHERE closed_as IN ('signed', 'noted', 'written off'))::int AS signed,
       max(closed_at) AS last
     FROM breaks WHERE supplier = $1 AND day = $2 GROUP BY kind ORDER BY open DESC, kind`,
    [supplier, day],
  );
  const closed = rows.flatMap(({ last }) => last ?? []).sort();
  return {
    open: rows.reduce((all, { open }) => all + open, 0),
    signed: rows.reduce((all, { signed }) => all + signed, 0),
    byKind: Object.fromEntries(rows.filter(({ open }) => open > 0).map(({ kind, open }) => [kind, open])),
    lastClosedAt: closed.at(-1) ?? null,
  };
}
