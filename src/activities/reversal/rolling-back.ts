import type { Payment } from '../../registry/payment/payments';
import type { RollbackOutcome, Supplier } from '../../suppliers/supplier';
import type { Dependencies } from '../dependencies';
import { callContext } from '../payment/supplier-call';

/** What a supplier answered about bookings that it was asked to take back. */
export interface RolledBack {
  /** They stand no more. `not found` after our own booking means the same as taken back. */
  readonly gone: readonly string[];
  readonly refused: ReadonlyArray<{ readonly booking: string; readonly text: string }>;
  readonly unclear: ReadonlyArray<{ readonly booking: string; readonly reason: string }>;
}

/** Asks for bookings of the payment, by PaymentId; of nothing nothing is asked. Each booking has one answer: none is an unclear one. */
export async function rollBack(dependencies: Dependencies, supplier: Supplier, payment: Payment, bookings: readonly string[]): Promise<RolledBack> {
  if (bookings.length === 0) return { gone: [], refused: [], unclear: [] };
  const context = { ...callContext(dependencies, supplier, payment.id), permit: () => Promise.resolve(true) };
  const outcomes = await supplier.rollback(bookings, context);
  const answers = bookings.map((booking, at) => ({ booking, outcome: outcomes[at] ?? NO_ANSWER }));
  return {
    gone: answers.flatMap(({ booking, outcome }) => (outcome.kind === 'rolled back' || outcome.kind === 'not found' ? [booking] : [])),
    refused: answers.flatMap(({ booking, outcome }) => (outcome.kind === 'processed' ? [{ booking, text: outcome.text }] : [])),
    unclear: answers.flatMap(({ booking, outcome }) =>
      outcome.kind === 'unknown' || outcome.kind === 'not sent' ? [{ booking, reason: outcome.reason }] : [],
    ),
  };
}

const NO_ANSWER: RollbackOutcome = { kind: 'unknown', reason: 'the supplier said nothing about it' };
