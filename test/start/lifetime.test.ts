import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LifetimeMessage } from '../../src/lifetime';
import { tempFolder } from './temp';

const register = join(__dirname, '..', 'support', 'services', 'register.cjs');
const started: ChildProcess[] = [];

function child(mode: string, stoppedFile = '') {
  const forked = fork(join(__dirname, 'fixtures', 'child.ts'), {
    execArgv: ['-r', register],
    env: { ...process.env, MODE: mode, STOPPED_FILE: stoppedFile },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  started.push(forked);
  const message = new Promise<LifetimeMessage>((resolve) => forked.once('message', (said) => resolve(said as LifetimeMessage)));
  const code = new Promise<number | null>((resolve) => forked.once('exit', (exit) => resolve(exit)));
  return { forked, message, code };
}

afterAll(() => {
  for (const each of started) each.kill('SIGKILL');
});

test('a process says when it is ready and on which port', async () => {
  const { message } = child('plain');
  expect(await message).toEqual({ ready: true, port: expect.any(Number) });
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s stops it in order, with exit code 0', async (signal) => {
  const mark = join(tempFolder(), 'stopped');
  const { forked, message, code } = child('plain', mark);
  await message;
  forked.kill(signal);
  expect(await code).toBe(0);
  expect(existsSync(mark)).toBe(true);
});

test('it stops in order when its starter is gone', async () => {
  const mark = join(tempFolder(), 'stopped');
  const { forked, message, code } = child('plain', mark);
  await message;
  forked.disconnect();
  expect(await code).toBe(0);
  expect(existsSync(mark)).toBe(true);
});

test('a process that cannot be built tells the starter why and ends with 1', async () => {
  const { message, code } = child('fails');
  expect(await message).toEqual({ failed: 'the moon is in the wrong house' });
  expect(await code).toBe(1);
});

test('a stop that does not finish is cut off, with exit code 1', async () => {
  const { forked, message, code } = child('never stops');
  await message;
  forked.kill('SIGTERM');
  expect(await code).toBe(1);
});

test('a stop asked for while it is still being built is cut off in time too', async () => {
  const { forked, code } = child('slow to build');
  await new Promise((resolve) => forked.once('spawn', resolve));
  forked.disconnect();
  expect(await code).not.toBeNull();
});

test('an error nobody caught stops it in order and ends with 1', async () => {
  const mark = join(tempFolder(), 'stopped');
  const { code } = child('throws later', mark);
  expect(await code).toBe(1);
  expect(existsSync(mark)).toBe(true);
});
