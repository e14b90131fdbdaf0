import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../src/start/process/ports';
import { until } from '../support/until';

const root = join(__dirname, '..', '..');
const started: Array<{ pid: number; over: () => boolean }> = [];

/** Free ports and a folder of one's own, as `npm start` takes them from the environment. */
export async function settingsFor(dataDir: string): Promise<Record<string, string>> {
  const names = ['API_PORT', 'WORKER_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT', 'SANDBOX_ALSECO_PORT', 'SANDBOX_UPSTREAM_PORT'];
  const ports = new Set<number>();
  while (ports.size < names.length) ports.add(await freePort());
  return { DATA_DIR: dataDir, ...Object.fromEntries(names.map((name, n) => [name, `${[...ports][n]}`])) };
}

/** The build these tests run. */
export function buildOnce(): void {
  const built = spawnSync(process.execPath, [join(root, 'bin', 'build.mjs')], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
}

/** Runs what `npm start` runs, with its output kept. */
export const startTolem = (settings: Record<string, string>, ...options: string[]) =>
  startBy(process.execPath, [join(root, 'dist', 'start', 'main.js'), ...options], settings);

/** The command itself, as a supervisor of a machine runs it. */
export const npmStart = (settings: Record<string, string>) => startBy('npm', ['start'], settings);

function startBy(program: string, words: readonly string[], settings: Record<string, string>) {
  const child = spawn(program, words, {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString('utf8');
  });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  let over = false;
  void code.then(() => {
    over = true;
  });
  started.push({ pid: child.pid as number, over: () => over });
  return {
    child,
    code,
    out: () => out,
    err: () => err,
    line: (text: string) =>
      until(
        `the line "${text}" of\n${out}\n${err}`,
        () => {
          if (over) throw new Error(`npm start ended before "${text}":\n${out}\n${err}`);
          return out.includes(text);
        },
        90_000,
      ),
  };
}

/** Processes that carry this folder in their command line or environment (Linux). */
export function processesOf(dataDir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number.parseInt(name, 10) !== process.pid)
    .filter((pid) => ['cmdline', 'environ'].some((file) => contains(`/proc/${pid}/${file}`, dataDir)))
    .map((pid) => Number.parseInt(pid, 10));
}

function contains(file: string, text: string): boolean {
  try {
    return readFileSync(file, 'utf8').includes(text);
  } catch {
    return false;
  }
}

/** Whatever a failed test left: the starter first, then what carries its folder. */
export async function endAll(dataDirs: readonly string[]): Promise<void> {
  for (const { pid, over } of started) {
    if (!over()) process.kill(pid, 'SIGKILL');
  }
  for (const pid of dataDirs.flatMap(processesOf)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Ended in the meantime.
    }
  }
}
