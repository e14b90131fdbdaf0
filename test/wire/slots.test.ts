import { Slots } from '../../src/wire/slots';

const LONG_MS = 10_000;

test('no more callers than places get one, and the others wait in order', async () => {
  const slots = new Slots(2, 10);
  const first = await slots.take(LONG_MS);
  const second = await slots.take(LONG_MS);
  const got: string[] = [];
  const third = slots.take(LONG_MS).then((release) => {
    got.push('third');
    return release;
  });
  const fourth = slots.take(LONG_MS).then((release) => {
    got.push('fourth');
    return release;
  });
  await Promise.resolve();
  expect(got).toEqual([]);
  first?.();
  await third;
  expect(got).toEqual(['third']);
  second?.();
  await fourth;
  expect(got).toEqual(['third', 'fourth']);
});

test('a full queue and no time to wait are refused at once', async () => {
  const slots = new Slots(1, 1);
  const taken = await slots.take(0);
  expect(taken).not.toBeNull();
  expect(await slots.take(0)).toBeNull();
  const waiting = slots.take(LONG_MS);
  expect(await slots.take(LONG_MS)).toBeNull();
  taken?.();
  expect(await waiting).not.toBeNull();
});

test('a caller that waited too long leaves the queue, and its place goes to the next', async () => {
  const slots = new Slots(1, 2);
  const taken = await slots.take(0);
  const short = slots.take(20);
  const long = slots.take(LONG_MS);
  expect(await short).toBeNull();
  taken?.();
  expect(await long).not.toBeNull();
});

test('a cancelled caller leaves at once, and one cancelled before gets no place', async () => {
  const slots = new Slots(1, 2);
  const taken = await slots.take(0);
  const cancel = new AbortController();
  const waiting = slots.take(LONG_MS, cancel.signal);
  cancel.abort();
  expect(await waiting).toBeNull();
  taken?.();
  expect(await slots.take(0, cancel.signal)).toBeNull();
  expect(await slots.take(0)).not.toBeNull();
});

test('a place given back twice is one place', async () => {
  const slots = new Slots(1, 2);
  const taken = await slots.take(0);
  taken?.();
  taken?.();
  expect(await slots.take(0)).not.toBeNull();
  expect(await slots.take(0)).toBeNull();
});

test('hundreds of callers never hold more than the places at once', async () => {
  const slots = new Slots(3, 1000);
  let held = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 300 }, async () => {
      const release = await slots.take(LONG_MS);
      most = Math.max(most, ++held);
      await new Promise((resolve) => setImmediate(resolve));
      held--;
      release?.();
    }),
  );
  expect([most, held]).toEqual([3, 0]);
});
