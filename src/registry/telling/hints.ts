import type { SupplierName } from '../../contracts/supply';
import type { RequestId } from '../../domain/ids';
import type { Queryable } from '../database';
import { PAYMENT_COLUMNS, type Payment } from '../payment/payments';

export interface HintLimits {
  /** One nudge per payment in so many seconds. */
  readonly pauseS: number;
  /** And so many in any 24 hours. */
  readonly nudgesADay: number;
}

/** The payment that a supplier's Callback is about. A number that is none of ours is answered by the index of numbers: no row, no lock. */
export async function hintedPayment(database: Queryable, supplier: SupplierName, request: RequestId): Promise<Payment | null> {
  const { rows } = await database.query<Payment>(`SELECT ${PAYMENT_COLUMNS} FROM payments p WHERE p.request_id = $1 AND p.supplier = $2`, [
    request,
    supplier,
  ]);
  return rows[0] ?? null;
}

const DAY = `interval '24 hours'`;

/**
 * Keeps a hint in the payment's one row and says whether the payment is to be asked about now. Decided under the row's lock, so that
 * two hints at once never both nudge.
 */
export async function keepHint(database: Queryable, payment: Payment, body: string, limits: HintLimits): Promise<boolean> {
  const { rows } = await database.query<{ nudged: boolean }>(
    `INSERT INTO hints AS h (payment_id, supplier, body, nudged, nudged_at, nudges)
     VALUES ($1, $2, $3, $4::boolean, CASE WHEN $4 THEN ARRAY[now()] ELSE '{}' END, $4::int)
     ON CONFLICT (payment_id) DO UPDATE SET came = h.came + 1, last_at = now(), body = excluded.body, (nudged, nudged_at, nudges) = (
       SELECT may, CASE WHEN may THEN recent || now() ELSE recent END, h.nudges + may::int
       FROM (SELECT ARRAY(SELECT at FROM unnest(h.nudged_at) AS past (at) WHERE at > now() - ${DAY} ORDER BY at) AS recent) lately,
         LATERAL (SELECT $4 AND cardinality(recent) < $6 AND coalesce(recent[cardinality(recent)] <= now() - $5::int * interval '1 second', true) AS may) verdict
     ) RETURNING nudged`,
    [payment.id, payment.supplier, body, payment.finalAt === null, limits.pauseS, limits.nudgesADay],
  );
  return rows[0]?.nudged === true;
}

/** Removes at most `limit` rows to which nothing was added for `days`; answers how many. */
export async function pruneHints(database: Queryable, days: number, limit: number): Promise<number> {
  const { rowCount } = await database.query(
    `DELETE FROM hints WHERE payment_id IN (
       SELECT payment_id FROM hints WHERE first_at < now() - $1 * interval '1 day' AND last_at < now() - $1 * interval '1 day' ORDER BY first_at LIMIT $2)`,
    [days, limit],
  );
  return rowCount ?? 0;
}
