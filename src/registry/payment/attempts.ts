import type { AttemptOutcome } from '../../domain/lifecycle';
import type { Queryable } from '../database';
import { LastStatement } from '../last-statement';

/** The claim that makes `pay` happen at most once. Call under the payment's lock, except `startSending`. */

/**
 * Inserts attempt `n` for the documents and, in the same transaction, closes nothing that could still be sent: the last
 * attempt of each must be closed as `not sent` or `absent`. False when any row exists or may not follow, or while the supplier's book
 * holds a booking of the payment that nobody explains; then send nothing.
 */
export const claim = (paymentId: string, documents: readonly number[], attempt: number, sendBefore: Date): LastStatement<boolean> =>
  new LastStatement(
    `INSERT INTO attempts (payment_id, document, number, send_before)
     SELECT payment_id, number, $3, $4 FROM documents WHERE payment_id = $1 AND number = ANY ($2::int[]) AND state = 'planned' AND content IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.payment_id = $1 AND a.document = ANY ($2::int[])
         AND (a.number >= $3 OR a.state <> 'closed' OR a.outcome NOT IN ('not sent', 'absent')))
       AND NOT EXISTS (SELECT 1 FROM breaks b WHERE b.payment_id = $1 AND b.closed_at IS NULL)`,
    [paymentId, documents, attempt, sendBefore],
    ({ rowCount }) => rowCount === documents.length,
  );

/** `claimed → sending`, directly before the first byte, for all documents of the call or none. */
export async function startSending(database: Queryable, paymentId: string, documents: readonly number[], attempt: number): Promise<boolean> {
  const { rowCount } = await database.query(
    `WITH claimed AS (
       SELECT document FROM attempts WHERE payment_id = $1 AND document = ANY ($2::int[]) AND number = $3 AND state = 'claimed' AND now() < send_before FOR UPDATE
     ), whole AS (SELECT count(*) = cardinality($2::int[]) AS all FROM claimed)
     UPDATE attempts SET state = 'sending', sent_at = now() FROM whole
     WHERE whole.all AND payment_id = $1 AND document = ANY ($2::int[]) AND number = $3`,
    [paymentId, documents, attempt],
  );
  return rowCount === documents.length;
}

/**
 * Closes an attempt with its outcome. A clear word of the supplier (accepted, refused, pending, or evidence of absence)
 * also overwrites an earlier close; `not sent` and `unknown` never do. Why it was unknown at first stays in the reason.
 */
export async function closeAttempt(
  tx: Queryable,
  paymentId: string,
  document: number,
  attempt: number,
  outcome: AttemptOutcome,
  reason: string | null,
): Promise<void> {
  await tx.query(
    `UPDATE attempts SET state = 'closed', outcome = $4, closed_at = coalesce(closed_at, now()),
       reason = CASE WHEN outcome = 'unknown' AND reason IS NOT NULL THEN left(concat_ws('; ', $5::text, 'at first unknown: ' || reason), 500) ELSE $5 END
     WHERE payment_id = $1 AND document = $2 AND number = $3 AND (state <> 'closed' OR $4 NOT IN ('not sent', 'unknown'))`,
    [paymentId, document, attempt, outcome, reason?.slice(0, 500) ?? null],
  );
}

/** What is only claimed can never be sent after this: its UPDATE to `sending` finds no row. */
export async function closeClaimed(tx: Queryable, paymentId: string): Promise<number> {
  const { rowCount } = await tx.query(
    `UPDATE attempts SET state = 'closed', outcome = 'not sent', reason = 'closed before it was sent', closed_at = now() WHERE payment_id = $1 AND state = 'claimed'`,
    [paymentId],
  );
  return rowCount ?? 0;
}

/** Sent, and no outcome was written while it could be: why staff see no answer. It may have left until its `send_before`. */
export async function closeLost(tx: Queryable, paymentId: string, answeredMs: number): Promise<void> {
  await tx.query(
    `UPDATE attempts SET state = 'closed', outcome = 'unknown', closed_at = send_before,
       reason = 'what became of it was not written in time: its worker was lost, or the registry was away'
     WHERE payment_id = $1 AND state = 'sending' AND send_before + $2 * interval '1 millisecond' < now()`,
    [paymentId, answeredMs],
  );
}

/** Attempt 0: what an earlier life of the registry may have sent before `mayHaveLeftBy` (ISO instant). */
export async function doubtEarlierLife(tx: Queryable, paymentId: string, mayHaveLeftBy: string): Promise<void> {
  await tx.query(
    `INSERT INTO attempts (payment_id, document, number, state, send_before, sent_at, closed_at, outcome, reason)
     SELECT payment_id, number, 0, 'closed', $2, $2, $2, 'unknown', 'started late or by the sweeper: an earlier life may have sent it'
     FROM documents d WHERE payment_id = $1 AND state = 'planned' AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.payment_id = d.payment_id AND a.document = d.number)`,
    [paymentId, mayHaveLeftBy],
  );
}

/** Attempt `n` that the registry has lost: it was sent from `since` on (ISO instant), and what became of it only evidence can tell. */
export async function restoreAttempt(tx: Queryable, paymentId: string, document: number, attempt: number, since: string, why: string): Promise<void> {
  await tx.query(
    `INSERT INTO attempts (payment_id, document, number, state, send_before, claimed_at, sent_at, closed_at, outcome, reason)
     VALUES ($1, $2, $3, 'closed', $4, $4, $4, now(), 'unknown', $5)`,
    [paymentId, document, attempt, since, why.slice(0, 500)],
  );
}

/**
 * The registry woke at `wokeAt` (ISO instant) and may be an older copy of itself: what was claimed, or held for not sent, before that
 * may have been sent in the life that is lost. It counts as sent by then, and evidence comes before anything else. Call under the
 * payment's lock.
 */
export async function doubtLostLife(tx: Queryable, paymentId: string, wokeAt: string): Promise<void> {
  await tx.query(
    `UPDATE attempts a SET state = 'closed', outcome = 'unknown', closed_at = $2,
       reason = left(concat_ws('; ', 'the registry woke as what may be an older copy: a life that is lost may have sent it', a.reason), 500)
     FROM documents d WHERE a.payment_id = $1 AND d.payment_id = a.payment_id AND d.number = a.document AND d.state = 'planned'
       AND a.number = (SELECT max(l.number) FROM attempts l WHERE l.payment_id = a.payment_id AND l.document = a.document)
       AND (a.state = 'claimed' AND a.claimed_at < $2 OR a.state = 'closed' AND a.outcome IN ('not sent', 'absent') AND a.closed_at < $2)`,
    [paymentId, wokeAt],
  );
}

/** A document held for not sent is in doubt again: evidence comes before any further attempt. Call under the payment's lock. */
export async function doubtAbsence(tx: Queryable, paymentId: string, document: number, why: string): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE attempts SET outcome = 'unknown', reason = $3 WHERE payment_id = $1 AND document = $2 AND state = 'closed' AND outcome IN ('absent', 'not sent')
       AND number = (SELECT max(number) FROM attempts WHERE payment_id = $1 AND document = $2)`,
    [paymentId, document, why.slice(0, 500)],
  );
  if (rowCount === 0) await doubtEarlierLife(tx, paymentId, new Date().toISOString());
}

/** Taken once, and its supplier does not find it now: only evidence can tell. Call under the payment's lock. */
export async function doubtTaken(tx: Queryable, paymentId: string, document: number, attempt: number): Promise<void> {
  await tx.query(
    `UPDATE attempts SET outcome = 'unknown', reason = 'taken, but its status is not found' WHERE payment_id = $1 AND document = $2 AND number = $3`,
    [paymentId, document, attempt],
  );
}
