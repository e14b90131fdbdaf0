import type { Path } from './dry-run';
import { planned } from './plan';
import type { Hop } from './points';
import { type Planned, round } from './round';
import { judge } from './verdict';
import type { Blow, Victim } from './victim';
import { type World, warmUp } from './world';

/** One victim and one blow, with the wires whose points are taken. */
export interface Scenario {
  readonly victim: Victim;
  readonly blow: Blow;
  readonly hops: readonly Hop[];
  /** No new round begins after this share of the run's time, in minutes. */
  readonly minutes: number;
}

export interface ScenarioResult {
  readonly victim: string;
  readonly blow: string;
  readonly rounds: number;
  /** Of those known on its wires. */
  readonly points: number;
  readonly reached: number;
  readonly planned: number;
  readonly payments: number;
  readonly right: number;
  readonly slowestMs: number;
  readonly violations: readonly string[];
}

/** Rounds of as many payments as there are agents, until each point has had its turn or the scenario's time is over. */
export async function runScenario(
  world: World,
  paths: readonly Path[],
  { victim, blow, hops, minutes }: Scenario,
  random: () => number,
  say: (line: string) => void,
): Promise<ScenarioResult> {
  const until = performance.now() + minutes * 60_000;
  let left: readonly Planned[] = planned(paths, hops, random);
  const known = left.length;
  const result = { rounds: 0, planned: 0, reached: 0, payments: 0, right: 0, slowestMs: 0 };
  const violations: string[] = [];
  while (left.length > 0 && violations.length === 0 && performance.now() < until) {
    const now = left.slice(0, world.agents.length);
    await warmUp(world);
    const done = await round(world, victim, blow, now);
    const { violations: wrong, bookedOnce } = await judge(world, done.payments);
    left = [...done.left, ...left.slice(now.length)];
    const reached = done.payments.filter(({ subject }) => subject.parkedAt !== null).length;
    result.rounds++;
    result.planned += done.payments.length;
    result.reached += reached;
    result.payments += done.payments.length;
    result.right += bookedOnce;
    result.slowestMs = Math.max(result.slowestMs, done.slowestMs ?? Number.POSITIVE_INFINITY);
    violations.push(...wrong.map((each) => `${victim.name} ${blow}, round ${result.rounds}: ${each}`));
    const ended = done.slowestMs === null ? 'not all final' : `final after ${(done.slowestMs / 1_000).toFixed(1)} s`;
    const counts = `${reached} of ${done.payments.length} parked, ${bookedOnce} right`;
    say(
      `${victim.name} ${blow}, round ${result.rounds}: ${counts}, ${ended}, ${left.length} points left${wrong.length ? `, ${wrong.length} WRONG` : ''}`,
    );
    world.gate.forgetAll();
  }
  return { victim: victim.name, blow, points: known, violations, ...result };
}
