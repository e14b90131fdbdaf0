import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { Activities } from '../activities/activities';
import type { ReversalInput } from '../contracts/workflows';

/** Takes a payment back on staff's decision; what became of it stands with the decision. */
export async function reversal(input: ReversalInput): Promise<string> {
  const { reverse } = proxyActivities<Pick<Activities, 'reverse'>>({
    startToCloseTimeout: input.activityMs,
    retry: { initialInterval: input.resend.firstMs, backoffCoefficient: input.resend.factor, maximumInterval: input.resend.capMs },
  });
  setCurrentDetails(`decision ${input.decision} is being carried out`);
  const result = await reverse(input);
  setCurrentDetails(result);
  return result;
}
