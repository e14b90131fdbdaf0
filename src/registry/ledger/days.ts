import type { Day } from '../../domain/day';
import type { Queryable } from '../database';

/** A day of the ledger that is closed. */
export interface LedgerDay {
  readonly day: Day;
  /** ISO instant. */
  readonly closedAt: string;
  readonly how: 'by itself' | 'by hand' | 'carried over';
  readonly staff: string | null;
  readonly zone: string | null;
  /** That stand on it. */
  readonly postings: string;
  /** Entries on it that belong to an earlier day. */
  readonly late: number;
}

/** The last closed days, newest first. */
export async function listDays(database: Queryable, limit: number): Promise<LedgerDay[]> {
  const { rows } = await database.query<LedgerDay>(
    `WITH last AS (
       SELECT day, closed_at, how, staff, zone FROM ledger_days ORDER BY day DESC LIMIT $1
     ), ever AS (
       SELECT day, sum(postings) AS postings FROM ledger_closings WHERE day >= (SELECT min(day) - 1 FROM last) GROUP BY day
     )
     SELECT l.day, l.closed_at AS "closedAt", l.how, l.staff, l.zone,
       coalesce((SELECT postings FROM ever WHERE day = l.day), 0) - coalesce((SELECT postings FROM ever WHERE day = l.day - 1), 0) AS postings,
       (SELECT count(*)::int FROM ledger_entries e WHERE e.day = l.day AND e.belongs_to IS NOT NULL) AS late
     FROM last l ORDER BY l.day DESC`,
    [limit],
  );
  return rows;
}
