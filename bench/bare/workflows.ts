import { proxyActivities, setCurrentDetails, setHandler, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { type NextStep, type PaymentInput, SEARCH_ATTRIBUTES, type StepInput } from '../../src/contracts/workflows';
import { nudge, state } from '../../src/workflows/payment';
import type { BareActivities } from './activities';

/**
 * What a payment's straight path costs Temporal and nothing else: the same name, input, messages, details, upserts, activities
 * and options as src/workflows/payment.ts, with activities that do nothing.
 */
export async function payment(input: PaymentInput): Promise<{ status: number }> {
  const { ladders, callbackQueue } = input;
  const resend = {
    initialInterval: ladders.resend.firstMs,
    backoffCoefficient: ladders.resend.factor,
    maximumInterval: ladders.resend.capMs,
  };
  const { check } = proxyActivities<Pick<BareActivities, 'check'>>({ startToCloseTimeout: ladders.activityMs, retry: resend });
  const { pay } = proxyActivities<Pick<BareActivities, 'pay'>>({
    startToCloseTimeout: ladders.activityMs,
    retry: { maximumAttempts: 1 },
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  });
  const { callback } = proxyActivities<Pick<BareActivities, 'callback'>>({
    taskQueue: callbackQueue,
    startToCloseTimeout: ladders.callbackMs,
    scheduleToCloseTimeout: ladders.callbackMs * 2,
    retry: { maximumAttempts: 1 },
  });

  let now: NextStep = { next: 'check', why: 'checking the account and the bill' };
  setHandler(state, () => now.next);
  setHandler(nudge, () => {});
  const ask = (): StepInput => ({ payment: input.payment, startedAt: workflowInfo().startTime.toISOString(), patient: false });
  const show = (words: string) => setCurrentDetails(`${input.amount} ${input.currency} to ${input.account}: ${words}`);

  show('checking the account and the bill');
  now = await check(ask());
  show('paying, attempt 1');
  now = await pay({ ...ask(), attempt: 1 });
  upsertSearchAttributes([
    { key: SEARCH_ATTRIBUTES.statusClass, value: 'succeeded' },
    { key: SEARCH_ATTRIBUTES.needsStaff, value: false },
  ]);
  show('finished with status 10');
  await callback(input.payment).catch(() => false);
  return { status: 10 };
}
