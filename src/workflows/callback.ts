import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/activities';
import type { CallbackInput } from '../contracts/workflows';

/** Tells an agent the final status, by a ladder of tries over three days; the activity gives up at its end. */
export async function callback(input: CallbackInput): Promise<'delivered' | 'given up'> {
  const { deliver } = proxyActivities<Pick<Activities, 'deliver'>>({
    startToCloseTimeout: input.callMs,
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1h' },
  });
  return deliver(input);
}
