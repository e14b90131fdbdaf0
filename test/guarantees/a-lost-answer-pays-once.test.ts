import { isZero } from '../../src/domain/money';
import { LADDERS } from '../../src/ladders';
import { trialBalance } from '../../src/registry/ledger/trial-balance';
import { topUp, utilityBill } from '../support/gateway/agent';
import { gateway, type World } from '../support/gateway/gateway';
import { decidedByTwo, done } from '../support/proof/staff';
import { until } from '../support/until';

let world: World;
beforeAll(async () => {
  world = await gateway();
}, 120_000);
afterAll(() => world?.close(), 60_000);

/** Each fault meets one call of the paying operation; whatever the answer was, one booking stands in the end. */
const ALSECO = [
  { fault: 'lost-before' },
  { fault: 'lost-after' },
  { fault: 'late', afterMs: 1500 },
  { fault: 'hang' },
  { fault: 'hang', execute: true },
  { fault: 'blank' },
  { fault: 'html-502' },
  { fault: 'truncated' },
  { fault: 'fault' },
];
const UPSTREAM = [
  { fault: 'lost-before' },
  { fault: 'lost-after' },
  { fault: 'late', afterMs: 1500 },
  { fault: 'hang' },
  { fault: 'blank' },
  { fault: 'html-502' },
  { fault: 'truncated' },
  { fault: 'status', status: -503 },
  { fault: 'status', status: -500 },
];

test('at Alseco, whose Pay is not idempotent, every kind of lost answer ends in exactly one booking', async () => {
  const agent = world.agent('144');
  for (const [at, fault] of ALSECO.entries()) {
    await world.control('alseco', 'faults', { operation: 'PayD', count: 1, ...fault });
    await agent.pay(1000 + at, utilityBill());
    // The next fault must not meet this payment: wait until the call has taken its own.
    await world.database.query('SELECT 1');
    await waitForSending(world, 1000 + at);
  }
  const ends = await Promise.all(ALSECO.map((_, at) => agent.final(1000 + at, 120_000)));
  expect(ends).toEqual(ALSECO.map(() => '10'));
  const bySysRef = new Map<string, number>();
  for (const { sysRef } of await world.bookings()) bySysRef.set(sysRef, (bySysRef.get(sysRef) ?? 0) + 1);
  expect([...bySysRef.values()]).toEqual(ALSECO.map(() => 1));
}, 240_000);

test('at the upstream every kind of lost answer ends in exactly one payment', async () => {
  const agent = world.agent('145');
  for (const [at, fault] of UPSTREAM.entries()) {
    await world.control('upstream', 'faults', { operation: 'Payment', count: 1, ...fault });
    await agent.pay(2000 + at, topUp());
    await waitForSending(world, 2000 + at);
  }
  const ends = await Promise.all(UPSTREAM.map((_, at) => agent.final(2000 + at, 120_000)));
  expect(ends).toEqual(UPSTREAM.map(() => '10'));
  const payments = await world.upstreamPayments();
  expect(payments).toHaveLength(UPSTREAM.length);
}, 240_000);

test('what the upstream calls cancelled (−3) waits for staff, though it is proved absent, and is paid once when they have it sent again', async () => {
  const agent = world.agent('144');
  const before = (await world.upstreamPayments()).length;
  await world.control('upstream', 'faults', { operation: 'Payment', fault: 'status', status: -3, count: 1 });
  await agent.pay(3000, topUp());
  const { rows } = await until(
    'two looks after the settle delay',
    async () => {
      const found = await world.database.query<{ waits: string | null; staff: string | null; attempts: string }>(
        `SELECT p.waits_for AS waits, p.needs_staff AS staff, (SELECT count(*) FROM attempts a WHERE a.payment_id = p.id) AS attempts FROM payments p
       WHERE p.transaction_id = 3000 AND (SELECT count(*) FROM looks l WHERE l.payment_id = p.id AND l.said = 'absent' AND l.after_ms >= $1) >= 2`,
        [LADDERS.fast.settleDelayMs],
      );
      return found.rows.length > 0 && found;
    },
    60_000,
  );
  expect(rows[0]).toMatchObject({ staff: expect.stringContaining('staff must decide: -3 Транзакция отменена'), attempts: '1' });
  expect(await agent.status(3000)).toBe('2');
  expect(await done(world.environment, 'operator-1', ['inbox'])).toContain('-3 Транзакция отменена');
  expect(await world.upstreamPayments()).toHaveLength(before);

  const words = ['payment', 'decide', '144', '3000', '--send-again', '--reason', 'the upstream writes: never booked'];
  expect(await decidedByTwo(world.environment, words)).toMatchObject({ state: 'done' });
  expect(await agent.final(3000, 60_000)).toBe('10');
  expect(await world.upstreamPayments()).toHaveLength(before + 1);
}, 150_000);

test('after all of it the ledger is exact', async () => {
  const { balanced, totals } = await world.database.transaction((tx) => trialBalance(tx));
  expect([balanced, totals.every(({ sum }) => isZero(sum))]).toEqual([true, true]);
  expect(await world.agent('145').balance()).toBe('4999100.0');
});

async function waitForSending({ database }: World, transaction: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const { rows } = await database.query(
      'SELECT 1 FROM attempts a JOIN payments p ON p.id = a.payment_id WHERE p.transaction_id = $1 AND a.sent_at IS NOT NULL',
      [transaction],
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`payment ${transaction} was not sent within 10 s`);
}
