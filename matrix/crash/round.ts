import { setTimeout as pause } from 'node:timers/promises';
import type { Kind } from './kinds';
import type { Hop, Point } from './points';
import { insist, namesOnlyTheAccount, type UnderTest, underTest } from './under-test';
import { type Blow, kill, signal, type Victim } from './victim';
import type { World } from './world';

export interface Planned {
  readonly kind: Kind;
  readonly point: Point;
}

export interface RoundResult {
  readonly payments: readonly UnderTest[];
  /** What did not fit: an account that is needed twice. */
  readonly left: readonly Planned[];
  /** From the moment the victim was back to the last final status, in milliseconds; null: not all are final. */
  readonly slowestMs: number | null;
}

/** Not all points are reached: a message may come in another number than in the walk before. */
const PARK_MS = 10_000;
/** Nothing has moved for so long: who is not parked now waits for something else. */
const STILL_MS = 2_500;
/** A call that is parked at a supplier is given up after five seconds; the blow comes before. */
const CALL_MS = 4_000;
/** Longer than every deadline of the ladders `fast`: a supplier's call, the activity around it, the registry's pulse. */
export const SLEEP_MS = 20_000;
const ANSWER_MS = 90_000;
const FINAL_MS = 150_000;

/** Starts the payments at once, parks each at its point, strikes the victim, brings it back and waits for the end of all. */
export async function round(world: World, victim: Victim, blow: Blow, plan: readonly Planned[]): Promise<RoundResult> {
  const taken = new Set<string>();
  const left: Planned[] = [];
  const payments: UnderTest[] = [];
  const checksFirst = [...plan].sort((a, b) => Number(namesOnlyTheAccount(b.point)) - Number(namesOnlyTheAccount(a.point)));
  for (const planned of checksFirst) {
    const agent = world.agents[payments.length];
    const made = agent ? underTest(world, agent, planned.kind, planned.point, taken) : null;
    if (made) payments.push(made);
    else left.push(planned);
  }
  // The longest way begins first.
  payments.sort((a, b) => (b.subject.point?.place ?? 0) - (a.subject.point?.place ?? 0));
  world.gate.close();
  const asking = payments.map((payment) => insist(payment, ANSWER_MS));
  await parked(world, payments);
  world.gate.stopParking();
  await strike(world, victim, blow);
  const back = performance.now();
  await Promise.all(asking);
  const allFinal = await final(world, payments);
  return { payments, left, slowestMs: allFinal ? Math.round(performance.now() - back) : null };
}

/** Until all are parked, nothing moves any more, or the first parked call would be given up. */
export async function parked({ gate }: World, payments: readonly UnderTest[]): Promise<void> {
  const begun = performance.now();
  for (let now = begun; now - begun < PARK_MS; now = performance.now()) {
    const all = payments.map(({ subject }) => subject);
    if (all.every((subject) => subject.parkedAt !== null)) return;
    const calls = all.filter((subject) => subject.parkedAt !== null && subject.point?.hop && SUPPLIERS.includes(subject.point.hop));
    if (calls.some((subject) => now - (subject.parkedAt ?? now) > CALL_MS)) return;
    if (now - Math.max(begun, gate.movedAt) > STILL_MS) return;
    await pause(20);
  }
}

async function strike(world: World, victim: Victim, blow: Blow): Promise<void> {
  const { gate } = world;
  const own = new Set<Hop>(victim.hops);
  const others = (hops: readonly Hop[]) => new Set(hops.filter((hop) => !own.has(hop)));
  if (blow === '−9') {
    await kill(victim);
    gate.drop(own);
    gate.release();
    await victim.start();
    return;
  }
  signal(victim, 'SIGSTOP');
  // What is on its way to a supplier arrives: one that books later than the settle delay is outside of what is promised.
  gate.release(new Set<Hop>([...SUPPLIERS, ...others(WIRES)]));
  const relief = victim === world.worker ? await world.relief() : null;
  try {
    await relief?.start();
    await pause(SLEEP_MS);
  } finally {
    signal(victim, 'SIGCONT');
    gate.release();
  }
  if (relief) {
    await pause(RELIEF_MS);
    await relief.stop();
  }
}

const SUPPLIERS: readonly Hop[] = ['worker → Alseco', 'worker → upstream'];
const WIRES: readonly Hop[] = ['api → PostgreSQL', 'api → Temporal', 'worker → PostgreSQL', 'worker → Temporal'];
/** Both workers side by side for a while, before the second leaves. */
const RELIEF_MS = 2_000;

/** Whether the registry has a final status for each within the bound. */
export async function final({ database }: Pick<World, 'database'>, payments: readonly UnderTest[]): Promise<boolean> {
  const numbers = payments.map(({ subject }) => subject.transaction);
  for (const until = performance.now() + FINAL_MS; performance.now() < until; await pause(200)) {
    const { rows } = await database
      .query<{ count: number }>('SELECT count(*)::int AS count FROM payments WHERE transaction_id = ANY ($1::bigint[]) AND final_at IS NOT NULL', [
        numbers,
      ])
      .catch(() => ({ rows: [] }));
    if (rows[0]?.count === payments.length) return true;
  }
  return false;
}
