import type { SupplierName } from '../../contracts/supply';
import type { Queryable } from '../database';

/** A supplier's clock beside ours, by the times that it gave our bookings. */
export interface MeasuredClock {
  /** ISO instant. */
  readonly measuredAt: string;
  /** How far it is ahead of ours: the middle one of all bookings; hours of it are a wrong zone. */
  readonly aheadMs: number;
  readonly bookings: number;
}

/** Of the newest bookings of the last day that were answered within a minute: so far apart sending and answer are at most. */
const MEASURE = `
INSERT INTO supplier_clocks (supplier, ahead_ms, bookings)
SELECT $1, round(percentile_disc(0.5) WITHIN GROUP (ORDER BY ahead_ms)), count(*) FROM (
  SELECT extract(epoch FROM d.booked_at - (a.sent_at + (a.closed_at - a.sent_at) / 2)) * 1000 AS ahead_ms
  FROM payments p JOIN documents d ON d.payment_id = p.id JOIN attempts a ON a.payment_id = d.payment_id AND a.document = d.number
  WHERE p.supplier = $1 AND p.created_at > now() - interval '1 day' AND d.state = 'taken' AND d.booked_at IS NOT NULL
    AND a.outcome = 'accepted' AND a.sent_at IS NOT NULL AND a.closed_at - a.sent_at < interval '1 minute'
  ORDER BY p.id DESC LIMIT 200
) b HAVING count(*) > 0
RETURNING measured_at AS "measuredAt", ahead_ms AS "aheadMs", bookings`;
const NEWEST = `SELECT measured_at AS "measuredAt", ahead_ms AS "aheadMs", bookings FROM supplier_clocks WHERE supplier = $1 ORDER BY id DESC LIMIT 1`;

type Row = Omit<MeasuredClock, 'aheadMs'> & { readonly aheadMs: string };

/** Measures it now and keeps that; null where no booking of the last day tells a time. */
export const measureClock = (database: Queryable, supplier: SupplierName): Promise<MeasuredClock | null> => clockBy(database, MEASURE, supplier);

/** As it was measured last; null: never. */
export const measuredClock = (database: Queryable, supplier: SupplierName): Promise<MeasuredClock | null> => clockBy(database, NEWEST, supplier);

async function clockBy(database: Queryable, statement: string, supplier: SupplierName): Promise<MeasuredClock | null> {
  const { rows } = await database.query<Row>(statement, [supplier]);
  const [row] = rows;
  return row ? { ...row, aheadMs: Number(row.aheadMs) } : null;
}
