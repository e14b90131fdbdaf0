import { type ScheduleDescription, ScheduleNotFoundError, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client';
import { bookQueue, LAUNCH_DAY_WORKFLOW, type LaunchDayInput, launchDayWorkflowId } from '../contracts/workflows/day';
import { activityLimitMs } from '../ladders';
import type { Starts } from './start';

/** Soon after the day has ended; the day's own workflow waits for what has to be waited for. */
const LAUNCHED_AT = { hour: 0, minute: 30 } as const;
/** What was missed longer ago is opened by the loop that asks the registry which days are due. */
const CATCHUP_WINDOW = '1 hour';

/** A supplier whose days begin in its own zone. */
export interface ScheduledSupplier {
  readonly name: string;
  readonly zone: string;
}

/** The namespace belongs to another registry: two would open days for one another. */
export class OtherRegistry extends Error {
  override readonly name = 'OtherRegistry';
  constructor(schedule: string, theirs: string, ours: string) {
    super(
      `Schedule ${schedule} in this namespace belongs to registry ${theirs}, and this is ${ours}: give each its own TEMPORAL_NAMESPACE or TASK_QUEUE_PREFIX, ` +
        `or, where this registry has replaced that one, delete it: temporal schedule delete --schedule-id ${schedule}`,
    );
  }
}

export const scheduleId = (prefix: string, supplier: string): string => `${prefix}-launch-day-${supplier}`;

/**
 * Makes what is missing and brings what differs to what it should be; an operator's pause stays. Temporal's store may be lost, so this
 * is done again and again. Throws OtherRegistry.
 */
export async function ensureSchedules(starts: Starts, suppliers: readonly ScheduledSupplier[], registry: string): Promise<void> {
  for (const supplier of suppliers) await ensureSchedule(starts, supplier, registry);
}

async function ensureSchedule(starts: Starts, supplier: ScheduledSupplier, registry: string): Promise<void> {
  const { schedule: client } = starts.client;
  const wanted = scheduleOf(starts, supplier, registry);
  const known = await described(starts, wanted.scheduleId);
  if (!known) {
    // Another worker may be as quick.
    await client.create(wanted).catch((error: Error) => (error.name === 'ScheduleAlreadyRunning' ? undefined : Promise.reject(error)));
    return;
  }
  const { registry: theirs } = known.memo ?? {};
  if (theirs !== registry) throw new OtherRegistry(wanted.scheduleId, String(theirs), registry);
  if (known.spec.timezone === supplier.zone) return;
  await client.getHandle(wanted.scheduleId).update(({ state }) => ({ ...wanted, state }));
}

async function described({ client }: Starts, id: string): Promise<ScheduleDescription | null> {
  try {
    return await client.schedule.getHandle(id).describe();
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}

function scheduleOf({ prefix, ladders }: Starts, { name, zone }: ScheduledSupplier, registry: string) {
  const input: LaunchDayInput = { supplier: name, launchMs: activityLimitMs(ladders, 1), resend: ladders.resend };
  return {
    scheduleId: scheduleId(prefix, name),
    spec: { calendars: [{ ...LAUNCHED_AT, comment: 'opens the bank day that has ended' }], timezone: zone },
    action: {
      type: 'startWorkflow',
      workflowType: LAUNCH_DAY_WORKFLOW,
      workflowId: launchDayWorkflowId(name),
      taskQueue: bookQueue(prefix),
      args: [input],
      staticSummary: `opens the bank day of ${name} that has ended`,
    },
    policies: { overlap: ScheduleOverlapPolicy.BUFFER_ONE, catchupWindow: CATCHUP_WINDOW },
    memo: { registry },
  } as const satisfies ScheduleOptions;
}
