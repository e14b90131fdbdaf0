import { SUCCESS } from '../../domain/status';
import type { Queryable } from '../database';
import type { Payment } from '../payment/payments';

/** A booking, and the payment whose own it is. */
export interface ForeignBooking {
  readonly booking: string;
  readonly agent: string;
  readonly transaction: string;
}

/** A booking of another payment must never be taken back, nor the one that makes this payment successful: the first such; null: none is. */
export async function foreignBooking(tx: Queryable, payment: Payment, bookings: readonly string[]): Promise<ForeignBooking | null> {
  const { rows } = await tx.query<ForeignBooking>(
    `SELECT d.supplier_payment_id AS booking, p.agent_id AS agent, p.transaction_id AS transaction
     FROM documents d JOIN payments p ON p.id = d.payment_id
     WHERE d.supplier_payment_id = ANY ($1::text[]) AND p.supplier = $2 AND d.state = 'taken' AND (p.id <> $3 OR p.status = $4) LIMIT 1`,
    [bookings, payment.supplier, payment.id, SUCCESS],
  );
  return rows[0] ?? null;
}
