import {
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  isCancellation,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/activities';
import {
  type NextStep,
  NUDGE_SIGNAL,
  type PaymentInput,
  type PaymentLadders,
  SEARCH_ATTRIBUTES,
  STATE_QUERY,
  type StepInput,
} from '../contracts/workflows';
import { SUCCESS } from '../domain/status';

export const nudge = defineSignal<[string]>(NUDGE_SIGNAL);
export const state = defineQuery<string>(STATE_QUERY);

/** Check → pay → (find | poll) → settled → callback. Every step is decided by the registry and carried out here. */
export async function payment(input: PaymentInput): Promise<{ status: number }> {
  const steps = activitiesOf(input);
  let now: NextStep = { next: 'check', why: 'checking the account and the bill' };
  let nudges = 0;
  let resting: CancellationScope | null = null;
  setHandler(state, () => inWords(now));
  setHandler(nudge, () => {
    nudges++;
    resting?.cancel();
  });

  /** Waits in an activity that the server repeats; a nudge ends the wait and asks the registry anew. */
  const rest = async (work: () => Promise<NextStep>): Promise<NextStep> => {
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
  };

  const show = showing(input);
  const ask = (patient: boolean): StepInput => ({
    payment: input.payment,
    agent: input.agent,
    transaction: input.transaction,
    startedAt: workflowInfo().startTime.toISOString(),
    patient,
  });

  const take = async (step: Exclude<NextStep, { next: 'finished' }>): Promise<NextStep> => {
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
      case 'wait': {
        const seen = nudges;
        await condition(() => nudges !== seen, step.forMs);
        return rest(() => steps.quick.check(ask(true)));
      }
      case 'find':
        return rest(() => steps.evidence.find(ask(true)));
      case 'poll':
        return rest(() => steps.polling.poll(ask(true)));
      case 'undo':
        return steps.quick.undo(ask(true));
      case 'staff':
        return rest(() => steps.quick.check(ask(true)));
    }
  };

  return CancellationScope.nonCancellable(async () => {
    while (now.next !== 'finished') {
      show(now);
      now = await take(now);
      if (workflowInfo().continueAsNewSuggested && now.next !== 'finished' && now.next !== 'record') await continueAsNew<typeof payment>(input);
    }
    show(now);
    // The outbox keeps the callback until it is delivered: this is only the first try.
    if (now.callback) await steps.callbacks.callback(input.payment).catch(() => false);
    return { status: now.status };
  });
}

/** Keeps the Temporal UI true: words for the operator, and the search attributes where they changed. */
export function showing({ account, amount, currency }: PaymentInput): (step: NextStep) => void {
  let { statusClass, needsStaff } = attributesBefore();
  return (step) => {
    const nextClass = classOf(step) ?? statusClass;
    const nextStaff = step.next !== 'finished' && (step.next === 'staff' || isMarked(step, needsStaff));
    if (nextClass !== statusClass || nextStaff !== needsStaff) {
      upsertSearchAttributes([
        { key: SEARCH_ATTRIBUTES.statusClass, value: nextClass },
        { key: SEARCH_ATTRIBUTES.needsStaff, value: nextStaff },
      ]);
      statusClass = nextClass;
      needsStaff = nextStaff;
    }
    setCurrentDetails(`${amount} ${currency} to ${account}: ${inWords(step)}`);
  };
}

/** A run that continues another has its attributes; runs that were continued before `patched` began took them for a new payment's. */
function attributesBefore(): { statusClass: string; needsStaff: boolean } {
  const { continuedFromExecutionRunId, typedSearchAttributes } = workflowInfo();
  if (continuedFromExecutionRunId === undefined || !patched('attributes-carried')) return { statusClass: 'running', needsStaff: false };
  return {
    statusClass: typedSearchAttributes.get(SEARCH_ATTRIBUTES.statusClass) ?? 'running',
    needsStaff: typedSearchAttributes.get(SEARCH_ATTRIBUTES.needsStaff) ?? false,
  };
}

/** The registry's word counts wherever it differs; where it says nothing the mark stays. */
function isMarked({ needsStaff: said }: NextStep, before: boolean): boolean {
  return said !== undefined && said !== before && patched('needs-staff-told') ? said : before;
}

function classOf(step: NextStep): 'succeeded' | 'failed' | 'waiting' | null {
  if (step.next === 'finished') return step.status === SUCCESS ? 'succeeded' : 'failed';
  return ['find', 'poll', 'wait', 'undo', 'staff'].includes(step.next) ? 'waiting' : null;
}

function inWords(step: NextStep): string {
  switch (step.next) {
    case 'pay':
      return `paying, attempt ${step.attempt}`;
    case 'record':
      return 'the supplier answered; its answer is being written';
    case 'finished':
      return `finished with status ${step.status}`;
    case 'wait':
      return `waits: ${step.why} (asked again after ${Math.ceil(step.forMs / 1000)} s, and then by the activity shown as pending)`;
    case 'find':
    case 'poll':
      return `waits: ${step.why} (when it is asked next stands with the pending activity)`;
    case 'staff':
      return `needs staff: ${step.why}`;
    case 'check':
    case 'undo':
      return step.why;
  }
}

export function activitiesOf({ ladders, evidenceQueue, callbackQueue }: PaymentInput) {
  const repeated = (ladder: PaymentLadders['resend']) => ({
    initialInterval: ladder.firstMs,
    backoffCoefficient: ladder.factor,
    maximumInterval: ladder.capMs,
  });
  return {
    quick: proxyActivities<Pick<Activities, 'check' | 'record' | 'undo'>>({
      startToCloseTimeout: ladders.activityMs,
      retry: repeated(ladders.resend),
    }),
    once: proxyActivities<Pick<Activities, 'pay'>>({
      startToCloseTimeout: ladders.oneCallMs ?? ladders.activityMs,
      summary: 'sends at most once, by the claim in the registry',
      retry: { maximumAttempts: 1 },
      cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    }),
    polling: proxyActivities<Pick<Activities, 'poll'>>({
      summary: 'asks for the final status until there is one',
      startToCloseTimeout: ladders.oneCallMs ?? ladders.activityMs,
      retry: repeated(ladders.poll),
    }),
    evidence: proxyActivities<Pick<Activities, 'find'>>({
      taskQueue: evidenceQueue,
      summary: 'looks for evidence of what happened, until it is proved',
      startToCloseTimeout: ladders.evidenceMs,
      ...(ladders.heartbeatMs === undefined ? {} : { heartbeatTimeout: ladders.heartbeatMs }),
      retry: repeated(ladders.evidence),
    }),
    callbacks: proxyActivities<Pick<Activities, 'callback'>>({
      taskQueue: callbackQueue,
      summary: 'first try of the callback; the outbox holds it until it is delivered',
      startToCloseTimeout: ladders.callbackMs,
      scheduleToCloseTimeout: ladders.callbackMs * 2,
      retry: { maximumAttempts: 1 },
    }),
  };
}
