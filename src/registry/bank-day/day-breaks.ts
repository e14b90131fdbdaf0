import { OFFERS } from '../../contracts/supply';
import { isPair } from '../../domain/bank-day/compare';
import { evidenceText } from '../../domain/bank-day/evidence-text';
import { effectOf } from '../../domain/bank-day/tally';
import type { Break, Line } from '../../domain/bank-day/verdict';
import { endOf } from '../../zone';
import type { Queryable } from '../database';
import type { DayDocument, Surroundings } from './our-documents';
import type { Fetch } from './staging/fetches';

/** A break of a compared day: its line, its document of ours, or the hash of a raw row. */
export interface FoundBreak {
  readonly broken: Break;
  readonly line: Line | null;
  readonly document: DayDocument | null;
  /** The payment's row that it is about, also where no document of it is known. */
  readonly payment: string | null;
  readonly rowHash: Buffer | null;
  readonly raw: string | null;
}

/**
 * Notes a break by its lines. One that was closed because it was gone, or rolled back, opens again where a book read later shows it; one
 * that was signed, where its facts have become others; one that was written off, only where the supplier's sum has. Its number.
 */
export async function noteBreak(tx: Queryable, fetch: Fetch, around: Surroundings, found: FoundBreak): Promise<string> {
  const { broken, line, document } = found;
  const own = document && (line === null || broken.pair || isPair({ line, document, verdict: broken })) ? document : null;
  const day = line?.day ?? document?.day ?? fetch.day;
  const rollback = line !== null && !line.moved && OFFERS[around.supplier].rollback;
  const { rows } = await tx.query<{ id: string }>(NOTE, [
    broken.kind,
    around.supplier,
    line?.paymentId ?? null,
    line?.reference ?? document?.reference ?? '',
    day,
    around.zone,
    rollback ? endOf(around.zone, day) : null,
    found.payment,
    document?.number ?? null,
    line?.amount ?? own?.amount ?? null,
    document?.currency ?? null,
    (found.raw ?? evidenceText(broken.differences)).slice(0, 500),
    fetch.startedAt,
    broken.also,
    broken.flags,
    line?.amount ?? null,
    own?.amount ?? null,
    effectOf({ line, document, verdict: broken }),
    JSON.stringify(broken.differences),
    broken.proposal?.rank ?? null,
    broken.proposal?.of ?? null,
    found.rowHash,
    fetch.id,
    line?.account ?? document?.account ?? null,
    line?.item ?? document?.item ?? null,
  ]);
  const [noted] = rows;
  if (!noted) throw new Error('a break was not noted');
  return noted.id;
}

/** The facts that lines and documents are compared by; what else stands in the evidence changes with a payment's life. */
const COMPARED = (of: string) =>
  `jsonb_path_query_array(${of}.facts, '$[*] ? (@.fact == "account" || @.fact == "invoice" || @.fact == "service" || @.fact == "amount" || @.fact == "day" || @.fact == "reference" || @.fact == "PaymentId")')`;
const OPENS = `(b.closed_as = 'gone'
  OR b.closed_as = 'rolled back' AND b.closed_at < $13::timestamptz
  OR b.closed_as = 'written off' AND b.theirs IS DISTINCT FROM excluded.theirs
  OR b.closed_as IN ('noted', 'signed') AND ((b.kind, b.theirs, b.ours) IS DISTINCT FROM (excluded.kind, excluded.theirs, excluded.ours)
    OR b.facts <> '[]' AND ${COMPARED('b')} IS DISTINCT FROM ${COMPARED('excluded')}))`;
const NOTE = `
INSERT INTO breaks AS b (kind, supplier, booking, reference, day, zone, rollback_until, payment_id, document, amount, currency, evidence, also, flags, theirs, ours,
  effect, facts, proposal_rank, proposal_of, row_hash, fetch_id, account, item)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
ON CONFLICT ON CONSTRAINT breaks_lines DO UPDATE SET kind = excluded.kind, also = excluded.also, flags = excluded.flags, theirs = excluded.theirs,
  ours = excluded.ours, effect = excluded.effect, facts = excluded.facts, evidence = excluded.evidence, amount = excluded.amount, day = excluded.day,
  reference = excluded.reference, rollback_until = excluded.rollback_until, proposal_rank = excluded.proposal_rank, proposal_of = excluded.proposal_of,
  fetch_id = excluded.fetch_id, account = excluded.account, item = excluded.item,
  closed_at = CASE WHEN ${OPENS} THEN NULL ELSE b.closed_at END, closed_as = CASE WHEN ${OPENS} THEN NULL ELSE b.closed_as END,
  how = CASE WHEN ${OPENS} THEN NULL ELSE b.how END, closed_by = CASE WHEN ${OPENS} THEN NULL ELSE b.closed_by END
RETURNING b.id`;

/** What this complete comparison of the day no longer finds closes itself and names it; how many. Kinds that no list shows stay. */
export async function closeGone(database: Queryable, fetch: Fetch): Promise<number> {
  const { rowCount } = await database.query(
    `UPDATE breaks SET closed_at = now(), closed_as = 'gone', closed_by = $3, how = 'no longer found by comparison ' || $3
     WHERE supplier = $1 AND day = $2 AND closed_at IS NULL AND kind NOT IN ('orders', 'totals', 'deposit') AND fetch_id IS DISTINCT FROM $3::bigint
       AND found_at < $4`,
    [fetch.supplier, fetch.day, fetch.id, fetch.startedAt],
  );
  return rowCount ?? 0;
}
