import type { Day } from '../../domain/day';
import { isZero, type Money, sum } from '../../domain/money';
import type { Queryable } from '../database';

export type EntryKind = 'top-up' | 'withdrawal' | 'hold' | 'release' | 'capture' | 'reversal' | 'correction';

export interface Entry {
  readonly kind: EntryKind;
  readonly payment?: string;
  /** Repairs of one payment are numbered; everything else happens once. */
  readonly number?: number;
  readonly day: Day;
  readonly currency: string;
  readonly note?: string;
}

export interface Posting {
  readonly account: string;
  /** Above zero: credit; below: debit. */
  readonly amount: Money;
}

/** What an entry really moves. Throws where the postings do not sum to zero. */
export function moving(postings: readonly Posting[]): Posting[] {
  if (!isZero(sum(postings.map((posting) => posting.amount)))) throw new RangeError('the postings of an entry do not sum to zero');
  return postings.filter((posting) => !isZero(posting.amount));
}

/** Writes one entry with all its postings in one statement; PostgreSQL refuses what does not sum to zero. */
export async function post(tx: Queryable, entry: Entry, postings: readonly Posting[]): Promise<void> {
  const sides = moving(postings);
  if (sides.length === 0) return;
  await tx.query(
    `WITH entry AS (INSERT INTO ledger_entries (kind, payment_id, number, day, note) VALUES ($1, $2, $3, $4, $5) RETURNING id)
     INSERT INTO ledger_postings (entry_id, account, currency, amount) SELECT entry.id, side.account, $6, side.amount FROM entry, unnest($7::text[], $8::numeric[]) AS side (account, amount)`,
    [
      entry.kind,
      entry.payment ?? null,
      entry.number ?? 1,
      entry.day,
      entry.note ?? null,
      entry.currency,
      sides.map((posting) => posting.account),
      sides.map((posting) => posting.amount),
    ],
  );
}
