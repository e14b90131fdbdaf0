import { WorkflowNotFoundError } from '@temporalio/client';
import { NUDGE_SIGNAL, paymentWorkflowId } from '../../contracts/workflows';
import { isReversal } from '../../domain/decisions';
import type { Payment } from '../../registry/payment/payments';
import type { Decision } from '../../registry/staff/decision';
import { SCREENS } from '../../staff-view/screens';
import { startReversal } from '../../temporal/start';
import type { Session } from '../terminal/session';

/**
 * Tells Temporal what the registry holds already: best effort. Null when it was told or need not be, else one sentence
 * that says what happens instead.
 */
export async function tellWorkflow({ starts, language }: Session, payment: Payment, decision: Decision): Promise<string | null> {
  if (decision.kind === 'resend callback' || decision.kind === 'noted') return null;
  try {
    if (isReversal(decision.kind)) await startReversal(starts, payment, decision.id);
    else {
      const handle = starts.client.workflow.getHandle(paymentWorkflowId(payment.agent, payment.transaction));
      await handle.signal(NUDGE_SIGNAL, `decision ${decision.id}`);
    }
    return null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return payment.finalAt ? null : SCREENS[language].noWorkflow({});
    return SCREENS[language].temporalNotTold({ why: error instanceof Error ? error.message : String(error) });
  }
}
