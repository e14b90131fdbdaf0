import type { LookTaken } from '../domain/evidence';
import type { Queryable } from './database';

export interface NewLook {
  readonly payment: string;
  readonly document: number;
  readonly attempt: number;
  /** The days and the reference asked for, in words. */
  readonly question: string;
  readonly said: LookTaken['said'];
  /** What it said, in words. */
  readonly detail: string;
  readonly witnesses: number;
  readonly afterMs: number;
  /** ISO instant at which the reading began, and the SHA-256 of each raw answer (64 hex digits) as they stand in `exchanges`. */
  readonly readAt: string;
  readonly answerHashes: readonly string[];
}

export async function recordLook(tx: Queryable, look: NewLook): Promise<void> {
  await tx.query(
    'INSERT INTO looks (payment_id, document, attempt, question, said, detail, witnesses, after_ms, read_at, answer_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    [
      look.payment,
      look.document,
      look.attempt,
      look.question,
      look.said,
      look.detail.slice(0, 1_000),
      look.witnesses,
      Math.max(0, Math.round(look.afterMs)),
      look.readAt,
      look.answerHashes,
    ],
  );
}

/**
 * Looks made about one attempt of a document, oldest first: the newest 200, and the first of each kind that forbids sending again
 * for good, however long ago it was.
 */
export async function looksAt(
  database: Queryable,
  paymentId: string,
  document: number,
  attempt: number,
): Promise<Array<LookTaken & { detail: string }>> {
  const { rows } = await database.query<{ said: LookTaken['said']; witnesses: number; after_ms: string; detail: string }>(
    `WITH made AS (SELECT id, said, witnesses, after_ms, detail FROM looks WHERE payment_id = $1 AND document = $2 AND attempt = $3)
     SELECT said, witnesses, after_ms, detail FROM made WHERE id IN (SELECT id FROM made ORDER BY id DESC LIMIT 200)
       OR id IN (SELECT min(id) FROM made WHERE said IN ('contradiction', 'found', 'answered') GROUP BY said) ORDER BY id`,
    [paymentId, document, attempt],
  );
  return rows.map(({ after_ms, ...row }) => ({ ...row, afterMs: Number.parseInt(after_ms, 10) }));
}
