import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { PAYMENT_WORKFLOW, paymentWorkflowId } from '../../src/contracts/workflows';
import { nextTransaction } from '../agent';
import { closedLoop } from '../closed-loop';
import { type Meter, quiet, spent } from '../cpu';

export interface HalfOptions {
  readonly warmUp: number;
  readonly count: number;
  readonly atOnce: number;
}

/** One side of a pair. */
export interface Half {
  readonly perSecond: number;
  readonly seconds: number;
  /** CPU milliseconds per payment, by process. */
  readonly cpuMs: Readonly<Record<string, number>>;
  /** Activities of the histories looked at, each the same. */
  readonly activities: readonly string[];
  readonly upserts: number;
}

const QUIET_LIMIT_MS = 60_000;
const CLOSED_LIMIT_MS = 60_000;

/** Runs `count` payments or bare workflows, `atOnce` in flight, and counts the CPU until the last workflow is closed. */
export async function measureHalf(
  options: HalfOptions,
  side: { readonly agent: string; readonly client: Client; readonly meter: Meter; run(transaction: string): Promise<void> },
): Promise<Half> {
  const { agent, client, meter } = side;
  await closedLoop(options.warmUp, options.atOnce, () => side.run(nextTransaction()));
  await quiet(meter, QUIET_LIMIT_MS);
  const transactions = Array.from({ length: options.count }, nextTransaction);
  const before = meter();
  const since = performance.now();
  await closedLoop(options.count, options.atOnce, (number) => side.run(transactions[number] as string));
  const seconds = (performance.now() - since) / 1_000;
  await untilClosed(client);
  const cpuMs = spent(before, meter());
  const looked = [0, options.count >> 1, options.count - 1].map((at) => path(client, agent, transactions[at] as string));
  const [first, ...others] = await Promise.all(looked);
  if (!first || others.some((other) => JSON.stringify(other) !== JSON.stringify(first))) throw new Error('the histories of one half differ');
  return {
    perSecond: options.count / seconds,
    seconds,
    cpuMs: Object.fromEntries(Object.entries(cpuMs).map(([name, ms]) => [name, ms / options.count])),
    ...first,
  };
}

/** Temporal's own list lags a little behind; the receiver and the last activity are told before their workflow closes. */
async function untilClosed(client: Client): Promise<void> {
  for (const until = Date.now() + CLOSED_LIMIT_MS; Date.now() < until; await pause(100)) {
    const { count } = await client.workflow.count(`WorkflowType = '${PAYMENT_WORKFLOW}' AND ExecutionStatus = 'Running'`);
    if (count === 0) return;
  }
  throw new Error(`workflows are still open after ${CLOSED_LIMIT_MS} ms`);
}

/** What the history of one payment says it took. */
async function path(client: Client, agent: string, transaction: string): Promise<{ activities: string[]; upserts: number }> {
  const { events } = await client.workflow.getHandle(paymentWorkflowId(agent, transaction)).fetchHistory();
  const all = events ?? [];
  return {
    activities: all.flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? []),
    upserts: all.filter((event) => event.upsertWorkflowSearchAttributesEventAttributes).length,
  };
}
