import type { SupplierName } from '../contracts/supply';
import type { RequestId } from '../domain/ids';
import type { Database } from './database';
import { PAYMENT_COLUMNS, type Payment } from './payments';

/** What a supplier's Callback led to. `unknown`: no open or closed payment of ours has that number. */
export type Hint =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stored'; readonly payment: Payment; readonly nudge: boolean }
  | { readonly kind: 'too many' };

export interface HintLimits {
  /** One nudge per payment in so many seconds. */
  readonly pauseS: number;
  /** And so many in 24 hours. */
  readonly nudgesADay: number;
  /** Rows kept per payment in 24 hours; the same number bounds all hints about unknown payments together. */
  readonly rowsADay: number;
}

const LOCK = 725_402;
const OF_NO_PAYMENT = 0;

/**
 * Stores a hint as a row and says whether its payment is to be asked about now. The decision stands in
 * the same row, so that two hints at once never both nudge.
 */
export function storeHint(database: Database, supplier: SupplierName, request: RequestId, body: string, limits: HintLimits): Promise<Hint> {
  return database.transaction(async (tx) => {
    const found = await tx.query<Payment>(`SELECT ${PAYMENT_COLUMNS} FROM payments p WHERE p.request_id = $1 AND p.supplier = $2`, [
      request,
      supplier,
    ]);
    const payment = found.rows[0] ?? null;
    await tx.query('SELECT pg_advisory_xact_lock($1, ($2::bigint % 2147483647)::int)', [LOCK, payment?.id ?? OF_NO_PAYMENT]);
    const { rows } = await tx.query<{ stored: number; nudged: number; lately: boolean }>(
      `SELECT count(*)::int AS stored, (count(*) FILTER (WHERE nudged))::int AS nudged, coalesce(bool_or(nudged AND at > now() - $2 * interval '1 second'), false) AS lately
       FROM hints WHERE payment_id IS NOT DISTINCT FROM $1::bigint AND at > now() - interval '24 hours'`,
      [payment?.id ?? null, limits.pauseS],
    );
    const { stored = 0, nudged = 0, lately = false } = rows[0] ?? {};
    if (stored >= limits.rowsADay) return { kind: 'too many' };
    const nudge = payment !== null && payment.finalAt === null && !lately && nudged < limits.nudgesADay;
    await tx.query('INSERT INTO hints (supplier, payment_id, body, nudged) VALUES ($1, $2, $3, $4)', [supplier, payment?.id ?? null, body, nudge]);
    return payment ? { kind: 'stored', payment, nudge } : { kind: 'unknown' };
  });
}
