import type { ReversalInput } from '../contracts/workflows';
import { SUCCESS } from '../domain/status';
import { closeBreaks } from '../registry/breaks';
import type { Queryable } from '../registry/database';
import type { Decision } from '../registry/decision';
import { findDecision, finishDecision } from '../registry/decisions';
import { documentRolledBack, documentsOf } from '../registry/documents';
import { reverseCapture } from '../registry/ledger';
import { queueCallback } from '../registry/outbox';
import { needStaff, type Payment } from '../registry/payments';
import { dayIn } from '../zone';
import { underLock } from './check';
import { conclude } from './conclude';
import { type Dependencies, supplierNamed } from './dependencies';
import { waiting } from './failure';
import { ASKED_IN_TIME, askedBefore, callContext, nextPause } from './supplier-call';

/** Nothing is possible for technical reasons: the status of a payment that was taken back. */
const REVERSED = -115;

/**
 * Takes a payment back on staff's decision: at Alseco by rollback on the day of booking, at a supplier without rollback as
 * a correction that carries its written consent. A `roll back` decision names extra bookings and leaves the payment as it is.
 */
export async function reverse(dependencies: Dependencies, input: ReversalInput): Promise<string> {
  const { database, suppliers, ladders } = dependencies;
  const plan = await database.transaction((tx) => underLock(tx, input, (payment) => planOf(tx, payment, input.decision)));
  if (typeof plan === 'string') return plan;
  const { payment, decision, paymentIds } = plan;
  const supplier = supplierNamed(suppliers, payment.supplier);

  if (!decision.detail.consent) {
    const today = dayIn(supplier.zone, new Date().toISOString());
    if (plan.days.some((day) => day !== today)) {
      const booked = `booked on ${plan.days.join(', ')}, and ${supplier.name} rolls back on the day of booking only`;
      return ended(dependencies, payment, input.decision, askedBefore() ? `unclear: ${booked}; ${ASKED_IN_TIME}` : `refused: ${booked}`);
    }
    const outcomes = await supplier.rollback(paymentIds, { ...callContext(dependencies, supplier, payment.id), permit: () => Promise.resolve(true) });
    const processed = outcomes.find((outcome) => outcome.kind === 'processed');
    if (processed?.kind === 'processed') return ended(dependencies, payment, input.decision, `refused by ${supplier.name}: ${processed.text}`);
    const unclear = outcomes.find((outcome) => outcome.kind === 'unknown' || outcome.kind === 'not sent');
    if (unclear || outcomes.length !== paymentIds.length)
      throw waiting(`a rollback at ${supplier.name} has no clear answer yet and is asked again`, nextPause(ladders.resend));
  }
  return database.transaction((tx) => underLock(tx, input, (locked) => takeBack(tx, locked, input.decision, decision, supplier.zone)));
}

interface Plan {
  readonly payment: Payment;
  readonly decision: Decision;
  readonly paymentIds: string[];
  readonly days: string[];
}

async function planOf(tx: Queryable, payment: Payment, decisionId: string): Promise<Plan | string> {
  const decision = await findDecision(tx, decisionId);
  if (!decision || decision.payment !== payment.id) return `refused: no decision ${decisionId} about this payment`;
  if (decision.doneAt) return decision.result ?? 'done before';
  if (decision.kind === 'roll back') return { payment, decision, paymentIds: [...(decision.detail.paymentIds ?? [])], days: [] };
  if (payment.status !== SUCCESS) return close(tx, decisionId, `refused: only a successful payment can be reversed, this one is ${payment.status}`);
  const taken = (await documentsOf(tx, payment.id)).filter((document) => document.state === 'taken');
  return {
    payment,
    decision,
    paymentIds: taken.map((document) => document.supplierPaymentId ?? ''),
    days: taken.map((document) => document.bookedDay ?? ''),
  };
}

async function takeBack(tx: Queryable, payment: Payment, decisionId: string, decision: Decision, zone: string): Promise<string> {
  if (decision.kind === 'roll back') {
    await rolledBack(tx, payment, decision.detail.paymentIds ?? []);
    await closeBreaks(tx, payment.supplier, decision.detail.paymentIds ?? [], `rolled back by decision ${decisionId}`);
    return close(tx, decisionId, 'rolled back');
  }
  if (payment.status !== SUCCESS) return close(tx, decisionId, 'reversed before');
  const today = dayIn(zone, new Date().toISOString());
  const text = `платёж отменён ${today.slice(8, 10)}.${today.slice(5, 7)}.${today.slice(0, 4)}`;
  await reverseCapture(tx, payment, today, `decision ${decisionId}`);
  await tx.query(`UPDATE documents SET state = 'rolled back', code = $2 WHERE payment_id = $1 AND state = 'taken'`, [payment.id, REVERSED]);
  await tx.query('UPDATE payments SET status = $2, status_text = $3, reversed_at = now(), needs_staff = NULL WHERE id = $1', [
    payment.id,
    REVERSED,
    text,
  ]);
  await tx.query('INSERT INTO payment_events (payment_id, status, why) VALUES ($1, $2, $3)', [
    payment.id,
    REVERSED,
    `reversed by decision ${decisionId}`,
  ]);
  await queueCallback(tx, payment.id);
  return close(tx, decisionId, 'reversed');
}

/** The payment's own documents among the bookings are undone with it; extra bookings leave it as it is. */
async function rolledBack(tx: Queryable, payment: Payment, paymentIds: readonly string[]): Promise<void> {
  const documents = await documentsOf(tx, payment.id);
  const code = documents.find((document) => document.state === 'refused')?.code ?? REVERSED;
  for (const document of documents)
    if (document.state === 'taken' && paymentIds.includes(document.supplierPaymentId ?? ''))
      await documentRolledBack(tx, payment.id, document.number, code);
  await tx.query('UPDATE payments SET needs_staff = NULL WHERE id = $1', [payment.id]);
  // More is written in this transaction.
  if (!payment.finalAt) await conclude({ ...tx, last: tx }, payment, 0);
}

async function ended({ database }: Dependencies, payment: Payment, decisionId: string, result: string): Promise<string> {
  return database.transaction(async (tx) => {
    await needStaff(tx, payment.id, `decision ${decisionId}: ${result}`);
    return close(tx, decisionId, result);
  });
}

async function close(tx: Queryable, decisionId: string, result: string): Promise<string> {
  await finishDecision(tx, decisionId, result);
  return result;
}
