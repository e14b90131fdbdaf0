import { ASKING, TAKEN } from '../../domain/status';
import type { Queryable } from '../database';

/** How long a count is good enough for stretching pauses. */
const GOOD_FOR_MS = 5_000;
const counts = new Map<string, { at: number; count: Promise<number> }>();

/** Payments of a supplier that wait for their final status; counted at most once in five seconds per process. */
export function waitingAt(database: Queryable, supplier: string): Promise<number> {
  const last = counts.get(supplier);
  if (last && Date.now() - last.at < GOOD_FOR_MS) return last.count;
  const count = database
    .query<{ count: string }>('SELECT count(*) FROM payments WHERE final_at IS NULL AND supplier = $1 AND status IN ($2, $3)', [
      supplier,
      TAKEN,
      ASKING,
    ])
    .then(({ rows }) => Number.parseInt(rows[0]?.count ?? '0', 10));
  counts.set(supplier, { at: Date.now(), count });
  count.catch(() => counts.delete(supplier));
  return count;
}
