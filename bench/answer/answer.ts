import { join } from 'node:path';
import { childEnvironment } from '../../src/config';
import { nextTransaction, Poster, paymentForm } from '../agent';
import { closedLoop } from '../closed-loop';
import { familyCpuMs, type Meter, processCpuMs, quiet } from '../cpu';
import { type Child, startChild } from '../services/child';
import { type Latencies, latencies, shown } from '../statistics';
import type { BenchWorld } from '../world';
import { agentsFor } from './agents';
import { paced } from './paced';
import { createTable } from './table';

export interface AnswerOptions {
  readonly pairs: number;
  readonly connections: readonly number[];
  /** Of each half. */
  readonly requests: number;
  readonly warmUp: number;
  /** How long payments come in at half the finishing rate, in seconds. */
  readonly pacedSeconds: number;
}

export interface AnswerPair {
  readonly payment: Latencies;
  readonly route: Latencies;
}

export interface Answers {
  readonly options: AnswerOptions;
  /** Workers stopped, by number of connections. */
  readonly stopped: ReadonlyMap<number, readonly AnswerPair[]>;
  /** Workers on, payments coming in at `perSecond`; the route is asked as often in between. */
  readonly working: AnswerPair & { readonly perSecond: number };
}

const QUIET_LIMIT_MS = 90_000;
const WORKING_CONNECTIONS = 15;

/** The time an agent waits for the answer to Payment, beside a route that does one INSERT. */
export async function answers(world: BenchWorld, options: AnswerOptions, finishing: number, say: (line: string) => void): Promise<Answers> {
  await createTable(world.database);
  await Promise.all([world.worker.start(), world.api.start()]);
  const route = await startChild({
    name: 'bench route',
    script: 'answer/route',
    environment: childEnvironment(world.environment),
    logFile: join(world.benchFolder, 'route.log'),
  });
  try {
    const working = await whileWorking(world, route, options, finishing / 2);
    say(`answer, workers on, ${shown(working.perSecond)}/s: p99 ${shown(working.payment.p99)} ms beside ${shown(working.route.p99)} ms`);
    await world.worker.stop();
    const stopped = new Map<number, AnswerPair[]>();
    for (let number = 1; number <= options.pairs; number++) {
      for (const connections of options.connections) {
        const pair = await pairOf(world, route, options, connections, number);
        stopped.set(connections, [...(stopped.get(connections) ?? []), pair]);
        say(
          `answer, pair ${number} of ${options.pairs}, ${connections} connections: p99 ${shown(pair.payment.p99)} ms beside ${shown(pair.route.p99)} ms`,
        );
      }
    }
    return { options, stopped, working };
  } finally {
    await route.stop();
  }
}

async function pairOf(world: BenchWorld, route: Child, options: AnswerOptions, connections: number, number: number): Promise<AnswerPair> {
  const agents = await agentsFor(world.database, connections);
  const ofPayment = async () => {
    const half = await measured(world.api.port, '/home/index', options, connections, agents);
    // Temporal has not been told of most of these payments yet, and nobody waits for them: the next half shall not pay for that.
    await world.database.query('DELETE FROM outbox');
    await quiet(everything(world, route), QUIET_LIMIT_MS);
    return half;
  };
  const ofRoute = () => measured(route.port, '/insert', options, connections, agents);
  if (number % 2 === 1) {
    const payment = await ofPayment();
    return { payment, route: await ofRoute() };
  }
  const first = await ofRoute();
  return { payment: await ofPayment(), route: first };
}

async function measured(
  port: number,
  path: string,
  { requests, warmUp }: AnswerOptions,
  connections: number,
  agents: readonly string[],
): Promise<Latencies> {
  const poster = new Poster(port, path, connections);
  const once = (number: number) => poster.post(paymentForm(nextTransaction(), agents[number % agents.length]));
  try {
    await closedLoop(warmUp, connections, once);
    const since = performance.now();
    const took = await closedLoop(requests, connections, once);
    return latencies(took, (performance.now() - since) / 1_000);
  } finally {
    await poster.close();
  }
}

async function whileWorking(world: BenchWorld, route: Child, options: AnswerOptions, perSecond: number): Promise<Answers['working']> {
  const api = new Poster(world.api.port, '/home/index', WORKING_CONNECTIONS);
  const insert = new Poster(route.port, '/insert', WORKING_CONNECTIONS);
  const count = Math.ceil(perSecond * options.pacedSeconds);
  try {
    await closedLoop(options.warmUp >> 2, 5, () => api.post(paymentForm(nextTransaction())));
    await closedLoop(options.warmUp >> 2, 5, () => insert.post(paymentForm(nextTransaction())));
    await quiet(everything(world, route), QUIET_LIMIT_MS);
    const [payment, inserted] = await Promise.all([
      paced(count, perSecond, 0, () => api.post(paymentForm(nextTransaction()))),
      paced(count, perSecond, 0.5, () => insert.post(paymentForm(nextTransaction()))),
    ]);
    await quiet(everything(world, route), QUIET_LIMIT_MS);
    return { perSecond, payment, route: inserted };
  } finally {
    await Promise.all([api.close(), insert.close()]);
  }
}

const everything =
  (world: BenchWorld, route: Child): Meter =>
  () => ({
    api: processCpuMs(world.api.pid),
    route: processCpuMs(route.pid),
    Temporal: processCpuMs(world.temporal),
    PostgreSQL: familyCpuMs(world.postgres),
  });
