import type { SupplierName } from '../../contracts/supply';
import type { Money } from '../../domain/money';
import { STILL } from '../bank-day/breaks';
import type { Queryable } from '../database';

/** Breaks that nobody has closed, of one supplier and currency. */
export interface UnsignedBreaks {
  readonly supplier: SupplierName;
  /** "" where it is not known. */
  readonly currency: string;
  readonly count: number;
  /** Of the effects, whichever way they go; what nobody can say counts as none. */
  readonly sum: Money;
  /** Until the first of them can be rolled back no more; null where none can. */
  readonly rollbackLeftS: number | null;
}

export async function unsignedBreaks(database: Queryable): Promise<UnsignedBreaks[]> {
  const { rows } = await database.query<UnsignedBreaks>(
    `SELECT b.supplier, coalesce(b.currency, '') AS currency, count(*)::int AS count, coalesce(sum(abs(b.effect)), 0) AS sum,
       extract(epoch FROM min(b.rollback_until) FILTER (WHERE ${STILL} AND b.effect > 0) - now())::int AS "rollbackLeftS"
     FROM breaks b WHERE b.closed_at IS NULL GROUP BY b.supplier, coalesce(b.currency, '') ORDER BY 1, 2`,
  );
  return rows;
}
