import { fork } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TemporalFetch } from './build';

/** Without a new byte for this long the download is given up. */
const STALL_MS = 15_000;
const LIMIT_MS = 15 * 60_000;
const LOOK_EVERY_MS = 500;
const REPORT_EVERY_MS = 5_000;

/**
 * Lets the SDK fetch the Temporal CLI the way its test environment does. It runs in a process of its own, because the
 * SDK's native part cannot be interrupted. Resolves with the binary's path.
 */
export async function downloadTemporal(
  { folder, version, say }: TemporalFetch,
  script = join(__dirname, 'temporal-download-child.js'),
  stallMs = STALL_MS,
): Promise<string> {
  const child = fork(script, [folder, `v${version}`], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], detached: true });
  let failure: string | undefined;
  child.on('message', (message) => {
    failure = String(message);
  });
  const started = Date.now();
  let [bytes, movedAt, reportedAt] = [0, started, started];
  const watch = setInterval(() => {
    const now = Date.now();
    const size = bytesIn(folder);
    if (size !== bytes) [bytes, movedAt] = [size, now];
    if (now - movedAt > stallMs || now - started > LIMIT_MS) {
      failure ??= bytes === 0 ? `no answer within ${stallMs / 1000} s` : `stalled after ${bytes} bytes`;
      child.kill('SIGKILL');
    } else if (now - reportedAt >= REPORT_EVERY_MS) {
      reportedAt = now;
      say(`Temporal server: downloading, ${Math.round((now - started) / 1000)} s, ${Math.round(bytes / 1_048_576)} MiB`);
    }
  }, LOOK_EVERY_MS);
  const leave = () => child.kill('SIGKILL');
  process.once('exit', leave);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    const found = readdirSync(folder).find((name) => name.startsWith('temporal'));
    if (code !== 0 || !found) throw new Error(failure ?? `the SDK ended with exit code ${code}`);
    return join(folder, found);
  } finally {
    clearInterval(watch);
    process.removeListener('exit', leave);
  }
}

function bytesIn(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  } catch {
    return 0;
  }
}
