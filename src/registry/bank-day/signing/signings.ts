import type { Outcome, People } from '../../../domain/bank-day/outcomes';
import type { SigningRefusal } from '../../../domain/bank-day/refusals';
import type { Detail } from '../../../domain/bank-day/signing';
import type { Money } from '../../../domain/money';
import { printJson } from '../../../wire/json';
import type { Queryable } from '../../database';
import type { OfDay, Signable } from './signable';

export interface PaymentName {
  readonly agent: string;
  readonly transaction: string;
}

/** What an outcome takes besides a reason. */
export interface SigningDetail extends Partial<Record<Exclude<Detail, 'payment' | 'sum'>, string>> {
  readonly payment?: PaymentName;
  readonly sum?: Money;
}

export interface Signing extends OfDay {
  readonly id: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly detail: SigningDetail;
  readonly count: number;
  readonly sum: Money;
  readonly hash: string;
  readonly staff: string;
  readonly second: string | null;
}

export type SignatureState = 'refused' | 'waits' | 'stands' | 'done' | 'rejected' | 'taken back' | 'fallen';

/** What became of one break of a selection. */
export interface RowResult {
  readonly break: string;
  readonly state: SignatureState;
  readonly people: People | null;
  readonly why: SigningRefusal | null;
}

const SIGNING = `g.id, g.supplier, g.day, g.outcome, g.reason, g.detail, g.count, trim_scale(g.sum) AS sum, g.hash, g.staff, g.second`;

export async function findSigning(database: Queryable, id: string): Promise<Signing | null> {
  const { rows } = await database.query<Signing>(`SELECT ${SIGNING} FROM signings g WHERE g.id = $1`, [id]);
  return rows[0] ?? null;
}

export async function lockSigning(tx: Queryable, id: string): Promise<Signing | null> {
  const { rows } = await tx.query<Signing>(`SELECT ${SIGNING} FROM signings g WHERE g.id = $1 FOR UPDATE`, [id]);
  return rows[0] ?? null;
}

export interface SignatureRow {
  readonly break: string;
  readonly hash: string;
  readonly people: People;
}

/** Its signatures in that state, by number of the break. */
export async function signaturesOf(tx: Queryable, signing: string, state: SignatureState): Promise<SignatureRow[]> {
  const { rows } = await tx.query<SignatureRow>(
    'SELECT break_id AS break, hash, people FROM signatures WHERE signing_id = $1 AND state = $2 ORDER BY break_id',
    [signing, state],
  );
  return rows;
}

export interface NewSigning extends Omit<Signing, 'id' | 'second'> {
  readonly rows: ReadonlyArray<{ readonly one: Signable } & Pick<RowResult, 'state' | 'people' | 'why'>>;
}

export async function storeSigning(tx: Queryable, asked: NewSigning): Promise<Signing> {
  const { rows } = await tx.query<Signing>(
    `INSERT INTO signings AS g (supplier, day, outcome, reason, detail, count, sum, hash, staff) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${SIGNING}`,
    [asked.supplier, asked.day, asked.outcome, asked.reason, printJson(asked.detail), asked.count, asked.sum, asked.hash, asked.staff],
  );
  const [stored] = rows;
  if (!stored) throw new Error('a signing was not stored');
  await tx.query(
    `INSERT INTO signatures (signing_id, break_id, people, hash, state, why)
     SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::jsonb[])`,
    [
      stored.id,
      asked.rows.map(({ one }) => one.id),
      asked.rows.map(({ people }) => people),
      asked.rows.map(({ one }) => one.hash),
      asked.rows.map(({ state }) => state),
      asked.rows.map(({ why }) => (why === null ? null : JSON.stringify(why))),
    ],
  );
  return stored;
}

/** What became of a signature that waited or stood. */
export async function endSignatures(
  tx: Queryable,
  signing: string,
  breaks: readonly string[],
  state: SignatureState,
  by: string | null = null,
  why: SigningRefusal | null = null,
): Promise<void> {
  await tx.query(
    `UPDATE signatures SET state = $3, ended_at = CASE WHEN $3 <> 'stands' THEN now() END, ended_by = $4, why = $5 WHERE signing_id = $1 AND break_id = ANY ($2::bigint[])`,
    [signing, breaks, state, by, why === null ? null : JSON.stringify(why)],
  );
}
