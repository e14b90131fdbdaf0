import { type Gateway, gateway, post } from './gateway';
import { seedPayment } from './seeded';

let world: Gateway;
beforeAll(async () => {
  world = await gateway();
});
beforeEach(async () => {
  await world.reset();
  world.nudged.length = 0;
});
afterAll(() => world.close());

const OPEN = { transaction: '112', request: '261121000000112', service: '7', account: 'galek10', amount: '100', at: '2026-11-21T05:00:00Z' };
const BODY = { RequestID: 7241376, ResponseType: 'CallBack', TransactinID: 261121000000112, ResponseStatus: 10, Message: 'Транзакция успешна' };
const hint = (body: string | object = BODY) =>
  post(world, '/callback/upstream', typeof body === 'string' ? body : JSON.stringify(body), { 'content-type': 'application/json' });
const rows = async () =>
  (
    await world.database.query<{ payment: string | null; nudged: boolean; body: string }>(
      'SELECT payment_id AS payment, nudged, body FROM hints ORDER BY id',
    )
  ).rows;

test('a Callback of the upstream is a row and one nudge; it changes no payment', async () => {
  const id = await seedPayment(world.database, OPEN);
  const reply = await hint({ ...BODY, Extras: { Code: 'AAAA-BBBB' } });
  expect([reply.code, JSON.parse(reply.text)]).toEqual([200, { status: 'success', details: { message: 'accepted' } }]);
  expect(world.nudged).toEqual(['112']);
  expect(await rows()).toEqual([{ payment: id, nudged: true, body: JSON.stringify(BODY) }]);
  const { rows: payments } = await world.database.query('SELECT status, final_at FROM payments');
  expect(payments).toEqual([{ status: 1, final_at: null }]);
});

test('one nudge per payment in ten seconds, also when fifty come at once, and twenty a day', async () => {
  await seedPayment(world.database, OPEN);
  await Promise.all(Array.from({ length: 50 }, () => hint()));
  expect(world.nudged).toEqual(['112']);
  expect(await rows()).toHaveLength(50);
  await world.database.query(`UPDATE hints SET at = at - interval '11 seconds'`);
  await hint();
  expect(world.nudged).toHaveLength(2);
  await world.database.query(`UPDATE hints SET at = now() - interval '11 seconds', nudged = (id IN (SELECT id FROM hints ORDER BY id LIMIT 20))`);
  await hint();
  expect(world.nudged).toHaveLength(2);
  await world.database.query(`UPDATE hints SET at = now() - interval '25 hours'`);
  await hint();
  expect(world.nudged).toHaveLength(3);
});

test('hints about payments that are final, unknown, or another supplier’s nudge nobody', async () => {
  await seedPayment(world.database, { ...OPEN, final: '2026-11-21T05:01:00Z' });
  await seedPayment(world.database, { ...OPEN, transaction: '113', request: '261121000000113', service: '815', account: '7898380' });
  for (const TransactinID of [261121000000112, 261121000000113, 5]) expect((await hint({ ...BODY, TransactinID })).code).toBe(200);
  expect(world.nudged).toEqual([]);
  expect((await rows()).map((row) => row.nudged)).toEqual([false, false, false]);
});

test('rows are bounded per payment and for all unknown payments together', async () => {
  await world.database.query(`INSERT INTO hints (supplier, body, nudged) SELECT 'upstream', '{}', false FROM generate_series(1, 500)`);
  expect((await hint()).code).toBe(200);
  expect(await rows()).toHaveLength(500);
});

test.each<[string, string]>([
  ['no JSON', '<html>'],
  ['nothing', ''],
  ['another shape', '{"TransactinID":1}'],
  ['a number that is none', JSON.stringify({ ...BODY, TransactinID: -5 })],
  ['a NUL', JSON.stringify({ ...BODY, Message: 'a\0' })],
  ['a long message', JSON.stringify({ ...BODY, Message: 'a'.repeat(2_000) })],
])('%s is answered 200 and stores nothing', async (_name, body) => {
  const reply = await hint(body);
  expect([reply.code, (JSON.parse(reply.text) as { status: string }).status]).toEqual([200, 'error']);
  expect(await rows()).toEqual([]);
  expect(world.lines()).toHaveLength(1);
});

test('a body over 16 KiB is 413', async () => {
  expect((await hint({ ...BODY, Message: 'a'.repeat(20_000) })).code).toBe(413);
});

test('a nudge that Temporal cannot take changes no answer', async () => {
  await seedPayment(world.database, OPEN);
  const nudge = world.parts.temporal.nudge;
  Object.assign(world.parts.temporal, { nudge: async () => false });
  expect((await hint()).code).toBe(200);
  Object.assign(world.parts.temporal, { nudge });
});
