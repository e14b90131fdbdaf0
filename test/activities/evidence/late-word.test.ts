import { reverse } from '../../../src/activities/reversal/reverse';
import { plusDays } from '../../../src/domain/day';
import type { DecisionKind } from '../../../src/domain/decisions';
import { subtract } from '../../../src/domain/money';
import { SUCCESS } from '../../../src/domain/status';
import { listBreaks } from '../../../src/registry/bank-day/breaks';
import { trialBalance } from '../../../src/registry/ledger/trial-balance';
import { documentsOf } from '../../../src/registry/payment/documents';
import type { Payment } from '../../../src/registry/payment/payments';
import { decide } from '../../../src/registry/staff/decisions';
import { addStaff } from '../../../src/registry/staff/staff';
import { breakView } from '../../../src/staff-view/breaks';
import { askNext } from '../../../src/worker/closed-watch';
import { dayIn } from '../../../src/zone';
import { AGENT, balances } from '../../registry/book';
import { inContext } from '../steps';
import { type World, world } from '../world';

/** What the upstream still makes of a payment that staff have closed. */
let w: World;
beforeAll(async () => {
  w = await world();
  await addStaff(w.database, 'operator-1', 'none', ['operator']);
  await w.database.query(`UPDATE rules SET value = 'off'`);
  await w.control('settings', { stepMs: 3_600_000 });
});
afterAll(() => w?.close());

const RULES = { answerMs: 0 };
const decided = async (of: Payment, kind: DecisionKind, detail = {}) =>
  decide(w.database, RULES, { staff: 'operator-1', payment: await w.seen(of), kind, reason: 'a test', detail });
/** As its worker asks, for whatever is due; how often. */
async function asked(): Promise<number> {
  await w.database.query('UPDATE closed_watches SET due_at = now()');
  for (let times = 0; ; times++) if (!(await askNext(w.dependencies, new AbortController().signal))) return times;
}
const finishes = (of: Payment, code: number) => w.control('finish', { transaction: of.request, code });
/** Taken by the upstream, and closed by staff before it has ended there. */
async function closed(kind: DecisionKind, detail = {}): Promise<Payment> {
  const of = await w.payment();
  await w.goes(of, ({ next }) => next === 'poll');
  expect((await decided(of, kind, detail)).caution?.key).toMatch(/^pendingThough/);
  return of;
}
const breaksOf = async ({ id }: Payment) =>
  (await listBreaks(w.database, true, 100)).filter(({ payment }) => payment === id).map((found) => breakView(found, 'en'));
const lost = async () => (await w.database.transaction(trialBalance)).accounts.find(({ account }) => account === 'loss')?.balance ?? '0';

test('closed as failed and booked all the same is a break, and what the upstream keeps becomes our loss', async () => {
  const of = await closed('failed', { code: -115 });
  expect(await asked()).toBe(1);
  expect(await breaksOf(of)).toEqual([]);
  await finishes(of, 10);
  await asked();
  const [found] = await breaksOf(of);
  expect(found).toMatchObject({ kind: 'refused by us but booked', closedAt: null, command: expect.stringContaining('--write-off --payment-id') });
  await expect(decided(of, 'roll back', { paymentIds: [found?.booking ?? ''] })).rejects.toThrow('takesNothingBack');
  await expect(decided(of, 'noted')).rejects.toThrow('extraKept');
  await decided(of, 'write off', { paymentIds: [found?.booking ?? ''] });
  expect(await lost()).toBe(`-${of.amount}`);
  expect(await asked()).toBe(0);
});

test('closed as failed and refused there as well is done with', async () => {
  const of = await closed('failed', { code: -115 });
  await finishes(of, -203);
  expect([await asked(), await asked()]).toEqual([1, 0]);
  expect(await breaksOf(of)).toEqual([]);
  expect(await w.seen(of)).toMatchObject({ status: -115, needsStaff: null });
});

test('closed as successful and booked then has its booking, on the day of sending and not of asking', async () => {
  const of = await closed('succeeded');
  await w.database.query(`UPDATE attempts SET sent_at = sent_at - interval '3 days' WHERE payment_id = $1`, [of.id]);
  await finishes(of, 10);
  await asked();
  const bookedDay = plusDays(dayIn(w.upstream.zone, new Date().toISOString()), -3);
  expect(await documentsOf(w.database, of.id)).toMatchObject([{ state: 'taken', supplierPaymentId: expect.stringMatching(/^\d+$/), bookedDay }]);
  expect(await w.seen(of)).toMatchObject({ status: SUCCESS, needsStaff: null });
});

test('closed as successful and refused there waits for staff: its agent has paid for nothing', async () => {
  const of = await closed('succeeded');
  await finishes(of, -203);
  await asked();
  expect((await w.seen(of)).needsStaff).toContain('its agent has paid for nothing');
  await expect(decided(of, 'noted')).rejects.toThrow('paidForNothing');
  const { available } = await balances(w.database, AGENT);
  const { decision } = await decided(of, 'reverse', { agentsRequest: 'letter 11' });
  const input = { payment: of.id, agent: of.agent, transaction: of.transaction, decision: decision.id, activityMs: 1 };
  expect(await inContext(() => reverse(w.dependencies, { ...input, resend: w.dependencies.ladders.resend }))).toBe('reversed');
  expect(await w.seen(of)).toMatchObject({ status: -115, needsStaff: null });
  expect(subtract((await balances(w.database, AGENT)).available, available)).toBe(of.amount);
});

test('what has no final word when its time is over waits for staff', async () => {
  const of = await closed('failed', { code: -115 });
  await w.database.query(`UPDATE closed_watches SET since = now() - interval '31 days'`);
  await asked();
  expect((await w.seen(of)).needsStaff).toContain('has not said its last word');
  expect(await asked()).toBe(0);
});

test('what the upstream has never known is done with when its time is over, where it was failed', async () => {
  await w.fault('Payment', 'lost-before', { count: 1 });
  const of = await w.payment();
  await w.goes(of, ({ next }) => next === 'find');
  await decided(of, 'failed', { code: -115 });
  expect(await asked()).toBe(1);
  await w.database.query(`UPDATE closed_watches SET since = now() - interval '31 days'`);
  expect([await asked(), await asked()]).toEqual([1, 0]);
  expect(await w.seen(of)).toMatchObject({ status: -115, needsStaff: null });
});

test('where the upstream cannot be asked it is asked again', async () => {
  const of = await closed('failed', { code: -115 });
  await w.fault('Status', 'status', { status: -503, count: 1 });
  expect(await asked()).toBe(1);
  await finishes(of, 10);
  await asked();
  expect(await breaksOf(of)).toHaveLength(1);
});
