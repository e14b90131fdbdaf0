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
interface Row {
  readonly payment: string;
  readonly came: string;
  readonly nudged: boolean;
  readonly body: string;
}
const rows = async () => (await world.database.query<Row>('SELECT payment_id AS payment, came, nudged, body FROM hints ORDER BY payment_id')).rows;
/** As if all of it had been so long ago. */
const passes = (interval: string) =>
  world.database.query(
    'UPDATE hints SET nudged_at = ARRAY(SELECT at - $1::interval FROM unnest(nudged_at) WITH ORDINALITY AS past (at, n) ORDER BY n)',
    [interval],
  );

test('a Callback of the upstream is a row and one nudge; it changes no payment', async () => {
  const id = await seedPayment(world.database, OPEN);
  const reply = await hint({ ...BODY, Extras: { Code: 'AAAA-BBBB' } });
  expect([reply.code, JSON.parse(reply.text)]).toEqual([200, { status: 'success', details: { message: 'accepted' } }]);
  expect(world.nudged).toEqual(['112']);
  expect(await rows()).toEqual([{ payment: id, came: '1', nudged: true, body: JSON.stringify(BODY) }]);
  const { rows: payments } = await world.database.query('SELECT status, final_at FROM payments');
  expect(payments).toEqual([{ status: 1, final_at: null }]);
});

test('one nudge per payment in ten seconds, also when fifty come at once, and all are one row', async () => {
  await seedPayment(world.database, OPEN);
  await Promise.all(Array.from({ length: 50 }, () => hint()));
  expect(world.nudged).toEqual(['112']);
  expect(await rows()).toMatchObject([{ came: '50' }]);
  await passes('11 seconds');
  await hint({ ...BODY, ResponseStatus: 9, Message: 'Запрос результата' });
  expect(world.nudged).toHaveLength(2);
  expect(await rows()).toMatchObject([{ came: '51', nudged: true, body: expect.stringContaining('"ResponseStatus":9') }]);
});

test('and twenty in any 24 hours', async () => {
  await seedPayment(world.database, OPEN);
  for (let n = 1; n <= 22; n++) {
    await hint();
    await passes('1 hour');
  }
  expect(world.nudged).toHaveLength(20);
  // The first of the twenty is older than that now: there is place for one more, and for one only.
  await passes('2.5 hours');
  await hint();
  await passes('11 seconds');
  await hint();
  expect(world.nudged).toHaveLength(21);
});

test('a hint about a payment that is final is kept and nudges nobody', async () => {
  await seedPayment(world.database, { ...OPEN, final: '2026-11-21T05:01:00Z' });
  expect((await hint()).code).toBe(200);
  expect([world.nudged, await rows()]).toMatchObject([[], [{ came: '1', nudged: false }]]);
});

test('a number that is none of ours, or another supplier’s payment, leaves no row and waits for no lock', async () => {
  await seedPayment(world.database, { ...OPEN, transaction: '113', request: '261121000000113', service: '815', account: '7898380' });
  const answers = await world.database.transaction(async (tx) => {
    // Whoever read or wrote a hint, or queued up behind others about unknown numbers, would wait here until the end.
    await tx.query('LOCK TABLE hints IN ACCESS EXCLUSIVE MODE');
    const numbers = [261121000000113, 5, ...Array.from({ length: 20 }, (_, n) => 999999000000000 + n)];
    return Promise.race([
      Promise.all(numbers.map((TransactinID) => hint({ ...BODY, TransactinID }))),
      new Promise<never>((_, reject) => setTimeout(() => reject(new Error('they wait for the table of hints')), 3_000).unref()),
    ]);
  });
  expect(new Set(answers.map(({ code }) => code))).toEqual(new Set([200]));
  expect(JSON.parse(answers[0]?.text ?? '')).toEqual({ status: 'error', details: { message: 'unknown' } });
  expect([world.nudged, await rows()]).toEqual([[], []]);
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
