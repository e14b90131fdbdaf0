import type { Client } from '@temporalio/client';
import { NUDGE_SIGNAL, paymentWorkflowId } from '../contracts/workflows';
import { reconciliationWorkflowId } from '../contracts/workflows/day';
import type { Temporal } from './parts';

/** Temporal as the api sees it: never needed for an answer, so every failure is a plain no. */
export function temporalOf(client: Client): Temporal {
  const asked = (call: () => Promise<unknown>): Promise<boolean> =>
    call().then(
      () => true,
      () => false,
    );
  return {
    nudge: (payment, why) => asked(() => client.workflow.getHandle(paymentWorkflowId(payment.agent, payment.transaction)).signal(NUDGE_SIGNAL, why)),
    nudgeDay: (supplier, day, why) => asked(() => client.workflow.getHandle(reconciliationWorkflowId(supplier, day)).signal(NUDGE_SIGNAL, why)),
    isReachable: () => asked(() => client.workflowService.describeNamespace({ namespace: client.options.namespace })),
  };
}
