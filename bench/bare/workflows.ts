import { setHandler, workflowInfo } from '@temporalio/workflow';
import type { NextStep, PaymentInput, StepInput } from '../../src/contracts/workflows';
import { nudge, state } from '../../src/workflows/payment';
import { activitiesOf } from '../../src/workflows/payment-steps';
import { showing } from '../../src/workflows/shown';

/**
 * What a payment's straight path costs Temporal and nothing else: the name, input, messages, details, upserts, activities and options
 * of src/workflows/payment.ts, without its decisions and with activities that do nothing. test/workflows/bare.test.ts compares the two.
 */
export async function payment(input: PaymentInput): Promise<{ status: number }> {
  const steps = activitiesOf(input);
  const show = showing(input);
  let now: NextStep = { next: 'check', why: 'checking the account and the bill' };
  setHandler(state, () => now.next);
  setHandler(nudge, () => {});
  const { payment: id, agent, transaction } = input;
  const step: StepInput = { payment: id, agent, transaction, startedAt: workflowInfo().startTime.toISOString(), patient: false };
  show(now);
  now = await steps.quick.check(step);
  show(now);
  now = await steps.once.pay({ ...step, attempt: 1 });
  show(now);
  await steps.callbacks.callback(id).catch(() => false);
  return { status: 10 };
}
