import { Context } from '@temporalio/activity';
import { pauseMs } from '../../ladders';
import { serviceTrouble, troubleAt } from '../../registry/catalog/suppliers';
import { exchangeKeeper } from '../../registry/evidence/exchanges';
import type { Payment } from '../../registry/payment/payments';
import type { CallContext, NotSent, Supplier, SupplierPayment, Unknown } from '../../suppliers/supplier';
import type { Dependencies } from '../dependencies';
import { noteHowItWent } from './pace';

export function paymentForSupplier(payment: Payment): SupplierPayment {
  return {
    agent: payment.agent,
    transaction: payment.transaction,
    request: payment.request,
    service: payment.service,
    kind: payment.kind,
    account: payment.account,
    amount: payment.amount,
    currency: payment.currency,
    createdOn: payment.createdAt,
    invoiceId: payment.invoiceId,
    sendType: payment.sendType,
    services: payment.services,
  };
}

/** Raw exchanges are kept beside the call: losing one never fails a payment. */
export function callContext({ database, logger }: Dependencies, supplier: Supplier, payment: string | null): CallContext {
  return { signal: Context.current().cancellationSignal, keep: exchangeKeeper(database, supplier.name, payment, logger) };
}

/** Notes what an unsuccessful call says about the supplier itself. */
export async function noteTrouble(
  { database, logger }: Dependencies,
  supplier: Supplier,
  payment: Payment,
  failed: NotSent | Unknown,
): Promise<void> {
  const slow = noteHowItWent(supplier.name, failed.trouble === 'down');
  switch (failed.trouble) {
    case 'refuses us':
    case 'deposit empty':
      if (await troubleAt(database, supplier.name, 'stopped', `${failed.trouble}: ${failed.reason}`))
        logger.error({ supplier: supplier.name, reason: failed.reason }, failed.trouble);
      return;
    case 'service unavailable':
      await serviceTrouble(database, payment.service, failed.reason);
      return;
    case 'down':
      if (slow && (await troubleAt(database, supplier.name, 'slowed', failed.reason)))
        logger.warn({ supplier: supplier.name, reason: failed.reason }, 'supplier slowed');
      return;
    case undefined:
      return;
  }
}

/** The supplier answered about the payment: what it had said about the service alone (`trouble`) holds no longer. */
export async function noteAnswer({ database }: Dependencies, { name }: Supplier, { service }: Payment, trouble: string | null): Promise<void> {
  noteHowItWent(name, false);
  if (trouble !== null) await serviceTrouble(database, service, null);
}

/** The pause before the next try of a waiting activity: the server counts the tries. */
export const nextPause = (ladder: { firstMs: number; factor: number; capMs: number }): number => pauseMs(ladder, Context.current().info.attempt);

/** Whether an earlier try of this activity may have asked already; the server counts the tries. */
export const askedBefore = (): boolean => Context.current().info.attempt > 1;

/** After a midnight that a rollback without a clear answer did not survive. */
export const ASKED_IN_TIME =
  'it may have been asked for in time, without a clear answer: whether the booking still stands is read in the book of its day';
