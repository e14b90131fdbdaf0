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

/** Remote activities in their order, and upserts of search attributes. */
export interface Path {
  readonly activities: readonly string[];
  readonly upserts: number;
}

/** One side of a pair. */
export interface Half {
  readonly perSecond: number;
  readonly seconds: number;
  /** CPU milliseconds per payment, by process. */
  readonly cpuMs: Readonly<Record<string, number>>;
  /** What most of the histories looked at say a payment took, and how many of them say so. */
  readonly path: Path;
  readonly looked: number;
  readonly straight: number;
}

const QUIET_LIMIT_MS = 60_000;
const CLOSED_LIMIT_MS = 60_000;
/** Histories read after each half. */
const LOOKED = 20;

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
  const every = Math.max(1, Math.floor(options.count / LOOKED));
  const sample = transactions.filter((_, at) => at % every === 0);
  const paths = await Promise.all(sample.map((transaction) => pathOf(client, agent, transaction)));
  return {
    perSecond: options.count / seconds,
    seconds,
    cpuMs: Object.fromEntries(Object.entries(cpuMs).map(([name, ms]) => [name, ms / options.count])),
    ...mostCommon(paths),
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
async function pathOf(client: Client, agent: string, transaction: string): Promise<Path> {
  const { events } = await client.workflow.getHandle(paymentWorkflowId(agent, transaction)).fetchHistory();
  const all = events ?? [];
  return {
    activities: all.flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? []),
    upserts: all.filter((event) => event.upsertWorkflowSearchAttributesEventAttributes).length,
  };
}

function mostCommon(paths: readonly Path[]): Pick<Half, 'path' | 'looked' | 'straight'> {
  const same = new Map<string, Path[]>();
  for (const path of paths) {
    const key = JSON.stringify(path);
    same.set(key, [...(same.get(key) ?? []), path]);
  }
  const [most] = [...same.values()].sort((a, b) => b.length - a.length);
  if (!most?.[0]) throw new RangeError('no history was looked at');
  return { path: most[0], looked: paths.length, straight: most.length };
}
