import { fork } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Identity, identify, isAlive } from '../../src/start/process/identity';
import { ask } from './services/services';
import { until } from './until';

jest.setTimeout(60_000);
const services = join(__dirname, 'services');
const keepers: number[] = [];

interface Note {
  readonly keeper: Identity;
  readonly processes: Identity[];
}

async function keeper() {
  const child = fork(join(services, 'keeper.ts'), {
    execArgv: ['-r', join(services, 'register.cjs')],
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  keepers.push(child.pid as number);
  const address = await new Promise<string>((resolve) => child.once('message', (message) => resolve(String(message))));
  await ask('/database', address);
  await ask('/temporal', address);
  const name = readdirSync(tmpdir()).find((each) => /^tolem-test-\w+\.json$/.test(each) && noteOf(each)?.keeper.pid === child.pid) as string;
  return { child, note: noteOf(name) as Note, folder: join(tmpdir(), name.replace('.json', '')) };
}

function noteOf(name: string): Note | undefined {
  try {
    return JSON.parse(readFileSync(join(tmpdir(), name), 'utf8')) as Note;
  } catch {
    return undefined;
  }
}

afterAll(() => {
  for (const pid of keepers.filter((each) => identify(each))) process.kill(pid, 'SIGTERM');
});

test('when jest is gone, even by kill -9, the services stop and their folder goes', async () => {
  const { child, note, folder } = await keeper();
  expect(note.processes.map(isAlive)).toEqual([true, true]);
  child.disconnect();
  await until('everything stopped', () => ![note.keeper, ...note.processes].some(isAlive), 40_000);
  expect([existsSync(folder), existsSync(`${folder}.json`)]).toEqual([false, false]);
});

test('what a killed keeper left is ended by the next run', async () => {
  const { child, note, folder } = await keeper();
  child.kill('SIGKILL');
  await until('the keeper is gone', () => !isAlive(note.keeper));
  expect(note.processes.map(isAlive)).toEqual([true, true]);
  const next = await keeper();
  expect(note.processes.map(isAlive)).toEqual([false, false]);
  expect(existsSync(folder)).toBe(false);
  next.child.disconnect();
  await until('the next stopped', () => !isAlive(next.note.keeper), 40_000);
});
