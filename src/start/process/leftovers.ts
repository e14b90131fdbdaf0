import type { RunFile } from '../../running';
import { POSTGRES_STOP } from '../postgres/server';
import { TEMPORAL_STOP } from '../temporal/server';
import { end, gone, type Identity, isAlive } from './identity';

/**
 * Stops what a killed starter left behind, and nothing else: a process counts only with its very start time. Node
 * children are on their way out already (their channel closed); each has its own bounded stop.
 * @param nodeStopMs how long a Node child may take for calls in flight
 */
export async function stopLeftovers(leftover: RunFile, nodeStopMs: number, say: (line: string) => void): Promise<void> {
  const alive = leftover.processes.filter(isAlive);
  if (alive.length === 0) return;
  say(`An earlier start was killed: stopping what it left (${alive.map((each) => each.name).join(', ')})`);
  const node = alive.filter((each) => !(each.name in SERVERS));
  await Promise.all(node.map((each) => finish(each, nodeStopMs)));
  for (const each of alive.filter((one) => one.name in SERVERS)) await end(each, SERVERS[each.name] ?? TEMPORAL_STOP);
}

const SERVERS: Readonly<Record<string, typeof POSTGRES_STOP | typeof TEMPORAL_STOP>> = {
  'Temporal server': TEMPORAL_STOP,
  PostgreSQL: POSTGRES_STOP,
};

async function finish(process: Identity, waitMs: number): Promise<void> {
  if (!(await gone(process, waitMs))) await end(process, [['SIGTERM', 2_000]]);
}
