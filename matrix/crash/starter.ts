import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { childEnvironment } from '../../src/config';
import { openDatabase } from '../../src/registry/database';
import { readRunFile } from '../../src/running';
import { gone, identify } from '../../src/start/process/identity';
import { TestAgent } from '../../test/support/gateway/agent';
import { until } from '../../test/support/until';
import type { ScenarioResult } from './crash';
import { Gate } from './gate';
import { KINDS } from './kinds';
import { lastingPort } from './ports';
import { final } from './round';
import { insist, type UnderTest, underTest } from './under-test';
import { judge } from './verdict';

const ROOT = join(__dirname, '..', '..');
const PAYMENTS = 21;
const UP_MS = 120_000;
const INSIST_MS = 120_000;
/** What is struck: the starter alone, whose children then stop by themselves, or everything it runs, as when the machine goes down. */
const STRUCK = ['starter', 'starter and everything it runs'] as const;

/** The real `npm start` on a folder and ports of its own, killed while payments are under way and started again. */
export async function starters(folder: string, random: () => number, say: (line: string) => void): Promise<ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  const dataDir = join(folder, 'start');
  mkdirSync(dataDir, { recursive: true });
  const names = ['API_PORT', 'WORKER_PORT', 'SANDBOX_ALSECO_PORT', 'SANDBOX_UPSTREAM_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT'];
  const ports = new Map<string, number>();
  for (const name of names) ports.set(name, await lastingPort());
  const settings = { DATA_DIR: dataDir, ...Object.fromEntries([...ports].map(([name, port]) => [name, String(port)])) };
  const api = `http://127.0.0.1:${ports.get('API_PORT')}`;
  let child = begin(settings, folder);
  try {
    await up(api, child);
    for (const struck of STRUCK) {
      const agent = new TestAgent(() => api, '144', 'sandbox');
      const world = { gate: new Gate() };
      const payments = Array.from({ length: PAYMENTS }, (_, at) => {
        const kind = KINDS[at % KINDS.length] as (typeof KINDS)[number];
        return underTest(world, agent, kind, null, null) as UnderTest;
      });
      const asking = payments.map(async (payment) => {
        await pause(random() * 3_000);
        await insist(payment, INSIST_MS);
      });
      await pause(1_500);
      await strike(dataDir, child, struck === 'starter');
      const struckAt = performance.now();
      child = begin(settings, folder);
      await up(api, child);
      await Promise.all(asking);
      results.push(await result(dataDir, ports, struck, payments, struckAt));
      const { right, violations } = results.at(-1) as ScenarioResult;
      say(`${struck} −9: ${right} of ${PAYMENTS} right${violations.length ? `, ${violations.length} WRONG` : ''}`);
    }
    return results;
  } finally {
    child.kill('SIGTERM');
    await Promise.race([new Promise((resolve) => child.once('exit', resolve)), pause(60_000)]);
  }
}

function begin(settings: Record<string, string>, folder: string): ChildProcess {
  const log = openSync(join(folder, 'start.log'), 'a');
  return spawn(process.execPath, [join(ROOT, 'bin', 'start.mjs')], {
    cwd: ROOT,
    env: childEnvironment({ ...settings, LADDERS: 'fast' }),
    stdio: ['ignore', log, log],
    detached: true,
  });
}

const up = (api: string, child: ChildProcess): Promise<unknown> =>
  until(
    'npm start is up',
    async () => {
      if (child.exitCode !== null) throw new Error(`npm start ended with exit code ${child.exitCode}`);
      return fetch(`${api}/ready`, { signal: AbortSignal.timeout(2_000) }).then(
        (answer) => answer.ok,
        () => false,
      );
    },
    UP_MS,
  );

async function strike(dataDir: string, child: ChildProcess, alone: boolean): Promise<void> {
  const others = alone ? [] : (readRunFile(dataDir)?.processes ?? []);
  const victims = [identify(child.pid ?? -1), ...others.map(({ pid }) => identify(pid))].flatMap((each) => each ?? []);
  for (const { pid } of victims) process.kill(pid, 'SIGKILL');
  for (const victim of victims) await gone(victim, 10_000);
}

async function result(
  dataDir: string,
  ports: ReadonlyMap<string, number>,
  struck: string,
  payments: readonly UnderTest[],
  struckAt: number,
): Promise<ScenarioResult> {
  const url = readRunFile(dataDir)?.environment['DATABASE_URL'];
  if (!url) throw new Error('npm start tells no DATABASE_URL');
  const database = openDatabase({ url, connections: 2, statementMs: 20_000, onError: () => {} });
  const control = async <T>(sandbox: 'alseco' | 'upstream', path: string): Promise<T> => {
    const port = ports.get(sandbox === 'alseco' ? 'SANDBOX_ALSECO_PORT' : 'SANDBOX_UPSTREAM_PORT');
    return (await (await fetch(`http://127.0.0.1:${port}/control/${path}`, { signal: AbortSignal.timeout(10_000) })).json()) as T;
  };
  try {
    const allFinal = await final({ database }, payments);
    const { violations, bookedOnce } = await judge({ database, control }, payments);
    return {
      victim: struck,
      blow: '−9',
      rounds: 1,
      points: 0,
      planned: 0,
      reached: 0,
      payments: payments.length,
      right: bookedOnce,
      slowestMs: allFinal ? Math.round(performance.now() - struckAt) : Number.POSITIVE_INFINITY,
      violations: violations.map((each) => `${struck} −9: ${each}`),
    };
  } finally {
    await database.close();
  }
}
