import { readdirSync, readFileSync } from 'node:fs';

const MIB = 1024;
const EVERY_MS = 1_000;

/** Memory of one process in MiB; with children (PostgreSQL) of all of them, what they share counted once. Null where it is gone. */
function mibOf(pid: number, family: boolean): number | null {
  try {
    const pids = family ? [pid, ...childrenOf(pid)] : [pid];
    return pids.reduce((sum, each) => sum + kibOf(each), 0) / MIB;
  } catch {
    return null;
  }
}

/** Pss: a shared page counts for each process by its share. */
function kibOf(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number.parseInt(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? '0', 10);
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
      .split(' ')
      .filter((text) => text.trim() !== '')
      .map((text) => Number.parseInt(text, 10)),
  );
}

export interface Memory {
  readonly name: string;
  /** MiB. `start`: soon after it was ready, before the load. */
  start: number;
  peak: number;
  end: number;
}

export interface Watched {
  readonly name: string;
  /** Changes with each restart; throws while the process is away. */
  readonly pid: () => number;
  readonly family?: boolean;
}

/** Looks every second until it is stopped. Linux only. */
export function watchMemory(watched: readonly Watched[]): { stop(): readonly Memory[] } {
  const seen = new Map<string, Memory>();
  const look = () => {
    for (const { name, pid, family = false } of watched) {
      const mib = mibOf(pidNow(pid), family);
      if (mib === null) continue;
      const known = seen.get(name);
      if (!known) seen.set(name, { name, start: mib, peak: mib, end: mib });
      else Object.assign(known, { peak: Math.max(known.peak, mib), end: mib });
    }
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      look();
      return [...seen.values()];
    },
  };
}

function pidNow(pid: () => number): number {
  try {
    return pid();
  } catch {
    return -1;
  }
}
