import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from '../../config';

export interface TemporalFetch {
  /** An empty folder on the disk of the cache. */
  readonly folder: string;
  readonly version: string;
  readonly programs: readonly string[];
  readonly say: (line: string) => void;
}

const LIMIT_MS = 30 * 60_000;
const REPORT_EVERY_MS = 10_000;

/** Builds the Temporal CLI from source; about five minutes once on two cores. Resolves with the binary's path. */
export async function buildTemporal({ folder, version, programs, say }: TemporalFetch, limitMs = LIMIT_MS): Promise<string> {
  const go = programs.map((place) => join(place, 'go')).find(isExecutable);
  if (!go) throw new Error('Go is not installed');
  const started = Date.now();
  const child = spawn(go, ['install', `github.com/temporalio/cli/cmd/temporal@v${version}`], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: childEnvironment({ GOBIN: folder, GOFLAGS: '-buildvcs=false', CGO_ENABLED: '0' }),
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-4_000);
  });
  const report = setInterval(() => {
    const line = said.trim().split('\n').at(-1) ?? '';
    say(`Temporal server: building, ${Math.round((Date.now() - started) / 1000)} s${line ? ` (${line.slice(0, 100)})` : ''}`);
  }, REPORT_EVERY_MS);
  const cut = setTimeout(() => killGroup(child.pid), limitMs);
  // Ctrl-C while building must not leave compilers behind: they are in a group of their own.
  const leave = () => killGroup(child.pid);
  process.once('exit', leave);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0)
      throw new Error(code === null ? `not finished after ${limitMs / 60_000} minutes` : (said.trim().split('\n').at(-1) ?? `exit code ${code}`));
    return join(folder, 'temporal');
  } finally {
    clearInterval(report);
    clearTimeout(cut);
    process.removeListener('exit', leave);
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Already over.
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
