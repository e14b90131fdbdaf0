import type { LookTaken } from '../domain/evidence';
import type { Queryable } from './database';

export interface NewLook {
  readonly payment: string;
  readonly document: number;
  readonly attempt: number;
  /** The days and the reference asked for, in words. */
  readonly question: string;
  readonly said: LookTaken['said'];
  /** What it said, in words, with the hash of the raw answer where there is one. */
  readonly detail: string;
  readonly witnesses: number;
  readonly afterMs: number;
}

export async function recordLook(tx: Queryable, look: NewLook): Promise<void> {
  await tx.query(
    'INSERT INTO looks (payment_id, document, attempt, question, said, detail, witnesses, after_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [
      look.payment,
      look.document,
      look.attempt,
      look.question,
      look.said,
      look.detail.slice(0, 1_000),
      look.witnesses,
      Math.max(0, Math.round(look.afterMs)),
    ],
  );
}

/** Looks made about one attempt of a document, oldest first; the newest 200 are enough for any verdict. */
export async function looksAt(database: Queryable, paymentId: string, document: number, attempt: number): Promise<LookTaken[]> {
  const { rows } = await database.query<{ said: LookTaken['said']; witnesses: number; after_ms: string }>(
    `SELECT said, witnesses, after_ms FROM (SELECT * FROM looks WHERE payment_id = $1 AND document = $2 AND attempt = $3 ORDER BY id DESC LIMIT 200) newest ORDER BY id`,
    [paymentId, document, attempt],
  );
  return rows.map((row) => ({ said: row.said, witnesses: row.witnesses, afterMs: Number.parseInt(row.after_ms, 10) }));
}
