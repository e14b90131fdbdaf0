import { setTimeout as pause } from 'node:timers/promises';
import type { ScenarioResult } from './crash';
import type { Path } from './dry-run';
import { planned } from './plan';
import type { Hop, Point } from './points';
import { final, type Planned, parked } from './round';
import type { Store } from './services';
import { insist, type UnderTest, underTest } from './under-test';
import { excuse, judge } from './verdict';
import { kill } from './victim';
import { type World, warmUp } from './world';

const WORKER: readonly Hop[] = ['worker → PostgreSQL', 'worker → Temporal', 'worker → Alseco', 'worker → upstream'];
/** A copy is told from the present by the silence of the registry's pulse: ten seconds on the ladders `fast`. */
const OLDER_MS = 12_000;
const INSIST_MS = 60_000;

/**
 * A store is replaced by an older copy of itself. Before the copy some payments have ended and some are under way; after it
 * these end too, others come and end, and others are under way when the present is lost. Then the copy stands in its place,
 * and new payments come.
 */
export async function replaced(
  world: World,
  store: Store,
  paths: readonly Path[],
  random: () => number,
  say: (line: string) => void,
): Promise<ScenarioResult> {
  const isRegistry = store === world.services.postgres;
  const points = planned(paths, WORKER, random);
  const quarter = Math.floor(world.agents.length / 2);
  const draw = (): Planned[] => points.splice(0, quarter);
  await warmUp(world);

  const ended = await undisturbed(world, draw());
  const underWay = await parkedAtPoints(world, draw());
  await kill(world.worker);
  world.gate.drop();
  await store.stop();
  store.copy();
  await store.start();
  const copiedAt = performance.now();
  await world.worker.start();
  await mustEnd(world, underWay);

  const later = await undisturbed(world, draw());
  await pause(Math.max(0, OLDER_MS - (performance.now() - copiedAt)));
  const lost = await parkedAtPoints(world, draw());
  await Promise.all(lost.map((payment) => insist(payment, INSIST_MS)));
  if (isRegistry) excuse(await requestsOf(world, [...later, ...lost]));
  await kill(store);
  store.putBack();
  world.gate.drop(new Set(store.hops));
  world.gate.release();
  await store.start();
  const back = performance.now();
  const fresh = await undisturbed(world, draw());
  // An older registry lacks what came after it, and agents do not repeat it.
  const counted = isRegistry ? [...ended, ...underWay, ...fresh] : [...ended, ...underWay, ...later, ...lost, ...fresh];
  const allFinal = await final(world, counted);
  const slowestMs = allFinal ? Math.round(performance.now() - back) : Number.POSITIVE_INFINITY;
  const { violations, bookedOnce } = await judge(world, counted);
  world.gate.forgetAll();
  const stopped = [...underWay, ...lost];
  const reached = stopped.filter(({ subject }) => subject.parkedAt !== null).length;
  const name = `${store.name}, an older copy`;
  say(
    `${name}: ${reached} of ${stopped.length} parked, ${bookedOnce} of ${counted.length} right${violations.length ? `, ${violations.length} WRONG` : ''}`,
  );
  return {
    victim: name,
    blow: 'replaced',
    rounds: 1,
    points: stopped.length,
    planned: stopped.length,
    reached,
    payments: counted.length,
    right: bookedOnce,
    slowestMs,
    violations: violations.map((each) => `${name}: ${each}`),
  };
}

async function undisturbed(world: World, plan: readonly Planned[]): Promise<UnderTest[]> {
  const payments = made(world, plan, () => null);
  await Promise.all(payments.map((payment) => insist(payment, INSIST_MS)));
  await mustEnd(world, payments);
  return payments;
}

export async function parkedAtPoints(world: World, plan: readonly Planned[]): Promise<UnderTest[]> {
  world.gate.close();
  const payments = made(world, plan, ({ point }) => point);
  await Promise.all([...payments.map((payment) => insist(payment, INSIST_MS)), parked(world, payments)]);
  world.gate.stopParking();
  return payments;
}

/** One payment of each agent, in the order of the plan; without a point it passes undisturbed. */
export function made(world: World, plan: readonly Planned[], pointOf: (planned: Planned) => Point | null): UnderTest[] {
  const taken = new Set<string>();
  return plan.flatMap((each, at) => {
    const agent = world.agents[at];
    const point = pointOf(each);
    return (agent && underTest(world, agent, each.kind, point, point === null ? null : taken)) || [];
  });
}

async function mustEnd(world: World, payments: readonly UnderTest[]): Promise<void> {
  if (await final(world, payments)) return;
  const { violations } = await judge(world, payments);
  throw new Error(`payments did not end before the copy was put back:\n${violations.join('\n')}`);
}

async function requestsOf({ database }: World, payments: readonly UnderTest[]): Promise<string[]> {
  const { rows } = await database.query<{ request: string }>('SELECT request_id AS request FROM payments WHERE transaction_id = ANY ($1::bigint[])', [
    payments.map(({ subject }) => subject.transaction),
  ]);
  return rows.map(({ request }) => request);
}
