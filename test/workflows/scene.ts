import type { WorkflowClient, WorkflowHandle } from '@temporalio/client';
import { NUDGE_SIGNAL, SEARCH_ATTRIBUTES, STATE_QUERY } from '../../src/contracts/workflows';
import type { Payment } from '../../src/registry/payment/payments';
import { until } from '../support/until';

export type Input = Readonly<Record<string, unknown>>;
export interface Asked {
  readonly activity: string;
  readonly input: Input;
}

/** One payment on the stage: what its activities were asked, and what an operator sees of its workflow. */
export class Scene {
  constructor(
    readonly handle: WorkflowHandle,
    readonly payment: Payment,
    /** In order, each try counted. */
    readonly asked: readonly Asked[],
  ) {}

  get names(): string[] {
    return this.asked.map(({ activity }) => activity);
  }

  /** Waits until an activity has been asked so often; what it was asked then. */
  async whenAsked(activity: string, times = 1): Promise<Input> {
    const found = await until(`${activity} is asked ${times} times`, () => this.asked.filter((each) => each.activity === activity)[times - 1]);
    return found.input;
  }

  /** Waits until the server holds the activity back until its next try. */
  async whenWaiting(activity: string): Promise<void> {
    await until(`${activity} waits for its next try`, async () =>
      (await this.pending()).some((each) => each.activityType?.name === activity && each.lastFailure && each.state === SCHEDULED),
    );
  }

  nudge(why = 'a test'): Promise<void> {
    return this.handle.signal(NUDGE_SIGNAL, why);
  }

  state(): Promise<string> {
    return this.handle.query(STATE_QUERY);
  }

  /** The current details of the Temporal UI. */
  async details(): Promise<string> {
    return (await this.handle.query<{ currentDetails: string }>('__temporal_workflow_metadata')).currentDetails;
  }

  async attributes(): Promise<{ status: string | undefined; needsStaff: boolean | undefined }> {
    const { typedSearchAttributes } = await this.handle.describe();
    return { status: typedSearchAttributes.get(SEARCH_ATTRIBUTES.statusClass), needsStaff: typedSearchAttributes.get(SEARCH_ATTRIBUTES.needsStaff) };
  }

  async pending() {
    return (await this.handle.describe()).raw.pendingActivities ?? [];
  }

  async events() {
    return (await historyOf(this.handle.client, { workflowId: this.handle.workflowId })).events;
  }

  /** The options that each activity was scheduled with. */
  async scheduled() {
    return (await this.events()).flatMap((event) => event.activityTaskScheduledEventAttributes ?? []);
  }
}

/** One run of a workflow; without `runId` its last. */
export interface Run {
  readonly workflowId: string;
  readonly runId?: string;
  /** Events are so large that a client takes only a few at once. */
  readonly large?: true;
}

export async function historyOf(client: WorkflowClient, { workflowId, runId, large }: Run) {
  const asked = { namespace: client.options.namespace, execution: { workflowId, runId: runId ?? null }, maximumPageSize: large ? 2 : 1_000 };
  const pageAfter = (nextPageToken: Uint8Array | null) => client.workflowService.getWorkflowExecutionHistory({ ...asked, nextPageToken });
  const events = [];
  for (let page = await pageAfter(null); ; page = await pageAfter(page.nextPageToken)) {
    events.push(...(page.history?.events ?? []));
    if (!page.nextPageToken?.length) return { events };
  }
}

/** temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED */
const SCHEDULED = 1;
