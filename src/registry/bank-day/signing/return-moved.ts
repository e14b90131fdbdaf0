import type { Day } from '../../../domain/day';
import { type Money, negate } from '../../../domain/money';
import type { Queryable } from '../../database';
import { correct } from '../../ledger/entries';
import type { Posting } from '../../ledger/postings';
import { linkEntry } from './carry-out';

interface Moved {
  readonly break: string;
  readonly payment: string | null;
  readonly currency: string;
  readonly day: Day;
  readonly postings: readonly Posting[];
}

/** What a signature moved for these breaks, and has not moved back yet. */
const MOVED = `
SELECT l.break_id AS break, e.payment_id AS payment, p.currency, coalesce(e.belongs_to, e.day) AS day,
  json_agg(json_build_object('account', p.account, 'amount', p.amount::text)) AS postings
FROM signature_entries l JOIN ledger_entries e ON e.id = l.entry_id JOIN ledger_postings p ON p.entry_id = e.id
WHERE l.signing_id = $1 AND l.break_id = ANY ($2::bigint[]) AND l.step = 'signed' AND NOT EXISTS (
  SELECT 1 FROM signature_entries r WHERE r.signing_id = l.signing_id AND r.break_id = l.break_id AND r.step = 'returned')
GROUP BY l.break_id, e.id, e.payment_id, p.currency ORDER BY l.break_id`;

/** The same entries the other way round, of the day they belonged to; claims are withdrawn. Call with the breaks, and their payments, locked. */
export async function returnMoved(tx: Queryable, { id }: { readonly id: string }, breaks: readonly string[], note: string): Promise<void> {
  const { rows } = await tx.query<Moved>(MOVED, [id, breaks]);
  for (const { break: broken, payment, currency, day, postings } of rows) {
    const back = postings.map(({ account, amount }) => ({ account, amount: negate(amount as Money) }));
    const entry = await correct(tx, { payment, currency, day, note: `break ${broken}, ${note}`.slice(0, 500), postings: back });
    if (entry) await linkEntry(tx, id, broken, entry, 'returned');
  }
  await tx.query(
    `UPDATE claims SET state = 'withdrawn', ended_at = now(), reason = $3 WHERE signing_id = $1 AND break_id = ANY ($2::bigint[]) AND state = 'open'`,
    [id, breaks, note.slice(0, 500)],
  );
}
