import { join } from 'node:path';
import { childEnvironment } from '../../src/config';
import { CALLBACK_WORKFLOW } from '../../src/contracts/workflows';
import { Poster, paymentForm } from '../agent';
import { writeBundle } from '../bare/bundle';
import { Waiting } from '../closed-loop';
import { familyCpuMs, processCpuMs } from '../cpu';
import { startChild } from '../services/child';
import { shown } from '../statistics';
import { type BenchWorld, tolemMeter } from '../world';
import { type Half, type HalfOptions, measureHalf } from './half';
import { receiver } from './receiver';

export interface LifecycleOptions extends HalfOptions {
  readonly pairs: number;
}

export interface Pair {
  readonly tolem: Half;
  readonly bare: Half;
}

export interface Lifecycle {
  readonly options: LifecycleOptions;
  readonly pairs: readonly Pair[];
  /** Callbacks whose first try found the agent's two places taken and that went on as workflows of their own. */
  readonly laddered: number;
}

const ENDS_WITHIN_MS = 60_000;
/** The straight path: more remote activities than these would be another measurement. */
const STRAIGHT_PATH = ['check', 'pay', 'callback'];

/**
 * Finished payments beside bare workflows, in pairs whose order alternates. Each side's processes run in its own halves only;
 * PostgreSQL, Temporal and both sandboxes stay up.
 */
export async function lifecycle(world: BenchWorld, options: LifecycleOptions, say: (line: string) => void): Promise<Lifecycle> {
  say('lifecycle: bundling the bare workflow');
  await writeBundle(world.benchFolder);
  const payments = new Waiting('payment', ENDS_WITHIN_MS);
  const hook = await receiver(payments);
  try {
    await world.database.query('UPDATE agents SET callback_url = $1 WHERE id = 144', [hook.url]);
    await Promise.all([world.worker.stop(), world.api.stop()]);
    const halves = { tolem: () => tolemHalf(world, options, payments), bare: () => bareHalf(world, options) };
    const pairs: Pair[] = [];
    for (let number = 1; number <= options.pairs; number++) {
      const pair = await inTurn(number, halves);
      requireStraightPath(pair);
      pairs.push(pair);
      say(`lifecycle, pair ${number} of ${options.pairs}: ${shown(pair.tolem.perSecond)}/s beside bare ${shown(pair.bare.perSecond)}/s`);
    }
    return { options, pairs, laddered: await ladderedCallbacks(world) };
  } finally {
    await world.database.query('UPDATE agents SET callback_url = NULL WHERE id = 144');
    await hook.close();
  }
}

/** Odd pairs begin with Tolem, even ones with bare: what grows over a run burdens both alike. */
async function inTurn(number: number, halves: { tolem(): Promise<Half>; bare(): Promise<Half> }): Promise<Pair> {
  if (number % 2 === 1) {
    const tolem = await halves.tolem();
    return { tolem, bare: await halves.bare() };
  }
  const bare = await halves.bare();
  return { tolem: await halves.tolem(), bare };
}

async function tolemHalf(world: BenchWorld, options: LifecycleOptions, payments: Waiting): Promise<Half> {
  await Promise.all([world.worker.start(), world.api.start()]);
  const poster = new Poster(world.api.port, '/home/index', options.atOnce);
  try {
    return await measureHalf(options, {
      agent: '144',
      client: world.client,
      meter: tolemMeter(world),
      run: async (transaction) => {
        await Promise.all([payments.for(transaction), poster.post(paymentForm(transaction))]);
      },
    });
  } finally {
    await poster.close();
    await Promise.all([world.worker.stop(), world.api.stop()]);
  }
}

/** The starter stands for the api, the bare worker for the worker. */
async function bareHalf(world: BenchWorld, options: LifecycleOptions): Promise<Half> {
  const environment = childEnvironment({ ...world.environment, TASK_QUEUE_PREFIX: 'bare', DATA_DIR: world.benchFolder });
  const child = (name: string, script: string) => startChild({ name, script, environment, logFile: join(world.benchFolder, 'bare.log') });
  const ended = new Waiting('bare workflow', ENDS_WITHIN_MS);
  const [worker, starter] = await Promise.all([child('bare worker', 'bare/worker'), child('bare starter', 'bare/starter')]);
  worker.onMessage((transaction) => ended.done(transaction));
  try {
    return await measureHalf(options, {
      agent: '900',
      client: world.client,
      meter: () => ({
        api: processCpuMs(starter.pid),
        worker: processCpuMs(worker.pid),
        Temporal: processCpuMs(world.temporal),
        PostgreSQL: familyCpuMs(world.postgres),
      }),
      run: (transaction) => {
        const end = ended.for(transaction);
        starter.send(transaction);
        return end;
      },
    });
  } finally {
    await Promise.all([worker.stop(), starter.stop()]);
  }
}

/** The assertion of the measurement: otherwise something else would be compared. */
function requireStraightPath({ tolem, bare }: Pair): void {
  for (const [side, { path }] of Object.entries({ tolem, bare })) {
    const took = path.activities.join(', ');
    if (took !== STRAIGHT_PATH.join(', ')) throw new Error(`${side} took ${took} instead of ${STRAIGHT_PATH.join(', ')}`);
  }
  if (tolem.path.upserts !== bare.path.upserts) {
    throw new Error(`a payment upserts ${tolem.path.upserts} times, a bare workflow ${bare.path.upserts} times`);
  }
}

/** What the first try did not deliver goes on as a workflow of its own. */
async function ladderedCallbacks({ client }: BenchWorld): Promise<number> {
  return (await client.workflow.count(`WorkflowType = '${CALLBACK_WORKFLOW}'`)).count;
}
