import { WorkflowNotFoundError } from '@temporalio/client';
import { NUDGE_SIGNAL, paymentWorkflowId } from '../../contracts/workflows';
import { isReversal } from '../../domain/decisions';
import type { Payment } from '../../registry/payment/payments';
import type { Decision } from '../../registry/staff/decision';
import { startReversal } from '../../temporal/start';
import type { Session } from '../terminal/session';

/**
 * Tells Temporal what the registry holds already: best effort. Null when it was told or need not be, else one sentence
 * that says what happens instead.
 */
export async function tellWorkflow({ starts }: Session, payment: Payment, decision: Decision): Promise<string | null> {
  if (decision.kind === 'resend callback' || decision.kind === 'noted') return null;
  try {
    if (isReversal(decision.kind)) await startReversal(starts, payment, decision.id);
    else {
      const handle = starts.client.workflow.getHandle(paymentWorkflowId(payment.agent, payment.transaction));
      await handle.signal(NUDGE_SIGNAL, `decision ${decision.id}`);
    }
    return null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError)
      return payment.finalAt ? null : 'No workflow of it is running: the sweeper starts one from the registry.';
    return `Temporal could not be told (${error instanceof Error ? error.message : String(error)}): the decision stands in the registry and is taken up when it is back.`;
  }
}
