import { setTimeout as pause } from 'node:timers/promises';
import { ask, type Server } from '../../test/support/services/standby';
import type { ScenarioResult } from './crash';
import type { Path } from './dry-run';
import { planned } from './plan';
import type { Hop } from './points';
import { final, type Planned } from './round';
import type { Failover } from './standbys';
import { made, parkedAtPoints } from './stores';
import { insist, type UnderTest } from './under-test';
import { excuse, judge } from './verdict';
import { kill } from './victim';
import { type World, warmUp } from './world';

export const FAILOVER = 'failover to a copy that lags';
const WORKER: readonly Hop[] = ['worker → PostgreSQL', 'worker → Temporal', 'worker → Alseco', 'worker → upstream'];
/** What the copy lacks of the registry's last words. The pulse's gap is ten seconds on the ladders `fast`: a failover is shorter. */
const LAG_MS = 1_000;
const INSIST_MS = 60_000;

interface Failed {
  readonly stopped: readonly UnderTest[];
  /** Those of which the promoted copy has a row. */
  readonly kept: readonly UnderTest[];
  readonly lost: number;
  readonly slowestMs: number;
  readonly bookedOnce: number;
  /** Of these, left to staff. */
  readonly left: number;
  readonly violations: readonly string[];
}

/**
 * A standby follows PostgreSQL, and falls behind: payments that it knows go on, are sent and end, and others come, without its
 * learning of it. A second later PostgreSQL is killed and the standby promoted, at once and under load. Rounds until each point has
 * had its turn or the time is over.
 */
export async function failedOver(
  world: World,
  failover: Failover,
  paths: readonly Path[],
  minutes: number,
  random: () => number,
  say: (line: string) => void,
): Promise<ScenarioResult> {
  const until = performance.now() + minutes * 60_000;
  const left = planned(paths, WORKER, random);
  const result = { victim: FAILOVER, blow: 'promoted', points: left.length, rounds: 0, planned: 0, reached: 0, payments: 0, right: 0, slowestMs: 0 };
  const violations: string[] = [];
  do {
    const plan = left.splice(0, world.agents.length);
    const load = Array.from({ length: world.agents.length }, () => plan[Math.floor(random() * plan.length)] as Planned);
    const { stopped, kept, lost, slowestMs, bookedOnce, left: toStaff, violations: wrong } = await promoted(world, failover, plan, load);
    result.rounds++;
    result.planned += stopped.length;
    result.reached += stopped.filter(({ subject }) => subject.parkedAt !== null).length;
    result.payments += kept.length;
    result.right += bookedOnce;
    result.slowestMs = Math.max(result.slowestMs, slowestMs);
    violations.push(...wrong.map((each) => `${FAILOVER}, round ${result.rounds}: ${each}`));
    const counts = `${bookedOnce} of ${kept.length} right${toStaff > 0 ? `, ${toStaff} of them left to staff` : ''}, ${lost} rows lost`;
    say(`${FAILOVER}, round ${result.rounds}: ${counts}, ${left.length} points left${wrong.length ? `, ${wrong.length} WRONG` : ''}`);
  } while (left.length > 0 && violations.length === 0 && performance.now() < until);
  return { ...result, violations };
}

async function promoted(world: World, failover: Failover, plan: readonly Planned[], load: readonly Planned[]): Promise<Failed> {
  const { services, gate } = world;
  if (!services.postgres) throw new Error('PostgreSQL is not ours to lose');
  await warmUp(world);
  const standby = await failover.standby();
  const stopped = await parkedAtPoints(world, plan);
  await standby.caughtUp();
  await standby.cutOff();
  gate.release();
  const others = made(world, load, () => null);
  const asking = others.map(async (payment, at) => {
    await pause((at * LAG_MS) / others.length);
    await insist(payment, INSIST_MS);
  });
  await pause(LAG_MS);
  await kill(services.postgres);
  await standby.promote();
  const dead = failover.takeOver(standby);
  const back = performance.now();
  await Promise.all(asking);
  const lost = await failover.autopsy(dead, () => lostRows(world, dead));
  excuse(lost);
  const { rows } = await world.database.query<{ transaction: string }>('SELECT transaction_id AS transaction FROM payments');
  const known = new Set(rows.map(({ transaction }) => transaction));
  const kept = [...stopped, ...others].filter(({ subject }) => known.has(subject.transaction));
  const allFinal = await final(world, kept);
  const tookMs = Math.round(performance.now() - back);
  const verdict = await judge(world, kept);
  // How long the others took is not known where one waits for staff; that one counts as right all the same.
  const slowestMs = allFinal ? tookMs : verdict.violations.length === 0 ? 0 : Number.POSITIVE_INFINITY;
  gate.forgetAll();
  return { ...verdict, stopped, kept, lost: lost.length, slowestMs };
}

/** RequestIDs that only the lost server knows: their bookings are `only theirs` to the day's comparison. */
async function lostRows({ database, services }: World, dead: Server): Promise<string[]> {
  const requests = 'SELECT request_id AS request FROM payments';
  const all = await ask<{ request: string }>(dead, requests, [], new URL(services.databaseUrl).pathname.slice(1));
  const { rows } = await database.query<{ request: string }>(requests);
  const known = new Set(rows.map(({ request }) => request));
  return all.map(({ request }) => request).filter((request) => !known.has(request));
}
