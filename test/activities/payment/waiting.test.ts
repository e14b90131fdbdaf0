import { type World, world } from '../world';

let w: World;
beforeAll(async () => {
  w = await world();
});
afterAll(() => w?.close());
afterEach(() => w.clearFaults());

const until = async (of: Parameters<World['seen']>[0]): Promise<number> => Date.parse((await w.seen(of)).waitsUntil ?? '') - Date.now();

test('a payment without a clear answer says so at once, with what the supplier did answer, and not only after the first look', async () => {
  const of = await w.payment();
  await w.fault('Payment', 'html-502', { containing: of.account });
  await w.goes(of, ({ next }) => next === 'find');
  expect(await w.looks(of)).toEqual([]);
  expect(await w.seen(of)).toMatchObject({
    waitsFor: 'no clear answer to the payment (HTTP 502): the books of upstream are read until they prove what happened',
  });
  expect(await until(of)).toBeLessThanOrEqual(0);
});

test('the first look that proves nothing says what it saw, and when the next one is', async () => {
  const of = await w.payment();
  await w.fault('Payment', 'html-502', { containing: of.account });
  await w.goes(of, async () => (await w.looks(of)).length > 0);
  expect(await w.seen(of)).toMatchObject({
    waitsFor: 'the books of upstream do not prove yet what happened: not there, beside 0 of our other payments that are',
  });
  expect(await until(of)).toBeGreaterThan(0);
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(await w.seen(of)).toMatchObject({ waitsFor: null, waitsUntil: null });
});

test('what was taken and is not found any more says that', async () => {
  const of = await w.payment();
  await w.goes(of, ({ next }) => next === 'poll');
  await w.fault('Status', 'status', { status: -4, containing: of.request });
  await w.goes(of, ({ next }) => next === 'find');
  expect((await w.seen(of)).waitsFor).toContain('no clear answer to the payment (taken, but its status is not found)');
});
