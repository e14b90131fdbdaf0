import { readConfig } from '../../src/config';
import { paymentWorkflowId, reversalWorkflowId } from '../../src/contracts/workflows';
import { LADDERS } from '../../src/ladders';
import type { Database } from '../../src/registry/database';
import { type Payment, paymentById } from '../../src/registry/payment/payments';
import { addStaff } from '../../src/registry/staff/staff';
import { createLogger, metrics } from '../../src/telemetry';
import { temporalClient } from '../../src/temporal/connection';
import { missingSearchAttributes } from '../../src/temporal/search-attributes';
import { type Starts, startPayment } from '../../src/temporal/start';
import { runSweeper, sweepOnce } from '../../src/temporal/sweeper';
import { accepted, book, OTHER } from '../registry/book';
import { temporalAddress, temporalNamespace } from '../support/services/services';
import { until } from '../support/until';

/** The same round beside a real server: its list, its attributes, and workflows that somebody ended by hand. */
const LADDER = { ...LADDERS.fast, sweepAgeMs: 60_000, sweepEveryMs: 50, pulseEveryMs: 20 };
const logger = createLogger({ LOG_LEVEL: 'silent' }, 'test');
let database: Database;
let starts: Starts;
let transactions = 0;

beforeAll(async () => {
  database = await book(6);
  const settings = { TEMPORAL_ADDRESS: await temporalAddress(), TEMPORAL_NAMESPACE: await temporalNamespace() };
  starts = { client: temporalClient(readConfig(settings), 10_000), prefix: 'sweeper', ladders: LADDER };
}, 60_000);
afterAll(async () => {
  await starts?.client.connection.close();
  await database?.close();
});

/** Accepted two minutes ago; Temporal was told of it, as far as the outbox knows. */
async function open(changes: { young?: true; untold?: true } = {}): Promise<Payment> {
  const payment = await accepted(database, OTHER, ++transactions, '1');
  if (!changes.young) await database.query(`UPDATE payments SET created_at = now() - interval '2 minutes' WHERE id = $1`, [payment.id]);
  if (!changes.untold) await database.query('DELETE FROM outbox WHERE payment_id = $1', [payment.id]);
  return payment;
}
const handleOf = ({ agent, transaction }: Payment) => starts.client.workflow.getHandle(paymentWorkflowId(agent, transaction));
const isRunning = async (payment: Payment): Promise<boolean> =>
  handleOf(payment)
    .describe()
    .then(({ status }) => status.name === 'RUNNING')
    .catch(() => false);
const sweptAt = async ({ id }: Payment) => (await paymentById(database, id))?.sweptAt ?? null;
const sweep = () => sweepOnce(database, starts, LADDER, logger);

test('a store of Temporal that is empty is given its search attributes, and every open payment its workflow', async () => {
  const lost = [await open(), await open()];
  expect(await missingSearchAttributes(starts.client)).not.toEqual([]);
  const sweeper = runSweeper(database, starts, LADDER, logger);
  for (const payment of lost) await until(`${payment.transaction} is started`, () => isRunning(payment));
  await sweeper.stop();
  expect(await missingSearchAttributes(starts.client)).toEqual([]);
});

test('one that is lost is started once and marked, so that it looks for evidence first; all others are left alone', async () => {
  const running = await open();
  await startPayment(starts, running);
  const [lost, young, untold, final] = [await open(), await open({ young: true }), await open({ untold: true }), await open()];
  await database.query('UPDATE payments SET final_at = now(), status = 10, held = false WHERE id = $1', [final.id]);
  const before = await metrics.registry.getSingleMetricAsString('tolem_swept_payments_total');
  expect([await sweep(), await sweep()]).toEqual([1, 0]);
  expect(await Promise.all([running, lost, young, untold, final].map(isRunning))).toEqual([true, true, false, false, false]);
  expect(await Promise.all([running, young, untold, final].map(sweptAt))).toEqual([null, null, null, null]);
  expect(await sweptAt(lost)).not.toBeNull();
  expect(await metrics.registry.getSingleMetricAsString('tolem_swept_payments_total')).not.toBe(before);
});

test('one whose workflow was terminated by hand is started again', async () => {
  const payment = await open();
  await startPayment(starts, payment);
  await handleOf(payment).terminate('a test');
  expect(await sweep()).toBe(1);
  expect(await isRunning(payment)).toBe(true);
});

test('a reversal that staff have decided and whose start got lost is started; one that waits for its second person is not', async () => {
  await addStaff(database, 'operator-1', 'none', ['operator']);
  const payment = await open();
  await database.query('UPDATE payments SET final_at = now(), status = 10, held = false WHERE id = $1', [payment.id]);
  const decided = (more: string) =>
    database.query(
      `INSERT INTO decisions (payment_id, kind, reason, staff, needs_second, at) SELECT $1, 'reverse', 'asked for', 'operator-1', ${more} RETURNING id`,
      [payment.id],
    );
  await decided(`true, now() - interval '2 minutes'`);
  const handle = starts.client.workflow.getHandle(reversalWorkflowId(payment.agent, payment.transaction));
  const sweeper = runSweeper(database, starts, LADDER, logger);
  try {
    // Reversals are swept after payments: with the second of these one whole round has been.
    for (const marker of [await open(), await open()]) await until('a round', () => isRunning(marker));
    await expect(handle.describe()).rejects.toThrow();
    await decided(`false, now() - interval '2 minutes'`);
    await until('the reversal runs', async () => (await handle.describe().catch(() => null))?.status.name === 'RUNNING');
  } finally {
    await sweeper.stop();
  }
});

test('the registry’s pulse beats as long as the sweeper runs', async () => {
  const beatAt = async () => (await database.query<{ at: string }>('SELECT beat_at AS at FROM pulse')).rows[0]?.at ?? '';
  const before = await beatAt();
  const sweeper = runSweeper(database, starts, LADDER, logger);
  await until('it has beaten', async () => (await beatAt()) > before);
  await sweeper.stop();
  const ended = await beatAt();
  await sweep();
  expect(await beatAt()).toBe(ended);
});
