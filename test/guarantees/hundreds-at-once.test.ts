import { isZero, money } from '../../src/domain/money';
import { trialBalance } from '../../src/registry/ledger/trial-balance';
import { topUp, utilityBill } from '../support/gateway/agent';
import { gateway, type World } from '../support/gateway/gateway';
import { until } from '../support/until';

let world: World;
beforeAll(async () => {
  world = await gateway();
}, 120_000);
afterAll(() => world?.close(), 60_000);

const PAYMENTS = 400;
const AT_ONCE = 50;
/** Of ten payments: seven bills that succeed, two that fail at the supplier, one that fails at once and holds nothing. */
const kindOf = (at: number): { fields: Record<string, string>; ends: string } => {
  if (at % 10 < 7) return { fields: utilityBill(), ends: '10' };
  return at % 10 < 9 ? { fields: topUp({ Account: 'no-such-account' }), ends: '-105' } : { fields: topUp({ Amount: '90000.01' }), ends: '-202' };
};

test('after 400 concurrent payments with failures every balance is exact', async () => {
  const agents = [world.agent('144'), world.agent('145')] as const;
  let next = 0;
  const answers: Record<string, number> = {};
  const client = async () => {
    for (let at = next++; at < PAYMENTS; at = next++) {
      const answer = await agents[at % 2 === 0 ? 0 : 1].pay(5_000 + at, kindOf(at).fields);
      const status = String(answer['ResponseStatus']);
      answers[status] = (answers[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  expect(answers).toEqual({ '1': 360, '-202': 40 });

  const open = async () => (await world.database.query<{ count: string }>('SELECT count(*) FROM payments WHERE final_at IS NULL')).rows[0]?.count;
  await until('all payments are final', async () => (await open()) === '0', 480_000);
  const { rows } = await world.database.query<{ status: string; count: string }>(
    'SELECT status::text, count(*) FROM payments GROUP BY status ORDER BY status',
  );
  expect(Object.fromEntries(rows.map((row) => [row.status, row.count]))).toEqual({ '10': '280', '-105': '80', '-202': '40' });

  expect(await world.bookings()).toHaveLength(280);
  const spent = (await world.bookings()).map((booking) => money(booking.sum));
  expect(new Set(spent)).toEqual(new Set(['5610.18']));
  // Of the 280 bills the even ones, 160, are 144's and 120 are 145's, 5610.18 each.
  expect(await Promise.all(agents.map((agent) => agent.balance()))).toEqual(['4102371.2', '4326778.4']);
  const { balanced, totals } = await world.database.transaction((tx) => trialBalance(tx));
  expect([balanced, totals.every(({ sum }) => isZero(sum))]).toEqual([true, true]);
}, 600_000);
