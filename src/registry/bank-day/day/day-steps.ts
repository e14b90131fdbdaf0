import type { DayOutcome } from '../../../domain/bank-day/course';
import type { Money } from '../../../domain/money';
import { printJson } from '../../../wire/json';
import type { Queryable } from '../../database';
import type { BankDay, DayFigures } from './days';

/** What the activities of a day write; each under the row's lock. */
type Row = Pick<BankDay, 'supplier' | 'day'>;

/** Its last moment has passed, and what was sent in it had its time. */
export async function markEnded(tx: Queryable, { supplier, day }: Row): Promise<void> {
  await tx.query(
    `UPDATE bank_days SET state = 'ended', state_since = now(), waits_for = NULL, waits_until = NULL WHERE supplier = $1 AND day = $2 AND state = 'open'`,
    [supplier, day],
  );
}

/** What it waits for now. */
export async function noteWait(tx: Queryable, { supplier, day }: Row, waitsFor: string, until: string | null, needsStaff: boolean): Promise<void> {
  await tx.query(
    `UPDATE bank_days SET waits_for = $3, waits_until = $4, needs_staff = $5 WHERE supplier = $1 AND day = $2
       AND (waits_for, waits_until, needs_staff) IS DISTINCT FROM ($3, $4::timestamptz, $5::boolean)`,
    [supplier, day, waitsFor, until, needsStaff],
  );
}

export interface CompleteReading {
  readonly reading: string;
  /** ISO instant at which it began, by the registry's clock. */
  readonly began: string;
  readonly count: string;
  readonly sum: Money;
  readonly hash: string | null;
}

/** A newer reading: what was compared before counts no more. States never go back: what waits for signatures does while it is compared anew. */
export async function storeReading(tx: Queryable, { supplier, day }: Row, read: CompleteReading): Promise<void> {
  await tx.query(
    `UPDATE bank_days SET state = CASE WHEN state = 'to sign' THEN state ELSE 'comparing' END,
       state_since = CASE WHEN state IN ('comparing', 'to sign') THEN state_since ELSE now() END, waits_for = NULL, waits_until = NULL, needs_staff = false,
       reading = $3, read_at = $4, read_end = now(), theirs_count = $5, theirs_sum = $6, theirs_hash = $7, failed_reads = 0, read_error = NULL,
       compared_at = NULL, ours_count = NULL, ours_sum = NULL, nominated = NULL, pairs = NULL, explained = NULL, open_count = NULL, open_sum = NULL,
       unexplained = NULL
     WHERE supplier = $1 AND day = $2 AND state IN ('open', 'ended', 'comparing', 'unlike', 'to sign')`,
    [supplier, day, read.reading, read.began, read.count, read.sum, read.hash],
  );
}

/** The supplier could not be read: again after `againMs`. How often that was so in a row. */
export async function storeFailedReading(tx: Queryable, { supplier, day }: Row, why: string, againMs: number, needsStaff: boolean): Promise<void> {
  await tx.query(
    `UPDATE bank_days SET failed_reads = failed_reads + 1, read_error = $3, waits_for = 'supplier', waits_until = now() + $4::bigint * interval '1 millisecond',
       needs_staff = $5 WHERE supplier = $1 AND day = $2`,
    [supplier, day, why.slice(0, 500), againMs, needsStaff],
  );
}

/** What was read is gone: it is read anew. */
export async function dropReading(tx: Queryable, { supplier, day }: Row): Promise<void> {
  await tx.query(
    `UPDATE bank_days SET reading = NULL, read_at = NULL, read_end = NULL, theirs_count = NULL, theirs_sum = NULL, theirs_hash = NULL WHERE supplier = $1 AND day = $2`,
    [supplier, day],
  );
}

export interface Waits {
  /** ISO instant; null: until it is told. */
  readonly until: string | null;
  readonly needsStaff: boolean;
}

export async function storeComparison(tx: Queryable, { supplier, day }: Row, figures: DayFigures, outcome: DayOutcome, waits: Waits): Promise<void> {
  await tx.query(
    `UPDATE bank_days SET state = CASE WHEN state = 'to sign' AND $3 = 'comparing' THEN state ELSE $3 END,
       state_since = CASE WHEN state = $3 OR state = 'to sign' AND $3 = 'comparing' THEN state_since ELSE now() END, waits_for = $4, waits_until = $5, needs_staff = $6,
       compared_at = now(), ours_count = $7, ours_sum = $8, nominated = $9, pairs = $10, explained = $11, open_count = $12, open_sum = $13, unexplained = $14
     WHERE supplier = $1 AND day = $2 AND state IN ('comparing', 'to sign')`,
    [supplier, day, outcome.state, outcome.waitsFor, waits.until, waits.needsStaff, ...oursOf(figures)],
  );
}

const oursOf = ({ ours, nominated, pairs, explained, open, unexplained }: DayFigures): readonly string[] => [
  ours.count,
  ours.sum,
  nominated,
  pairs,
  explained,
  open.count,
  open.sum,
  unexplained,
];

/** So unlike ours that no break was written: staff say why. */
export async function storeUnlike(tx: Queryable, { supplier, day }: Row, nominated: string): Promise<void> {
  await tx.query(
    `UPDATE bank_days SET state = 'unlike', state_since = now(), waits_for = 'staff', waits_until = NULL, needs_staff = true, nominated = $3
     WHERE supplier = $1 AND day = $2 AND state IN ('comparing', 'to sign')`,
    [supplier, day, nominated],
  );
}

/** One more round of telling payments to look; after `forMs` the book is read again. */
export async function countRepair(tx: Queryable, { supplier, day }: Row, forMs: number): Promise<void> {
  await tx.query(
    `UPDATE bank_days SET repairs = repairs + 1, waits_until = now() + $3::bigint * interval '1 millisecond'
     WHERE supplier = $1 AND day = $2 AND waits_for = 'repairs' AND waits_until IS NULL`,
    [supplier, day, forMs],
  );
}

export async function storeTrial(tx: Queryable, { supplier, day }: Row, trial: DayFigures | { readonly unlike: string }): Promise<void> {
  await tx.query('UPDATE bank_days SET trial_at = now(), trial = $3 WHERE supplier = $1 AND day = $2', [supplier, day, printJson(trial)]);
}
