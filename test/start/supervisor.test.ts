import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Identity, isAlive } from '../../src/start/process/identity';
import { nodeProcess } from '../../src/start/process/node-process';
import { Supervisor } from '../../src/start/process/supervisor';
import { until } from '../support/until';
import { tempFolder } from './temp';

const register = join(__dirname, '..', 'support', 'services', 'register.cjs');
const supervisors: Supervisor[] = [];

function world() {
  const folder = tempFolder();
  const lines: string[] = [];
  let live: ReadonlyArray<Identity & { name: string }> = [];
  const supervisor = new Supervisor({
    say: (line) => lines.push(line),
    changed: (processes) => {
      live = processes;
    },
    firstPauseMs: 50,
    longestPauseMs: 150,
    steadyMs: 60_000,
  });
  supervisors.push(supervisor);
  const service = (name: string, stopOrder: number, environment: Record<string, string> = {}) =>
    nodeProcess({
      name,
      stopOrder,
      script: join(__dirname, 'fixtures', 'child.ts'),
      nodeOptions: ['-r', register],
      logFile: join(folder, `${name}.log`),
      environment: () => ({ PATH: process.env['PATH'] ?? '', ...environment }),
      stopMs: 2_000,
    });
  return { folder, lines, supervisor, service, live: () => live, find: (name: string) => live.find((each) => each.name === name) };
}

afterEach(async () => {
  await Promise.all(supervisors.map((each) => each.stop()));
});

test('a child that dies comes back, each time after a longer pause up to the longest, with a line that says so', async () => {
  const { supervisor, service, lines, find } = world();
  await supervisor.start(service('bird', 1));
  for (let death = 1; death <= 4; death++) {
    const before = find('bird') as Identity;
    process.kill(before.pid, 'SIGKILL');
    await until('the bird is back', () => lines.filter((line) => line === 'bird is back').length === death);
  }
  expect(lines.filter((line) => line.includes('ended'))).toEqual([
    'bird ended (signal SIGKILL); it comes back in 0.05 s',
    'bird ended (signal SIGKILL); it comes back in 0.1 s',
    'bird ended (signal SIGKILL); it comes back in 0.15 s',
    'bird ended (signal SIGKILL); it comes back in 0.15 s',
  ]);
});

test('a child that cannot come back is tried again until it can', async () => {
  const { folder, supervisor, service, lines, find } = world();
  const hurdle = join(folder, 'hurdle');
  await supervisor.start(service('bird', 1, { HURDLE_FILE: hurdle }));
  writeFileSync(hurdle, '');
  process.kill((find('bird') as Identity).pid, 'SIGKILL');
  await until('two tries failed', () => lines.filter((line) => line.includes('the moon is in the wrong house')).length >= 2);
  rmSync(hurdle);
  await until('the bird is back', () => lines.includes('bird is back'));
});

test('everything stops one after another in its stop order, whatever the order of the start', async () => {
  const { folder, supervisor, service, live } = world();
  const mark = (name: string) => join(folder, `${name}.stopped`);
  for (const [name, order] of [
    ['last', 3],
    ['first', 1],
    ['second', 2],
  ] as const) {
    await supervisor.start(service(name, order, { STOPPED_FILE: mark(name) }));
  }
  const processes = live();
  await supervisor.stop();
  expect(processes.map(isAlive)).toEqual([false, false, false]);
  const ends = ['first', 'second', 'last'].map((name) => {
    const stopped = readFileSync(join(folder, `${name}.log`), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { time: number; msg: string });
    return [stopped.find((line) => line.msg === 'stopping')?.time, stopped.find((line) => line.msg === 'stopped')?.time];
  });
  expect(ends.flat()).toEqual([...ends.flat()].sort());
});

test('a stop while a child is still starting leaves nothing running', async () => {
  const { supervisor, service, live } = world();
  const starting = supervisor.start(service('sloth', 1, { MODE: 'slow to build' }));
  const refused = expect(starting).rejects.toThrow('sloth could not start');
  const [sloth] = await until('the sloth exists', () => live().length > 0 && live());
  await supervisor.stop();
  await refused;
  expect(isAlive(sloth as Identity)).toBe(false);
});

test.each([
  ['fails', 'bird could not start: the moon is in the wrong house'],
  ['dies', 'bird could not start (exit code 7)'],
])('a child that %s at boot is refused with a sentence that says why', async (mode, sentence) => {
  const { supervisor, service } = world();
  await expect(supervisor.start(service('bird', 1, { MODE: mode }))).rejects.toThrow(sentence);
});
