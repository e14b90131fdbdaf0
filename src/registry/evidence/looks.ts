import type { LookTaken } from '../../domain/evidence';
import type { Queryable } from '../database';

export interface NewLook {
  readonly payment: string;
  readonly document: number;
  readonly attempt: number;
  /** The days and the reference asked for, in words. */
  readonly question: string;
  readonly said: LookTaken['said'];
  /** The supplier answered with a status that is not final. */
  readonly pending?: true;
  /** What it said, in words. */
  readonly detail: string;
  readonly witnesses: number;
  readonly afterMs: number;
  /** ISO instant at which the reading began, and the SHA-256 of each raw answer (64 hex digits) as they stand in `exchanges`. */
  readonly readAt: string;
  readonly answerHashes: readonly string[];
}

/** So many rows of a kind stand by themselves; a payment that waits for a month says the same thousands of times. */
const KEPT = 5;

/**
 * Writes a look down. What decides nothing (no book, a status that is not final) is counted in the row that said the same. What
 * `verdict` counts has a row each, until so many say it that one more changes nothing: of absences those after the settle delay.
 */
export async function recordLook(tx: Queryable, look: NewLook, settleDelayMs = Number.MAX_SAFE_INTEGER): Promise<void> {
  const afterMs = Math.max(0, Math.round(look.afterMs));
  const undecided = look.said === 'inconclusive' || look.pending === true;
  const countsFromMs = look.said === 'absent' ? settleDelayMs : 0;
  await tx.query(RECORD, [
    look.payment,
    look.document,
    look.attempt,
    look.question,
    look.said,
    look.detail.slice(0, 1_000),
    look.witnesses,
    afterMs,
    look.readAt,
    look.answerHashes,
    undecided,
    countsFromMs,
    KEPT,
  ]);
}

const RECORD = `
WITH alike AS (
  SELECT id, detail FROM looks WHERE payment_id = $1 AND document = $2 AND attempt = $3 AND said = $5 AND (witnesses > 0) = ($7::int > 0)
    AND after_ms >= $12::bigint AND $8::bigint >= $12::bigint
), same AS (
  SELECT id FROM alike WHERE $11::boolean AND detail = $6 OR (SELECT count(*) FROM alike) >= $13::int ORDER BY ($11::boolean AND detail = $6) DESC, id DESC LIMIT 1
), counted AS (
  UPDATE looks SET count = count + 1, last_at = now(), question = $4, detail = $6, witnesses = $7, after_ms = $8, read_at = $9, answer_hash = $10
  FROM same WHERE looks.id = same.id RETURNING looks.id
)
INSERT INTO looks (payment_id, document, attempt, question, said, detail, witnesses, after_ms, read_at, answer_hash)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 WHERE NOT EXISTS (SELECT 1 FROM counted)`;

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
