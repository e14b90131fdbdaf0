import { requestOf } from '../../domain/ids';
import type { Queryable } from '../database';

/** The payment whose RequestID stands in a reference of our shape (prefix, 15 digits, number of the document); null where there is none. */
export async function paymentOfReference(database: Queryable, supplier: string, reference: string): Promise<{ finalAt: string | null } | null> {
  const request = requestOf(reference);
  if (!request) return null;
  const { rows } = await database.query<{ finalAt: string | null }>(
    'SELECT final_at AS "finalAt" FROM payments WHERE request_id = $1 AND supplier = $2',
    [request, supplier],
  );
  return rows[0] ?? null;
}
