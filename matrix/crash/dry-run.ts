import { setTimeout as pause } from 'node:timers/promises';
import { KINDS, type Kind } from './kinds';
import { type Point, pointsOf } from './points';
import { final } from './round';
import { insist, underTest } from './under-test';
import type { World } from './world';

export interface Path {
  readonly kind: Kind;
  readonly points: readonly Point[];
}

/** What follows a final status: the callback's outbox, the workflow's last task. */
const AFTER_MS = 700;

/** One payment per kind goes through undisturbed; its messages are the points of its path. */
export async function walkPaths(world: World, kinds: readonly Kind[] = KINDS): Promise<Path[]> {
  const paths: Path[] = [];
  for (const kind of kinds) {
    const [agent] = world.agents;
    const payment = agent ? underTest(world, agent, kind, null, new Set()) : null;
    if (!payment) throw new Error(`no payment of kind ${kind.name} could be made`);
    await insist(payment, 30_000);
    if (!(await final(world, [payment])))
      throw new Error(`the undisturbed payment (${kind.name}) did not end: answered ${payment.answers.join(', ')}`);
    await pause(AFTER_MS);
    paths.push({ kind, points: pointsOf(payment.subject.trace) });
    world.gate.forgetAll();
  }
  return paths;
}
