import type { Day } from '../../domain/day';
import { isZero, type Money, sum } from '../../domain/money';
import type { Queryable } from '../database';

export type EntryKind = 'top-up' | 'withdrawal' | 'hold' | 'release' | 'capture' | 'reversal' | 'correction' | 'deposit' | 'rounding';

export interface Entry {
  readonly kind: EntryKind;
  readonly payment?: string;
  /** Repairs of one payment are numbered; everything else happens once. */
  readonly number?: number;
  /** The ledger's day it is made for; where that is closed it stands on the first open one, and belongs to this. */
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

/**
 * The columns `day, belongs_to` of an entry made for the day `of`, over a row `c` of ledger_calendar: whether the day is open is
 * read by the statement that posts. Where it closes in between, PostgreSQL refuses the postings (TL003), and asked again they find the next.
 */
export const onOpenDay = (of: string): string => `greatest(${of}, c.closed_through + 1), CASE WHEN ${of} <= c.closed_through THEN ${of} END`;

const POST = `
WITH entry AS (
  INSERT INTO ledger_entries (kind, payment_id, number, day, belongs_to, note)
  SELECT $1, $2::bigint, $3::integer, ${onOpenDay('$4::date')}, $5 FROM ledger_calendar c RETURNING id, day
), posting AS (
  INSERT INTO ledger_postings (entry_id, day, account, currency, amount)
  SELECT entry.id, entry.day, side.account, $6, side.amount FROM entry, unnest($7::text[], $8::numeric[]) AS side (account, amount)
)
SELECT id FROM entry`;

/**
 * Writes one entry with all its postings in one statement; PostgreSQL refuses what does not sum to zero. Answers its number; null where nothing
 * moves, and then there is none.
 */
export async function post(tx: Queryable, entry: Entry, postings: readonly Posting[]): Promise<string | null> {
  const sides = moving(postings);
  if (sides.length === 0) return null;
  const { rows } = await tx.query<{ id: string }>(POST, [
    entry.kind,
    entry.payment ?? null,
    entry.number ?? 1,
    entry.day,
    entry.note ?? null,
    entry.currency,
    sides.map((posting) => posting.account),
    sides.map((posting) => posting.amount),
  ]);
  if (!rows[0]) throw new Error('an entry was not written');
  return rows[0].id;
}
