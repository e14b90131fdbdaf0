import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { childEnvironment } from '../../src/config';
import { paymentWorkflowId, STATE_QUERY } from '../../src/contracts/workflows';
import { localTime, millisecondsToMidnight } from '../../src/zone';
import { utilityBill } from '../support/gateway/agent';
import { gateway, type World } from '../support/gateway/gateway';
import { until } from '../support/until';

/**
 * The minute before Alseco's midnight (RULES C6), on real processes. No zone is at 23:59 whenever the tests run (offsets are
 * whole quarters of an hour), and a library that fakes the system's time is not to be had everywhere. So the worker is started
 * on a wall clock that runs ahead (test/support/gateway/shifted-clock.cjs), and the sandbox of Alseco is told the same time by
 * its control address; the wait itself, the workflow's timer, the claims and the call are real and take their real time.
 */
const ZONE = 'Asia/Almaty';
/** From the start of the worker to midnight: it has to boot and to be asked before that. */
const LEFT_MS = 40_000;
const ROOT = join(__dirname, '..', '..');
const PRELOAD = join(ROOT, 'test', 'support', 'gateway', 'shifted-clock.cjs');

let world: World;
let aheadMs = 0;
const shifted = (at: number): string => new Date(at + aheadMs).toISOString();
const alsecosTime = (at: number): string => localTime(ZONE, shifted(at));

beforeAll(async () => {
  world = await gateway({ only: 'no worker' });
  aheadMs = millisecondsToMidnight(ZONE, new Date().toISOString()) - LEFT_MS;
  // Also on the last day of a month the bills stay what they are: this is about the day alone.
  await world.control('alseco', 'period', { period: localTime(ZONE, new Date().toISOString()).slice(0, 7) });
  await world.control('alseco', 'clock', { offsetMs: aheadMs });
  world.environment['SHIFTED_CLOCK_MS'] = String(aheadMs);
  world.environment['NODE_OPTIONS'] = `${process.env['NODE_OPTIONS'] ?? ''} --require ${PRELOAD}`.trim();
  await world.worker.start();
  delete world.environment['NODE_OPTIONS'];
}, 120_000);
afterAll(() => world?.close(), 60_000);

interface Waits {
  readonly waitsFor: string | null;
  readonly waitsUntil: string | null;
  readonly attempts: number;
}
async function waits(transaction: number): Promise<Waits> {
  const { rows } = await world.database.query<Waits>(
    `SELECT waits_for AS "waitsFor", waits_until AS "waitsUntil",
       (SELECT count(*)::int FROM attempts a WHERE a.payment_id = p.id) AS attempts
     FROM payments p WHERE p.transaction_id = $1`,
    [transaction],
  );
  return rows[0] as Waits;
}
interface Booked {
  readonly account: string;
  readonly receivedAt: string;
}
const booked = async (account: string) => (await world.control<Booked[]>('alseco', 'book')).filter((booking) => booking.account === account);
const ONE = '7898380';
const TWO = '7898381';

test('a minute before midnight one document pays at once; several wait, say why and until when, and are paid when the day has begun', async () => {
  const today = alsecosTime(Date.now()).slice(0, 10);
  const tomorrow = alsecosTime(Date.now() + 86_400_000).slice(0, 10);
  const midnight = Date.now() + millisecondsToMidnight(ZONE, shifted(Date.now()));
  const agent = world.agent('144');
  await agent.pay(4001, { Service: '815', Account: TWO, Amount: '8951.70', Services: '{"services":[{"id":999,"amount":"8951.70"}]}' });
  const waiting = await until('the payment of two documents waits', async () => ((await waits(4001))?.waitsFor ? waits(4001) : null), 40_000);
  expect(waiting.waitsFor).toBe(`several documents: waits until ${tomorrow} begins in ${ZONE}, so that a part can still be rolled back on its day`);
  // A second past midnight: Alseco's clock may lag a little.
  expect(Math.abs(Date.parse(waiting.waitsUntil ?? '') - (midnight + aheadMs + 1_000))).toBeLessThan(1_000);

  await agent.pay(4002, utilityBill());
  expect(await agent.final(4002, 40_000)).toBe('10');
  expect(Date.now()).toBeLessThan(midnight);
  expect((await booked(ONE)).map(({ receivedAt }) => receivedAt.slice(0, 10))).toEqual([today]);

  // Meanwhile nothing of the other was sent or even claimed, and whoever asks is told.
  expect([await booked(TWO), (await waits(4001)).attempts, await agent.status(4001)]).toEqual([[], 0, '2']);
  const handle = world.client.workflow.getHandle(paymentWorkflowId('144', '4001'));
  expect(await handle.query<string, []>(STATE_QUERY)).toContain(`waits until ${tomorrow} begins in ${ZONE}`);
  const { stdout } = await promisify(execFile)(process.execPath, [join(ROOT, 'dist', 'cli', 'main.js'), 'payment', 'explain', '144', '4001'], {
    env: childEnvironment({ ...world.environment, SHIFTED_CLOCK_MS: undefined }),
    timeout: 30_000,
  });
  expect(stdout).toMatch(new RegExp(`several documents: waits until ${tomorrow} begins .* until .*00:00:01`, 's'));

  expect(await agent.final(4001, 90_000)).toBe('10');
  expect(Date.now()).toBeGreaterThan(midnight);
  expect((await booked(TWO)).map(({ receivedAt }) => receivedAt.slice(0, 10))).toEqual([tomorrow, tomorrow]);
  expect(await waits(4001)).toMatchObject({ waitsFor: null, waitsUntil: null, attempts: 2 });
}, 150_000);
