import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRunFile, withRunning } from '../../src/running';
import { identify, isAlive } from '../../src/start/process/identity';
import { stopLeftovers } from '../../src/start/process/leftovers';
import { holdDataDir } from '../../src/start/process/run-file';
import { until } from '../support/until';
import { tempFolder } from './temp';

const sleepers: ChildProcess[] = [];

async function sleeper() {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  sleepers.push(child);
  await new Promise((resolve) => child.once('spawn', resolve));
  return identify(child.pid as number) as NonNullable<ReturnType<typeof identify>>;
}

afterAll(() => {
  for (const each of sleepers) each.kill('SIGKILL');
});

const dead = { pid: process.pid, started: 'long before this process' };
const runFile = (changes: object) =>
  JSON.stringify({ starter: dead, since: '2026-11-21T00:00:00Z', processes: [], folders: {}, environment: {}, ...changes });

test('a second start on a live DATA_DIR is refused with one sentence that names the first', () => {
  const folder = tempFolder();
  holdDataDir(folder);
  expect(() => holdDataDir(folder)).toThrow(new RegExp(`^Tolem already runs on ${folder} \\(process ${process.pid}, since .*\\.$`));
});

test('the file is readable by its owner alone and goes when the starter stops', () => {
  const folder = tempFolder();
  const held = holdDataDir(folder);
  held.write({ environment: { DATABASE_URL: 'postgres://secret' } });
  expect(statSync(join(folder, 'run.json')).mode & 0o777).toBe(0o600);
  held.release();
  held.write({ processes: [] });
  expect(readdirSync(folder)).toEqual([]);
});

test('a pid that was given out again does not count as the earlier starter', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'run.json'), runFile({}));
  expect(holdDataDir(folder).leftover?.starter).toEqual(dead);
  expect(readRunFile(folder)?.starter).toEqual(identify(process.pid));
});

test('a damaged file does not keep Tolem from starting', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'run.json'), '{"starter":');
  expect(holdDataDir(folder).leftover).toBeUndefined();
});

test('what a killed starter left is stopped, and a process that only has the same pid is left alone', async () => {
  const [left, stranger] = [await sleeper(), await sleeper()];
  const processes = [
    { name: 'worker', ...left },
    { name: 'api', pid: stranger.pid, started: 'another time' },
  ];
  const lines: string[] = [];
  await stopLeftovers({ starter: dead, since: '', processes, folders: {}, environment: {} }, 100, (line) => lines.push(line));
  await until('the leftover is gone', () => !isAlive(left));
  expect(isAlive(stranger)).toBe(true);
  expect(lines).toEqual(['An earlier start was killed: stopping what it left (worker)']);
});

test('the CLI finds the running system through DATA_DIR, and what its own environment says wins', () => {
  const folder = tempFolder();
  holdDataDir(folder).write({ environment: { DATABASE_URL: 'postgres://running', TEMPORAL_ADDRESS: '127.0.0.1:1' } });
  expect(withRunning(folder, { DATABASE_URL: 'postgres://mine', TEMPORAL_ADDRESS: '' })).toEqual({
    DATABASE_URL: 'postgres://mine',
    TEMPORAL_ADDRESS: '127.0.0.1:1',
  });
  expect(existsSync(join(tempFolder(), 'run.json'))).toBe(false);
  expect(withRunning(tempFolder(), { LADDERS: 'fast' })).toEqual({ LADDERS: 'fast' });
});
