import type { Day } from '../../domain/day';
import type { Money } from '../../domain/money';
import type { Queryable } from '../database';

/** A closed day of an account whose balance is not that of the day before and what its postings moved. */
export interface ClosingFault {
  readonly day: Day;
  readonly account: string;
  readonly currency: string;
  /** What was kept; null where nothing was. */
  readonly closing: Money | null;
  readonly postings: Money;
}

export interface LedgerProof {
  /** Every posting that was ever made and summed. */
  readonly postings: string;
  readonly faults: readonly ClosingFault[];
}

/** closings(D) = closings(D-1) + postings(D) for every account and day, without a day left out; by induction, all there ever was. */
const FAULTS = `
WITH posted AS (
  SELECT day, account, currency, sum(amount) AS amount, count(*) AS postings FROM ledger_postings
  WHERE day <= (SELECT closings_through FROM ledger_calendar) GROUP BY day, account, currency
), told AS (
  SELECT day, account, currency, c.balance, c.credited - c.debited AS moved, c.postings, c.day IS NULL AS lacking,
    coalesce(p.amount, 0) AS amount, coalesce(p.postings, 0) AS made,
    coalesce(lag(c.balance) OVER days, 0) AS before, coalesce(lag(c.postings) OVER days, 0) AS ever,
    day - lag(day) OVER days AS gap,
    lead(day) OVER days IS NULL AND day <> (SELECT closings_through FROM ledger_calendar) AS broken_off
  FROM ledger_closings c FULL JOIN posted p USING (day, account, currency)
  WINDOW days AS (PARTITION BY account, currency ORDER BY day)
)
SELECT day, account, currency, balance AS closing, before + amount AS postings FROM told
WHERE lacking OR broken_off OR gap <> 1 OR balance <> before + amount OR moved <> amount OR postings <> ever + made
ORDER BY day, account, currency LIMIT 1000`;

/** Sums every posting that was ever made and holds the closings against it: what trial balance, statement and doctor otherwise believe. */
export async function proveClosings(tx: Queryable): Promise<LedgerProof> {
  const counted = await tx.query<{ postings: string }>('SELECT count(*) AS postings FROM ledger_postings');
  const { rows } = await tx.query<ClosingFault>(FAULTS);
  return { postings: counted.rows[0]?.postings ?? '0', faults: rows };
}
