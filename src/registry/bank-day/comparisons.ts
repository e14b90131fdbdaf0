import type { Side } from '../../domain/bank-day/tally';
import type { Queryable } from '../database';
import type { ComparedDay } from './compare-day';
import type { Fetch } from './staging/fetches';

/** Nothing of it was judged: it is not a day of ours as it looks, and staff say what it is. */
export async function writeUnlike(database: Queryable, { id, supplier, day, count, sum }: Fetch, ours: Side, nominees: number): Promise<void> {
  await database.query(
    `INSERT INTO book_comparisons (fetch_id, supplier, day, unlike, theirs_count, theirs_sum, ours_count, ours_sum, nominees)
     VALUES ($1, $2, $3, true, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
    [id, supplier, day, count, sum, ours.count, ours.sum, nominees],
  );
}

/** The same reading compared again is one comparison: the newer one. */
export async function writeComparison(database: Queryable, { id, supplier, day }: Fetch, compared: ComparedDay): Promise<void> {
  const { theirs, ours, standing, effects, unexplained } = compared.tally;
  await database.query(
    `INSERT INTO book_comparisons (fetch_id, supplier, day, unlike, theirs_count, theirs_sum, ours_count, ours_sum, nominees, pairs, explained_theirs,
       explained_ours, broken_theirs, broken_ours, undecided, other_channel_count, other_channel_sum, two_zones, open_count, open_sum, effects, unexplained)
     VALUES ($1, $2, $3, false, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
     ON CONFLICT (fetch_id) DO UPDATE SET (compared_at, unlike, theirs_count, theirs_sum, ours_count, ours_sum, nominees, pairs, explained_theirs, explained_ours,
       broken_theirs, broken_ours, undecided, other_channel_count, other_channel_sum, two_zones, open_count, open_sum, effects, unexplained)
       = ROW (now(), excluded.unlike, excluded.theirs_count, excluded.theirs_sum, excluded.ours_count, excluded.ours_sum, excluded.nominees, excluded.pairs,
         excluded.explained_theirs, excluded.explained_ours, excluded.broken_theirs, excluded.broken_ours, excluded.undecided, excluded.other_channel_count,
         excluded.other_channel_sum, excluded.two_zones, excluded.open_count, excluded.open_sum, excluded.effects, excluded.unexplained)`,
    [
      id,
      supplier,
      day,
      theirs.count,
      theirs.sum,
      ours.count,
      ours.sum,
      compared.nominees,
      compared.pairs,
      standing.explained.theirs,
      standing.explained.ours,
      standing.break.theirs,
      standing.break.ours,
      standing.undecided.theirs + standing.undecided.ours,
      compared.otherChannel.count,
      compared.otherChannel.sum,
      compared.twoZones,
      compared.open.count,
      compared.open.sum,
      effects,
      unexplained,
    ],
  );
}

/** Open payments whose own workflows settle what a comparison left undecided, at most `limit`. */
export async function undecidedPayments(
  database: Queryable,
  fetch: string,
  limit: number,
): Promise<Array<{ readonly agent: string; readonly transaction: string }>> {
  const { rows } = await database.query<{ agent: string; transaction: string }>(
    `SELECT DISTINCT p.agent_id AS agent, p.transaction_id AS transaction FROM book_claims c JOIN payments p ON p.id = c.about
     WHERE c.fetch_id = $1 AND c.is_as = 'undecided' AND p.final_at IS NULL ORDER BY 1, 2 LIMIT $2`,
    [fetch, limit],
  );
  return rows;
}
