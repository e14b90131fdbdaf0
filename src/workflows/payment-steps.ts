import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/activities';
import type { PaymentInput, PaymentLadders } from '../contracts/workflows';

/** What a payment is carried out by: which queue, how long, and how often again. */
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
