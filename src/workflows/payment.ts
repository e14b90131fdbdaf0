import {
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  isCancellation,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { type NextStep, NUDGE_SIGNAL, type PaymentInput, STATE_QUERY, type StepInput } from '../contracts/workflows';
import { activitiesOf } from './payment-steps';
import { inWords, showing } from './shown';

export const nudge = defineSignal<[string]>(NUDGE_SIGNAL);
export const state = defineQuery<string>(STATE_QUERY);

/** Check → pay → (find | poll) → settled → callback. Every step is decided by the registry and carried out here. */
export async function payment(input: PaymentInput): Promise<{ status: number }> {
  const steps = activitiesOf(input);
  let now: NextStep = { next: 'check', why: 'checking the account and the bill' };
  setHandler(state, () => inWords(now));
  const waits = nudgedWaits();
  const show = showing(input);

  return CancellationScope.nonCancellable(async () => {
    while (now.next !== 'finished') {
      show(now);
      now = await take(now, input, steps, waits);
      if (workflowInfo().continueAsNewSuggested && now.next !== 'finished' && now.next !== 'record') await continueAsNew<typeof payment>(input);
    }
    show(now);
    // The outbox keeps the callback until it is delivered: this is only the first try.
    if (now.callback) await steps.callbacks.callback(input.payment).catch(() => false);
    return { status: now.status };
  });
}

/** Waits that a nudge ends: the registry is asked anew then. */
function nudgedWaits() {
  let nudges = 0;
  let resting: CancellationScope | null = null;
  setHandler(nudge, () => {
    nudges++;
    resting?.cancel();
  });
  return {
    async pause(ms: number): Promise<void> {
      const seen = nudges;
      await condition(() => nudges !== seen, ms);
    },
    /** In an activity that the server repeats. */
    async rest(work: () => Promise<NextStep>): Promise<NextStep> {
      const seen = nudges;
      resting = new CancellationScope({ cancellable: true });
      try {
        return await resting.run(work);
      } catch (error) {
        if (!isCancellation(error) || nudges === seen) throw error;
        return { next: 'check', why: 'asked to look now' };
      } finally {
        resting = null;
      }
    },
  };
}

async function take(
  step: Exclude<NextStep, { next: 'finished' }>,
  input: PaymentInput,
  steps: ReturnType<typeof activitiesOf>,
  { pause, rest }: ReturnType<typeof nudgedWaits>,
): Promise<NextStep> {
  const { payment, agent, transaction } = input;
  const ask = (patient: boolean): StepInput => ({ payment, agent, transaction, startedAt: workflowInfo().startTime.toISOString(), patient });
  switch (step.next) {
    case 'check':
      return steps.quick.check(ask(false));
    case 'pay':
      // Whatever became of the worker, the attempt may have been sent.
      return steps.once
        .pay({ ...ask(false), attempt: step.attempt })
        .catch(() => ({ next: 'find', why: 'the worker was lost while it was paying' }) as const);
    case 'record':
      return steps.quick.record({ ...ask(true), attempt: step.attempt, ...(step.sealed ? { sealed: step.sealed } : {}) });
    case 'wait':
      await pause(step.forMs);
      return rest(() => steps.quick.check(ask(true)));
    case 'find':
      return rest(() => steps.evidence.find(ask(true)));
    case 'poll':
      return rest(() => steps.polling.poll(ask(true)));
    case 'undo':
      return steps.quick.undo(ask(true));
    case 'staff':
      return rest(() => steps.quick.check(ask(true)));
  }
}
