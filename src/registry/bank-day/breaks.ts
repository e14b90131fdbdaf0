import { OFFERS, type SupplierName } from '../../contracts/supply';
import type { BreakKind } from '../../domain/bank-day/verdict';
import type { Day } from '../../domain/day';
import type { Money } from '../../domain/money';
import { endOf } from '../../zone';
import type { Queryable } from '../database';

/** `gone`: a later reading no longer found it. */
export type BreakEnd = 'rolled back' | 'written off' | 'noted' | 'signed' | 'gone';

/** A difference that somebody has to explain or take back. */
export interface Break {
  readonly id: string;
  readonly kind: BreakKind;
  readonly supplier: SupplierName;
  /** The supplier's PaymentId; null where no line of its book stands behind it. */
  readonly booking: string | null;
  readonly reference: string;
  readonly day: Day;
  readonly zone: string;
  /** ISO instants; the first is null where the supplier takes nothing back. */
  readonly rollbackUntil: string | null;
  readonly rollbackRefusedAt: string | null;
  readonly foundAt: string;
  readonly closedAt: string | null;
  readonly closedAs: BreakEnd | null;
  readonly payment: string | null;
  readonly document: number | null;
  /** Of the line, or of our document; null where nobody can say. */
  readonly amount: Money | null;
  readonly currency: string | null;
  readonly evidence: string;
  readonly how: string | null;
}

export const BREAK_COLUMNS = `b.id, b.kind, b.supplier, b.booking, b.reference, b.day, b.zone, b.rollback_until AS "rollbackUntil",
  b.rollback_refused_at AS "rollbackRefusedAt", b.found_at AS "foundAt", b.closed_at AS "closedAt", b.closed_as AS "closedAs", b.payment_id AS payment, b.document, b.amount, b.currency, b.evidence, b.how`;

export type NewBreak = Pick<
  Break,
  'kind' | 'supplier' | 'booking' | 'reference' | 'day' | 'zone' | 'payment' | 'document' | 'amount' | 'currency' | 'evidence'
> & {
  /** Of our document, where the line belongs to it and only facts differ. */
  readonly ours?: Money;
};

/**
 * Notes a difference of one booking; false when it is known and open. The booking stands in one difference at a time: found as another
 * document's, the former ends. One that was closed as rolled back opens again where a book
 * read after that (`readSince`, ISO instant) still shows the booking, and one that was noted where it has become of another kind.
 */
export async function foundBreak(tx: Queryable, found: NewBreak, readSince: string): Promise<boolean> {
  const { rows } = await tx.query<{ opened: boolean }>(FOUND, [
    found.kind,
    found.supplier,
    found.booking,
    found.reference,
    found.day,
    found.zone,
    OFFERS[found.supplier].rollback ? endOf(found.zone, found.day) : null,
    found.payment,
    found.document,
    found.amount,
    found.currency,
    found.evidence.slice(0, 500),
    readSince,
    found.ours ?? null,
  ]);
  return rows[0]?.opened === true;
}

/** What changes nothing gives no row. */
const FOUND = `
WITH known AS (
  SELECT bool_and(closed_at IS NOT NULL) AS closed FROM breaks WHERE supplier = $2 AND booking = $3
), moved AS (
  UPDATE breaks SET closed_at = now(), closed_as = 'gone', how = 'found as another difference of the same booking'
  WHERE supplier = $2 AND booking = $3 AND closed_at IS NULL AND (payment_id, document) IS DISTINCT FROM ($8::bigint, $9::int)
), found AS (
  INSERT INTO breaks AS b (kind, supplier, booking, reference, day, zone, rollback_until, payment_id, document, amount, currency, evidence, theirs, ours, effect)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $10, $14::numeric, $10::numeric - coalesce($14::numeric, 0))
  ON CONFLICT ON CONSTRAINT breaks_lines DO UPDATE SET kind = excluded.kind, closed_at = NULL, closed_as = NULL, closed_by = NULL, how = NULL,
    amount = excluded.amount, theirs = excluded.theirs, ours = excluded.ours, effect = excluded.effect, currency = excluded.currency,
    evidence = left(excluded.evidence || coalesce('; it stands in the book again after: ' || b.how, ''), 500)
  WHERE b.closed_at IS NULL AND b.kind <> excluded.kind
    OR b.closed_as = 'gone'
    OR b.closed_as = 'rolled back' AND b.closed_at < $13::timestamptz
    OR b.closed_as IN ('noted', 'signed') AND b.kind <> excluded.kind
  RETURNING id
)
SELECT coalesce((SELECT closed FROM known), true) AS opened FROM found`;

/** Ends the open breaks of those bookings; how many there were. */
export async function closeBreaks(tx: Queryable, supplier: SupplierName, bookings: readonly string[], as: BreakEnd, how: string): Promise<number> {
  const { rowCount } = await tx.query(
    `UPDATE breaks SET closed_at = now(), closed_as = $3, how = $4 WHERE supplier = $1 AND booking = ANY ($2::text[]) AND closed_at IS NULL`,
    [supplier, bookings, as, how.slice(0, 500)],
  );
  return rowCount ?? 0;
}

/** The supplier will not take them back: what they cost can be written off now. */
export async function noteRollbackRefused(tx: Queryable, supplier: SupplierName, bookings: readonly string[]): Promise<void> {
  await tx.query(
    'UPDATE breaks SET rollback_refused_at = now() WHERE supplier = $1 AND booking = ANY ($2::text[]) AND closed_at IS NULL AND rollback_refused_at IS NULL',
    [supplier, bookings],
  );
}

/** A break with a line of the supplier's book behind it. */
export type BookedBreak = Break & { readonly booking: string; readonly amount: Money };

export async function openBreaksOf(database: Queryable, paymentId: string): Promise<BookedBreak[]> {
  const { rows } = await database.query<BookedBreak>(
    `SELECT ${BREAK_COLUMNS} FROM breaks b WHERE b.payment_id = $1 AND b.closed_at IS NULL AND b.booking IS NOT NULL ORDER BY b.id LIMIT 100`,
    [paymentId],
  );
  return rows;
}

/** Newest first, at most `limit`. */
export async function listBreaks(database: Queryable, all: boolean, limit: number): Promise<SeenBreak[]> {
  const { rows } = await database.query<SeenBreak>(`${SEEN_BREAKS} WHERE $1 OR b.closed_at IS NULL ORDER BY b.id DESC LIMIT $2`, [all, limit]);
  return rows;
}

/** A booking that no payment here explains is signed: who it belongs to stands in the reason. Null when there is no such open break. */
export async function signBreak(tx: Queryable, id: string, how: string): Promise<Break | null> {
  const { rows } = await tx.query<Break>(
    `UPDATE breaks b SET closed_at = now(), closed_as = 'signed', how = $2 WHERE b.id = $1 AND b.closed_at IS NULL AND b.payment_id IS NULL
     RETURNING ${BREAK_COLUMNS}`,
    [id, how.slice(0, 500)],
  );
  return rows[0] ?? null;
}

/** A break as staff see it. */
export interface SeenBreak extends Break {
  /** The payment it belongs to; null where none is known. */
  readonly of: { readonly agent: string; readonly transaction: string; readonly final: boolean } | null;
  /** As far as anybody knows. */
  readonly canBeRolledBack: boolean;
}

export const STILL = 'b.rollback_until > now() AND b.rollback_refused_at IS NULL';
export const SEEN_BREAKS = `
SELECT ${BREAK_COLUMNS}, coalesce(${STILL}, false) AS "canBeRolledBack", CASE WHEN p.id IS NOT NULL THEN json_build_object(
    'agent', p.agent_id::text, 'transaction', p.transaction_id::text, 'final', p.final_at IS NOT NULL) END AS of
FROM breaks b LEFT JOIN payments p ON p.id = b.payment_id`;
