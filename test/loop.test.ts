import { every } from '../src/loop';
import { until } from './support/until';

test('a round that fails is told and ends nothing', async () => {
  let rounds = 0;
  const failures: string[] = [];
  const loop = every(
    1,
    async () => {
      rounds++;
      if (rounds === 2) throw new Error('the second');
    },
    (error) => failures.push(error.message),
  );
  await until('four rounds', () => rounds > 3);
  await loop.stop();
  const ended = rounds;
  await new Promise((resolve) => setImmediate(resolve));
  expect([failures, rounds]).toEqual([['the second'], ended]);
});

test('what asks for more at once does not pause; a stop ends the pause', async () => {
  let rounds = 0;
  const loop = every(
    3_600_000,
    async () => (++rounds < 5 ? 'at once' : 'done'),
    () => {},
  );
  await until('five rounds', () => rounds === 5);
  await loop.stop();
  expect(rounds).toBe(5);
});

test('a stop waits for the round under way and tells it', async () => {
  let ended = false;
  const loop = every(
    1,
    (stopping) =>
      new Promise((resolve) =>
        stopping.addEventListener('abort', () => {
          ended = true;
          resolve('told');
        }),
      ),
    () => {},
  );
  await loop.stop();
  expect(ended).toBe(true);
});
