import { SUCCESS } from '../../domain/status';
import type { Queryable } from '../database';
import type { Payment } from '../payment/payments';
import { Refused } from '../staff/refused';

/** A booking of another payment must never be taken back, nor the one that makes this payment successful. */
export async function refuseForeignBooking(tx: Queryable, payment: Payment, paymentId: string): Promise<void> {
  const { rows } = await tx.query<{ id: string; agent: string; transaction: string; status: number }>(
    `SELECT p.id, p.agent_id AS agent, p.transaction_id AS transaction, p.status FROM documents d JOIN payments p ON p.id = d.payment_id
     WHERE d.supplier_payment_id = $1 AND p.supplier = $2 AND d.state = 'taken' LIMIT 1`,
    [paymentId, payment.supplier],
  );
  const owner = rows[0];
  if (owner && (owner.id !== payment.id || owner.status === SUCCESS))
    throw new Refused(`PaymentId ${paymentId} is the booking of payment ${owner.agent} ${owner.transaction} itself, not an extra one.`);
}
