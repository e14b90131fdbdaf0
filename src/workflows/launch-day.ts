import { proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { BookActivities } from '../activities/bank-day/activities';
import type { LaunchDayInput } from '../contracts/workflows/day';

/** Set by the server for what a Schedule starts: the time it was due, also where it is filled in later. */
const SCHEDULED_TIME = 'TemporalScheduledStartTime';

/** Opens the days of a supplier that have ended and have no row, and starts their workflows: one activity, the row first. */
export async function launchDay({ supplier, launchMs, resend }: LaunchDayInput): Promise<{ opened: readonly string[]; started: readonly string[] }> {
  const { launch } = proxyActivities<Pick<BookActivities, 'launch'>>({
    startToCloseTimeout: launchMs,
    retry: { initialInterval: resend.firstMs, backoffCoefficient: resend.factor, maximumInterval: resend.capMs },
  });
  const launched = await launch({ supplier, at: dueAt().toISOString() });
  setCurrentDetails(`opened ${launched.opened.join(', ') || 'nothing'}; started ${launched.started.join(', ') || 'nothing'}`);
  return launched;
}

/** The business date is of the scheduled time, and not of now. */
function dueAt(): Date {
  const { searchAttributes, startTime } = workflowInfo();
  const [scheduled] = searchAttributes[SCHEDULED_TIME] ?? [];
  return scheduled instanceof Date ? scheduled : startTime;
}
