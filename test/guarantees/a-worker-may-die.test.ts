import { Client } from 'pg';
import { paymentWorkflowId } from '../../src/contracts/workflows';
import { utilityBill } from '../support/gateway/agent';
import { gateway, type World } from '../support/gateway/gateway';
import { until } from '../support/until';

let world: World;
beforeAll(async () => {
  world = await gateway();
}, 120_000);
afterAll(() => world?.close(), 60_000);

const attemptState = async (transaction: number): Promise<string | undefined> => {
  const { rows } = await world.database.query<{ state: string }>(
    'SELECT a.state FROM attempts a JOIN payments p ON p.id = a.payment_id WHERE p.transaction_id = $1 ORDER BY a.number DESC LIMIT 1',
    [transaction],
  );
  return rows[0]?.state;
};

test('killed by −9 while its call is under way: one booking, and the payment finishes', async () => {
  const agent = world.agent('144');
  await world.control('alseco', 'faults', { operation: 'PayD', fault: 'hang', execute: true, count: 1 });
  await agent.pay(1, utilityBill());
  await until('the attempt is being sent', async () => (await attemptState(1)) === 'sending');
  await world.worker.kill();
  await world.worker.start();
  expect(await agent.final(1, 120_000)).toBe('10');
  expect(await world.bookings()).toHaveLength(1);
}, 180_000);

test('a workflow reset to before `pay` finds its attempt and pays nothing again', async () => {
  const agent = world.agent('144');
  await agent.pay(2, utilityBill());
  expect(await agent.final(2)).toBe('10');
  const workflowId = paymentWorkflowId('144', '2');
  const handle = world.client.workflow.getHandle(workflowId);
  await handle.result();
  const { events } = await handle.fetchHistory();
  const firstTask = events?.find((event) => event.workflowTaskCompletedEventAttributes);
  const { runId } = await handle.describe();
  await world.client.workflowService.resetWorkflowExecution({
    namespace: world.client.options.namespace,
    workflowExecution: { workflowId, runId },
    reason: 'a test resets it',
    workflowTaskFinishEventId: firstTask?.eventId ?? null,
    requestId: `${Date.now()}`,
  });
  expect(await world.client.workflow.getHandle(workflowId).result()).toEqual({ status: 10 });
  expect(await world.bookings()).toHaveLength(2);
}, 120_000);

/**
 * Parks attempts on the last word before the first byte: in this database only, turning an attempt to `sending` waits for an
 * advisory lock that the test holds.
 */
async function parkBeforeSending(): Promise<{ release(): Promise<void>; waiting(): Promise<number>; cutOne(): Promise<void> }> {
  await world.database.query(
    `CREATE OR REPLACE FUNCTION park() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(4711); RETURN NEW; END $$`,
  );
  await world.database.query(
    `CREATE OR REPLACE TRIGGER park BEFORE UPDATE ON attempts FOR EACH ROW WHEN (NEW.state = 'sending') EXECUTE FUNCTION park()`,
  );
  const holder = new Client({ connectionString: world.environment['DATABASE_URL'] });
  await holder.connect();
  await holder.query('SELECT pg_advisory_lock(4711)');
  const parked = `FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE l.locktype = 'advisory' AND l.objid = 4711 AND NOT l.granted AND d.datname = current_database()`;
  return {
    waiting: async () => Number.parseInt((await world.database.query<{ count: string }>(`SELECT count(*) ${parked}`)).rows[0]?.count ?? '0', 10),
    cutOne: async () => {
      await world.database.query(`SELECT pg_terminate_backend(pid) FROM (SELECT l.pid ${parked} LIMIT 1) AS one`);
    },
    release: () => holder.end(),
  };
}

const finals = (transactions: readonly number[]): Promise<string[]> =>
  Promise.all(transactions.map((transaction) => world.agent('144').final(transaction, 120_000)));

test('stopped between claim and first byte, before and after the registry let it send: it wakes later and sends nothing', async () => {
  const agent = world.agent('144');
  const booked = (await world.bookings()).length;
  const park = await parkBeforeSending();
  await Promise.all([agent.pay(3, utilityBill()), agent.pay(4, utilityBill())]);
  await until('the worker waits for both last words', async () => (await park.waiting()) === 2);
  const sleeper = world.worker;
  sleeper.signal('SIGSTOP');
  await park.cutOne();
  await park.release();
  const other = world.another();
  await other.start();
  try {
    expect(await finals([3, 4])).toEqual(['10', '10']);
    sleeper.signal('SIGCONT');
    await agent.pay(103, utilityBill());
    expect(await finals([103])).toEqual(['10']);
    await other.stop();
    await agent.pay(203, utilityBill());
    expect(await finals([203])).toEqual(['10']);
    expect((await world.bookings()).length - booked).toBe(4);
  } finally {
    sleeper.signal('SIGCONT');
    await other.stop();
  }
}, 240_000);
