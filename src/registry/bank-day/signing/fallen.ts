import type { Outcome } from '../../../domain/bank-day/outcomes';
import { refusal } from '../../../domain/bank-day/refusals';
import { canBeTakenBack } from '../../../domain/bank-day/signing';
import type { Database, Queryable } from '../../database';
import type { Fetch } from '../staging/fetches';
import { returnMoved } from './return-moved';
import { lockSignables, type OfDay } from './signable';
import { endSignatures } from './signings';

interface Fallen {
  readonly signing: string;
  readonly break: string;
  readonly outcome: Outcome;
}

/**
 * A signature falls when either side has changed: its break is open again, shows other facts, or is gone. What it moved moves back; what an
 * agent was told stays. How many fell.
 */
async function drop(tx: Queryable, fallen: readonly Fallen[]): Promise<number> {
  for (const { signing, break: broken, outcome } of fallen) {
    if (canBeTakenBack(outcome)) await returnMoved(tx, { id: signing }, [broken], `signing ${signing} has fallen: the facts have changed`);
    await endSignatures(tx, signing, [broken], 'fallen', null, refusal('factsChanged', { id: broken, signing }));
  }
  return fallen.length;
}

const SIGNED = `SELECT s.signing_id AS signing, s.break_id AS break, g.outcome FROM signatures s JOIN signings g ON g.id = s.signing_id JOIN breaks b ON b.id = s.break_id
  WHERE b.supplier = $1 AND b.day = $2`;
const REOPENED = `${SIGNED} AND (s.state = 'stands' AND b.closed_at IS NULL OR s.state = 'waits' AND (b.closed_at IS NOT NULL OR s.hash <> break_hash(b)))
  ORDER BY s.break_id`;

/** Of breaks that a later reading opened again, or changed before the second person agreed. */
export async function dropReopened(tx: Queryable, of: OfDay): Promise<number> {
  const { rows } = await tx.query<Fallen>(REOPENED, [of.supplier, of.day]);
  if (rows.length === 0) return 0;
  await lockSignables(tx, of, { breaks: rows.map((row) => row.break) });
  return drop(tx, (await tx.query<Fallen>(REOPENED, [of.supplier, of.day])).rows);
}

/** Outcomes that leave both sides as they are: signed so, a break is found again by each comparison. */
const LEAVING = `('claim', 'loss', 'gain', 'suspense', 'accept', 'other channel', 'list is wrong', 'sum')`;
const GONE = `${SIGNED} AND s.state = 'stands' AND b.closed_as = 'signed' AND g.outcome IN ${LEAVING} AND b.kind NOT IN ('orders', 'totals', 'deposit')
  AND b.fetch_id IS DISTINCT FROM $3::bigint AND b.found_at < $4 AND s.break_id NOT IN (SELECT break_id FROM claims WHERE state NOT IN ('open', 'withdrawn'))
  ORDER BY s.break_id`;

/** After a complete comparison: what it found with other facts, and, where it judged every nominee, what it no longer found. */
export function dropFallen(database: Database, fetch: Fetch, complete: boolean): Promise<number> {
  return database.transaction(async (tx) => {
    const reopened = await dropReopened(tx, fetch);
    if (!complete) return reopened;
    const values = [fetch.supplier, fetch.day, fetch.id, fetch.startedAt];
    const { rows } = await tx.query<Fallen>(GONE, values);
    const breaks = rows.map((row) => row.break);
    if (breaks.length === 0) return reopened;
    await lockSignables(tx, fetch, { breaks });
    await drop(tx, rows);
    await tx.query(
      `UPDATE breaks SET closed_at = now(), closed_as = 'gone', closed_by = $2::bigint, how = 'no longer found by comparison ' || $2::bigint WHERE id = ANY ($1::bigint[])`,
      [breaks, fetch.id],
    );
    return reopened + breaks.length;
  });
}
