import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A process beyond doubt: pids are given out again, a pid with its start time is not. */
export interface Identity {
  readonly pid: number;
  readonly started: string;
}

/** The identity of a live process, or undefined where there is none (a zombie counts as none). */
export function identify(pid: number): Identity | undefined {
  const started = process.platform === 'linux' ? startedOnLinux(pid) : startedByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

export function isAlive(identity: Identity): boolean {
  return identify(identity.pid)?.started === identity.started;
}

/** Sends the signal only if the pid still belongs to the same process. */
export function signal(identity: Identity, name: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false;
  try {
    return process.kill(identity.pid, name);
  } catch {
    return false;
  }
}

/** Waits until the process is gone; false when it still lives after `timeoutMs`. */
export async function gone(identity: Identity, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(identity)) {
    if (Date.now() >= deadline) return false;
    await pause(25);
  }
  return true;
}

/** Asks with each signal in turn, waiting its time; the last word is SIGKILL. */
export async function end(identity: Identity, steps: ReadonlyArray<readonly [NodeJS.Signals, number]>): Promise<void> {
  for (const [name, waitMs] of [...steps, ['SIGKILL', 5_000] as const]) {
    if (!signal(identity, name) || (await gone(identity, waitMs))) return;
  }
}

function startedOnLinux(pid: number): string | undefined {
  const fields = statOf(pid);
  if (!fields || fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return `${bootId()}:${fields[19]}`;
}

/** Dead, and nobody has asked for its end yet; Linux only. */
export const isZombie = (pid: number): boolean => statOf(pid)?.[0] === 'Z';

/** The fields of /proc/<pid>/stat from the state on; the command's name before it may hold spaces and brackets. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function startedByPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

let boot: string | undefined;
function bootId(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return boot;
}
