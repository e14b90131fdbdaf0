import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isZombie } from '../process/identity';

/** What the backends of a killed server may take to notice. */
const LEAVE_MS = 10_000;
const NUMBER = /^\d+$/;

/**
 * PostgreSQL takes a killed server for a running one as long as nobody has reaped it, which some containers' first process never
 * does. Its pid file goes when it is a zombie and no process works in the folder any more; in every other case PostgreSQL judges.
 */
export async function forgetZombie(data: string): Promise<void> {
  if (process.platform !== 'linux' || !isZombie(pidIn(data))) return;
  for (const until = Date.now() + LEAVE_MS; worksIn(data) && Date.now() < until; ) await pause(50);
  if (!worksIn(data) && isZombie(pidIn(data))) rmSync(join(data, 'postmaster.pid'), { force: true });
}

/** The pid that a server left in its folder; NaN where there is none. */
export function pidIn(data: string): number {
  try {
    return Number.parseInt(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0] ?? '', 10);
  } catch {
    return Number.NaN;
  }
}

/** The server and each of its backends have the folder as their working directory. */
function worksIn(data: string): boolean {
  const folder = realpathSync(data);
  return readdirSync('/proc').some((pid) => NUMBER.test(pid) && workingDirectoryOf(pid) === folder);
}

function workingDirectoryOf(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}
