import type { KnownDocument } from '../../domain/breaks';
import { requestOf } from '../../domain/ids';
import type { AttemptState } from '../../domain/lifecycle';
import type { Queryable } from '../database';

/** A document of ours as a line of a supplier's book meets it. */
export interface BookedDocument extends KnownDocument {
  readonly reference: string;
  readonly paymentRow: string;
  readonly currency: string;
}

interface Row extends Omit<BookedDocument, 'attempts' | 'payment'> {
  readonly attempts: readonly AttemptState[];
  readonly status: number;
  readonly finalAt: string | null;
}

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

/** The documents of those references at a supplier, by reference. */
export async function documentsByReference(
  database: Queryable,
  supplier: string,
  references: readonly string[],
): Promise<Map<string, BookedDocument>> {
  const { rows } = await database.query<Row>(
    `SELECT d.reference, d.number, d.state, d.supplier_payment_id AS "supplierPaymentId", d.booked_day AS "bookedDay", d.undone_at AS "undoneAt",
       d.account, d.invoice, d.amount, p.id AS "paymentRow", p.currency, p.status, p.final_at AS "finalAt",
       (SELECT coalesce(json_agg(json_build_object('number', a.number, 'state', a.state, 'outcome', a.outcome) ORDER BY a.number), '[]') FROM attempts a
        WHERE a.payment_id = d.payment_id AND a.document = d.number) AS attempts
     FROM documents d JOIN payments p ON p.id = d.payment_id WHERE d.reference = ANY ($1::text[]) AND p.supplier = $2`,
    [references, supplier],
  );
  return new Map(rows.map(({ status, finalAt, ...row }) => [row.reference, { ...row, payment: { status, final: finalAt !== null } }]));
}
