import { readdirSync, readFileSync } from 'node:fs';
import { gone, identify } from '../../src/start/process/identity';
import type { Hop } from './points';

/** What a round kills or puts to sleep. */
export interface Victim {
  readonly name: string;
  /** The wires that end at it, on either side. */
  readonly hops: readonly Hop[];
  /** Its processes now, the parent first. */
  pids(): number[];
  /** As a supervisor would: on the same port, with the same data. */
  start(): Promise<void>;
}

export type Blow = '−9' | 'SIGSTOP';

const GONE_MS = 10_000;

/** Kills every process of the victim at once and waits until all are gone. */
export async function kill(victim: Victim): Promise<void> {
  const identities = victim.pids().flatMap((pid) => identify(pid) ?? []);
  signal(
    victim,
    'SIGKILL',
    identities.map(({ pid }) => pid),
  );
  for (const identity of identities) if (!(await gone(identity, GONE_MS))) throw new Error(`${victim.name} outlived SIGKILL (pid ${identity.pid})`);
}

export function signal(victim: Victim, name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT', pids = victim.pids()): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** A process and its children, as Linux knows them. */
export function family(pid: number): number[] {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid);
  return [pid, ...children.map((name) => Number.parseInt(name, 10))];
}

function parentOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number.parseInt(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '', 10);
  } catch {
    return -1;
  }
}
