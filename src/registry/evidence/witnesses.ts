import type { Day } from '../../domain/day';
import type { Claim, KnownBooking } from '../../domain/evidence';
import type { Queryable } from '../database';

/**
 * Bookings at a supplier that the registry knows on those days: the witnesses of a look, at most `limit` of a day. What may have been
 * taken back by a rollback whose answer is missing is none: it may be gone from the book.
 */
export async function knownBookings(database: Queryable, supplier: string, days: readonly Day[], limit: number): Promise<KnownBooking[]> {
  const { rows } = await database.query<KnownBooking>(
    `SELECT known.id AS "paymentId", asked.day FROM unnest($2::date[]) AS asked (day) CROSS JOIN LATERAL (
       SELECT d.supplier_payment_id AS id FROM documents d JOIN payments p ON p.id = d.payment_id
       WHERE d.state = 'taken' AND d.booked_day = asked.day AND d.supplier_payment_id IS NOT NULL AND p.supplier = $1
         AND NOT EXISTS (SELECT 1 FROM documents s WHERE s.payment_id = d.payment_id AND s.state IN ('refused', 'rolled back'))
         AND NOT EXISTS (SELECT 1 FROM decisions c WHERE c.payment_id = d.payment_id AND c.kind IN ('reverse', 'roll back')
           AND (c.done_at IS NULL OR c.outcome = 'unclear'))
       ORDER BY d.payment_id DESC LIMIT $3
     ) known`,
    [supplier, days, limit],
  );
  return rows;
}

/** Of one account more payments than this are not expected; a line of one that is not named here only makes a look inconclusive. */
const CLAIMS = 1_000;

/**
 * Documents of other payments of the same account, newest first: lines of theirs are not the sought one's. By account and not by invoice,
 * which a document does not have that stands to be looked for only.
 */
export async function claimsBeside(database: Queryable, supplier: string, paymentId: string, account: string): Promise<Claim[]> {
  const { rows } = await database.query<Claim>(
    `SELECT d.reference, d.supplier_payment_id AS "paymentId" FROM documents d JOIN payments p ON p.id = d.payment_id
     WHERE p.account = $3 AND p.supplier = $1 AND p.id <> $2 ORDER BY d.payment_id DESC LIMIT $4`,
    [supplier, paymentId, account, CLAIMS],
  );
  return rows;
}
