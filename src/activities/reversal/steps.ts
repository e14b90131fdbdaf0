import { OFFERS } from '../../contracts/supply';
import { SUCCESS } from '../../domain/status';
import { isHalfTakenBack } from '../../domain/taking-back';
import { closeBreaks, noteRollbackRefused, openBreaksOf } from '../../registry/bank-day/breaks';
import type { Queryable } from '../../registry/database';
import { foreignBooking } from '../../registry/evidence/foreign-booking';
import { askNow } from '../../registry/last-statement';
import { type DocumentRow, documentRolledBack, documentsGivenUp, documentsOf } from '../../registry/payment/documents';
import type { Payment } from '../../registry/payment/payments';
import { giveBack, REVERSED } from '../../registry/payment/reversal';
import { answerMatter } from '../../registry/payment/staff-matter';
import type { Decision, DecisionOutcome } from '../../registry/staff/decision';
import type { Supplier } from '../../suppliers/supplier';
import { dayIn } from '../../zone';
import { conclude } from '../payment/conclude';
import { ASKED_IN_TIME, askedBefore } from '../payment/supplier-call';
import type { RolledBack } from './rolling-back';

/** A complete decision that is not carried out yet, as the registry has it now. */
export interface ReversalOrder {
  readonly payment: Payment;
  readonly decision: Decision;
  readonly supplier: Supplier;
}

/** How a decision ended; anything but `done` is a matter for staff. */
export interface Ended {
  readonly outcome: DecisionOutcome;
  readonly result: string;
}

/** PaymentIds that the supplier is asked to take back, or why it is not asked. */
export async function toAskFor(tx: Queryable, order: ReversalOrder): Promise<{ readonly ids: readonly string[] } | Ended> {
  const { payment, decision, supplier } = order;
  if (decision.kind === 'reverse') return againstReversing(order, await documentsOf(tx, payment.id)) ?? { ids: await standing(tx, order) };
  const ids = await standing(tx, order);
  const foreign = await foreignBooking(tx, payment, ids);
  if (foreign)
    return {
      outcome: 'refused',
      result: `refused: PaymentId ${foreign.booking} is the booking of payment ${foreign.agent} ${foreign.transaction} itself`,
    };
  return OFFERS[supplier.name].rollback ? { ids } : { outcome: 'refused', result: `refused: ${supplier.name} takes nothing back` };
}

/** Bookings that the decision means and that still stand, as far as the registry knows. */
export async function standing(tx: Queryable, { payment, decision, supplier }: ReversalOrder): Promise<string[]> {
  const taken = (await documentsOf(tx, payment.id))
    .filter(({ state }) => state === 'taken')
    .flatMap(({ supplierPaymentId }) => supplierPaymentId ?? []);
  if (decision.kind === 'reverse') return OFFERS[supplier.name].rollback ? taken : [];
  const extra = (await openBreaksOf(tx, payment.id)).map(({ booking }) => booking);
  return (decision.detail.paymentIds ?? []).filter((id) => taken.includes(id) || extra.includes(id));
}

/** A payment is given back whole or not at all: where a part is known to stay, no other is asked for. */
function againstReversing({ payment, decision, supplier }: ReversalOrder, documents: readonly DocumentRow[]): Ended | null {
  if (payment.status !== SUCCESS)
    return { outcome: 'refused', result: `refused: only a successful payment can be reversed, this one is ${payment.status}` };
  const { consent } = decision.detail;
  const refusedWhole = documents.every(({ state }) => state === 'refused' || state === 'replaced');
  if (!OFFERS[supplier.name].rollback)
    return consent || refusedWhole ? null : { outcome: 'refused', result: `refused: ${supplier.name} has given no consent` };
  const unseen = documents.find(({ state }) => state === 'planned');
  if (unseen && !consent) return { outcome: 'refused', result: `refused: no booking of document ${unseen.number} is known` };
  const today = dayIn(supplier.zone, new Date().toISOString());
  const late = documents.filter(({ state, bookedDay }) => state === 'taken' && bookedDay !== today);
  if (late.length === 0) return null;
  const days = [...new Set(late.map(({ bookedDay }) => bookedDay))].join(', ');
  const booked = `booked on ${days}, and ${supplier.name} rolls back on the day of booking only`;
  if (isHalfTakenBack({ status: payment.status, documents }))
    return { outcome: 'partly', result: `taken back in part: PaymentId ${idsOf(late)} was ${booked}` };
  return askedBefore()
    ? { outcome: 'unclear', result: `unclear: ${booked}; ${ASKED_IN_TIME}` }
    : { outcome: 'refused', result: `refused: ${booked}` };
}

const idsOf = (documents: readonly DocumentRow[]): string => documents.map(({ supplierPaymentId }) => supplierPaymentId).join(', ');

/** Whatever becomes of the rest, what was taken back stands no more. */
export async function keepAnswers(tx: Queryable, { payment, decision }: ReversalOrder, { gone, refused }: RolledBack): Promise<void> {
  const documents = await documentsOf(tx, payment.id);
  const code = documents.find(({ state }) => state === 'refused')?.code ?? REVERSED;
  for (const { number, supplierPaymentId } of documents)
    if (supplierPaymentId !== null && gone.includes(supplierPaymentId)) await documentRolledBack(tx, payment.id, number, code);
  await closeBreaks(tx, payment.supplier, gone, 'rolled back', `rolled back by decision ${decision.id}`);
  await noteRollbackRefused(
    tx,
    payment.supplier,
    refused.map(({ booking }) => booking),
  );
}

/** Each booking has its answer; those in `refused` stay at the supplier. */
export async function finishReversal(tx: Queryable, order: ReversalOrder, refused: RolledBack['refused']): Promise<Ended> {
  const { payment, decision, supplier } = order;
  const [first] = refused;
  if (first) {
    const stays = `${supplier.name} does not take back PaymentId ${refused.map(({ booking }) => booking).join(', ')}: ${first.text}`;
    return (await somethingIsGone(tx, order, refused))
      ? { outcome: 'partly', result: `taken back in part: ${stays}` }
      : { outcome: 'refused', result: `refused: ${stays}` };
  }
  if (decision.kind === 'reverse') {
    await documentsGivenUp(tx, payment.id, REVERSED);
    await giveBack(tx, payment, `reversed by decision ${decision.id}`);
    return { outcome: 'done', result: 'reversed' };
  }
  await answerMatter(tx, payment.id, `rolled back by decision ${decision.id}`);
  // More is written in this transaction.
  if (!payment.finalAt) await askNow(tx, await conclude(tx, payment, 0));
  return { outcome: 'done', result: 'rolled back' };
}

async function somethingIsGone(tx: Queryable, { payment, decision }: ReversalOrder, refused: RolledBack['refused']): Promise<boolean> {
  if (decision.kind === 'roll back') return (decision.detail.paymentIds ?? []).length > refused.length;
  return isHalfTakenBack({ status: payment.status, documents: await documentsOf(tx, payment.id) });
}
