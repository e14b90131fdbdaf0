import { callbackWorkflowId, paymentWorkflowId, reversalWorkflowId } from '../contracts/workflows';
import { reconciliationWorkflowId } from '../contracts/workflows/day';
import { allDaysToRun } from '../registry/bank-day/day/open-days';
import type { Queryable } from '../registry/database';
import { paymentById } from '../registry/payment/payments';
import { markSwept, openPayments, overdueCallbacks } from '../registry/payment/sweeping';
import { undoneReversals } from '../registry/staff/decision';
import { type Starts, startCallback, startPayment, startReversal } from './start';
import { startDay } from './start-day';

/** Asked of the registry, and of Temporal's list, at once. */
const PAGE = 500;

/** A workflow that the registry says must be open. */
export interface KeptRow {
  /** In the order of the pages. */
  readonly number: string;
  readonly workflowId: string;
  start(): Promise<void>;
}

/** A kind of workflow that is kept open for as long as the registry says. */
export interface Kept {
  readonly name: 'payment' | 'callback' | 'reversal' | 'day';
  /** The next rows, of numbers above `after`; none: that was all. */
  page(after: string): Promise<KeptRow[]>;
}

/** Everything that must be open, once it is `ageMs` old, so that its own start has had its time. */
export function keptOpen(database: Queryable, starts: Starts, ageMs: number): readonly Kept[] {
  return [
    {
      name: 'payment',
      page: async (after) =>
        (await openPayments(database, ageMs, after, PAGE)).map((payment) => ({
          number: payment.id,
          workflowId: paymentWorkflowId(payment.agent, payment.transaction),
          start: async () => {
            await markSwept(database, payment.id);
            await startPayment(starts, payment);
          },
        })),
    },
    {
      name: 'callback',
      page: async (after) =>
        (await overdueCallbacks(database, ageMs, after, PAGE)).map((callback) => ({
          number: callback.id,
          workflowId: callbackWorkflowId(callback.agent, callback.transaction, callback.number),
          start: () => startCallback(starts, callback, callback.number),
        })),
    },
    { name: 'reversal', page: (after) => reversals(database, starts, ageMs, after) },
    {
      name: 'day',
      page: async (after) =>
        (await allDaysToRun(database, ageMs, after, PAGE)).map(({ supplier, day }) => ({
          number: `${supplier}:${day}`,
          workflowId: reconciliationWorkflowId(supplier, day),
          start: () => startDay(starts, supplier, day, 'swept'),
        })),
    },
  ];
}

/** Decisions that only workflow `reversal` can carry out. */
async function reversals(database: Queryable, starts: Starts, ageMs: number, after: string): Promise<KeptRow[]> {
  const rows: KeptRow[] = [];
  for (const { id, payment: paymentId } of await undoneReversals(database, ageMs, PAGE, after)) {
    const payment = await paymentById(database, paymentId);
    if (!payment) throw new Error(`decision ${id} is about no payment`);
    rows.push({ number: id, workflowId: reversalWorkflowId(payment.agent, payment.transaction), start: () => startReversal(starts, payment, id) });
  }
  return rows;
}
