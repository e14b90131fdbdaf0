import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** CPU time of processes, as the kernel counts it in /proc/<pid>/stat: user and system, all threads. Linux only. */
const MS_PER_S = 1_000;
let tick: number | undefined;

function msPerTick(): number {
  tick ??= MS_PER_S / Number.parseInt(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }), 10);
  return tick;
}

interface Times {
  readonly parent: number;
  /** In ticks: the process itself, and its children that have ended. */
  readonly own: number;
  readonly buried: number;
}

function timesOf(pid: number): Times {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command name may hold spaces and brackets: fields are counted after its last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number.parseInt(fields[number - 3] ?? '', 10);
  return { parent: field(4), own: field(14) + field(15), buried: field(16) + field(17) };
}

/** Milliseconds of one process. Throws where it is gone. */
export const processCpuMs = (pid: number): number => timesOf(pid).own * msPerTick();

/** Milliseconds of a process and its children, the ended ones included (PostgreSQL: one child per connection). */
export function familyCpuMs(pid: number): number {
  const { own, buried } = timesOf(pid);
  let ticks = own + buried;
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const times = timesOf(Number.parseInt(name, 10));
      if (times.parent === pid) ticks += times.own;
    } catch {
      // Ended between the two looks: it is among the buried at the next.
    }
  }
  return ticks * msPerTick();
}

/** Reads the CPU time of named processes, in milliseconds each. */
export type Meter = () => Readonly<Record<string, number>>;

export const total = (usage: Readonly<Record<string, number>>): number => Object.values(usage).reduce((sum, each) => sum + each, 0);

export function spent(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(after).map(([name, ms]) => [name, ms - (before[name] ?? 0)]));
}

const WINDOW_MS = 1_000;
const QUIET_SHARE = 0.15;

/** Waits until the processes together use less than 15 % of one core over a second, at most `limitMs`; false when they never did. */
export async function quiet(meter: Meter, limitMs: number): Promise<boolean> {
  for (const until = Date.now() + limitMs; Date.now() < until; ) {
    const before = total(meter());
    const since = performance.now();
    await pause(WINDOW_MS);
    if (total(meter()) - before < QUIET_SHARE * (performance.now() - since)) return true;
  }
  return false;
}
