import type { BreakKind } from '../domain/breaks';
import type { Day } from '../domain/day';
import type { Money } from '../domain/money';
import { endOf } from '../zone';
import type { Queryable } from './database';

/** A difference that somebody has to explain or take back. */
export interface Break {
  readonly id: string;
  readonly kind: BreakKind;
  readonly supplier: string;
  /** The supplier's PaymentId. */
  readonly booking: string;
  readonly reference: string;
  readonly day: Day;
  readonly zone: string;
  /** ISO instants. */
  readonly rollbackUntil: string;
  readonly foundAt: string;
  readonly closedAt: string | null;
  readonly payment: string | null;
  readonly document: number | null;
  readonly amount: Money;
  readonly currency: string | null;
  readonly evidence: string;
  readonly how: string | null;
}

export const BREAK_COLUMNS = `b.id, b.kind, b.supplier, b.booking, b.reference, b.day, b.zone, b.rollback_until AS "rollbackUntil", b.found_at AS "foundAt",
  b.closed_at AS "closedAt", b.payment_id AS payment, b.document, b.amount, b.currency, b.evidence, b.how`;

export type NewBreak = Omit<Break, 'id' | 'rollbackUntil' | 'foundAt' | 'closedAt' | 'how'>;

/**
 * Notes a difference once per booking; false when it is known. One that was closed as rolled back opens again where a book read
 * after that (`readSince`, ISO instant) still shows the booking.
 */
export async function foundBreak(tx: Queryable, found: NewBreak, readSince: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO breaks AS b (kind, supplier, booking, reference, day, zone, rollback_until, payment_id, document, amount, currency, evidence)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (supplier, booking) DO UPDATE SET closed_at = NULL, how = NULL, evidence = excluded.evidence || '; it stands in the book again after: ' || b.how
       WHERE b.closed_at < $13::timestamptz AND b.how LIKE 'rolled back%'`,
    [
      found.kind,
      found.supplier,
      found.booking,
      found.reference,
      found.day,
      found.zone,
      endOf(found.zone, found.day),
      found.payment,
      found.document,
      found.amount,
      found.currency,
      found.evidence.slice(0, 500),
      readSince,
    ],
  );
  return rowCount === 1;
}

export async function closeBreaks(tx: Queryable, supplier: string, bookings: readonly string[], how: string): Promise<void> {
  await tx.query('UPDATE breaks SET closed_at = now(), how = $3 WHERE supplier = $1 AND booking = ANY ($2::text[]) AND closed_at IS NULL', [
    supplier,
    bookings,
    how.slice(0, 500),
  ]);
}

export async function openBreaksOf(database: Queryable, paymentId: string): Promise<Break[]> {
  const { rows } = await database.query<Break>(
    `SELECT ${BREAK_COLUMNS} FROM breaks b WHERE b.payment_id = $1 AND b.closed_at IS NULL ORDER BY b.id LIMIT 100`,
    [paymentId],
  );
  return rows;
}

/** Newest first, at most `limit`. */
export async function listBreaks(database: Queryable, all: boolean, limit: number): Promise<ToldBreak[]> {
  const { rows } = await database.query<ToldBreak>(`${TOLD_BREAKS} WHERE $1 OR b.closed_at IS NULL ORDER BY b.id DESC LIMIT $2`, [all, limit]);
  return rows;
}

/** A booking that no payment here explains is signed: who it belongs to stands in the reason. Null when there is no such open break. */
export async function signBreak(tx: Queryable, id: string, how: string): Promise<Break | null> {
  const { rows } = await tx.query<Break>(
    `UPDATE breaks b SET closed_at = now(), how = $2 WHERE b.id = $1 AND b.closed_at IS NULL AND b.payment_id IS NULL RETURNING ${BREAK_COLUMNS}`,
    [id, how.slice(0, 500)],
  );
  return rows[0] ?? null;
}

/** A break with the words and the one command for the person who sees it. */
export interface ToldBreak extends Break {
  readonly what: string;
  readonly command: string;
  /** `144 112`, or the supplier and PaymentId where no payment is known. */
  readonly subject: string;
}

/** A roll back of the booking was tried, and the supplier or its midnight refused it. */
export const ROLLBACK_REFUSED = `EXISTS (SELECT 1 FROM decisions d WHERE d.payment_id = b.payment_id AND d.kind = 'roll back' AND d.result LIKE 'refused%' AND d.detail->'paymentIds' ? b.booking)`;

const STILL = `b.rollback_until > now() AND NOT ${ROLLBACK_REFUSED}`;
const DECIDE = `'tolem payment decide ' || p.agent_id || ' ' || p.transaction_id`;
export const TOLD_BREAKS = `
SELECT ${BREAK_COLUMNS}, coalesce(p.agent_id || ' ' || p.transaction_id, b.supplier || ' ' || b.booking) AS subject,
  b.kind || ': PaymentId ' || b.booking || ' of ' || b.day || ' at ' || b.supplier || '; ' || b.evidence || CASE
    WHEN b.closed_at IS NOT NULL THEN '; closed: ' || b.how
    WHEN b.payment_id IS NULL THEN '; find out whose it is'
    WHEN b.kind NOT IN ('duplicate', 'refused by us but booked') THEN '; ask ' || b.supplier || ' what it booked'
    WHEN ${STILL} THEN '; can be rolled back until 23:59 ' || b.zone
    ELSE '; can no longer be rolled back' END AS what,
  CASE
    WHEN b.payment_id IS NULL THEN 'tolem break sign ' || b.id || ' --reason "…"'
    WHEN b.kind NOT IN ('duplicate', 'refused by us but booked') THEN ${DECIDE} || ' --noted --reason "…"'
    ELSE ${DECIDE} || CASE WHEN ${STILL} THEN ' --roll-back' ELSE ' --write-off' END || ' --payment-id ' || b.booking || ' --reason "…"' END AS command
FROM breaks b LEFT JOIN payments p ON p.id = b.payment_id`;
