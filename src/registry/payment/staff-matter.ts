import { SUCCESS } from '../../domain/status';
import type { Queryable } from '../database';

/**
 * What waited for staff has its answer: the mark goes, and `why` stands in the payment's history. It stays where more waits for them: the
 * supplier keeps a booking of a payment that did not succeed, or has taken back or refused a part of one that did.
 */
export async function answerMatter(tx: Queryable, paymentId: string, why: string): Promise<void> {
  await tx.query(
    `WITH waits AS (
       SELECT EXISTS (
         SELECT 1 FROM documents d WHERE d.payment_id = p.id AND CASE
           WHEN p.status = $2 THEN d.state IN ('rolled back', 'refused')
           ELSE p.final_at IS NOT NULL AND d.state = 'taken' AND d.written_off_at IS NULL END
       ) AS still FROM payments p WHERE p.id = $1
     ), answered AS (
       UPDATE payments SET needs_staff = CASE WHEN waits.still THEN needs_staff END FROM waits WHERE id = $1 RETURNING id, status
     ) INSERT INTO payment_events (payment_id, status, why) SELECT id, status, $3 FROM answered`,
    [paymentId, SUCCESS, why],
  );
}
