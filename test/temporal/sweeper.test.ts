import { CALLBACK_WORKFLOW, callbackWorkflowId, PAYMENT_WORKFLOW, paymentWorkflowId, REVERSAL_WORKFLOW } from '../../src/contracts/workflows';
import { LADDERS } from '../../src/ladders';
import type { Database } from '../../src/registry/database';
import { type Payment, paymentById } from '../../src/registry/payment/payments';
import { settle } from '../../src/registry/payment/settle';
import { addStaff } from '../../src/registry/staff/staff';
import { openCallback } from '../../src/registry/telling/callbacks';
import { queueCallback } from '../../src/registry/telling/outbox';
import { createLogger } from '../../src/telemetry';
import type { Starts } from '../../src/temporal/start';
import { sweepOnce } from '../../src/temporal/sweeper';
import { accepted, book, OTHER } from '../registry/book';
import { until } from '../support/until';

let database: Database;
beforeAll(async () => {
  database = await book(8);
  await addStaff(database, 'operator', 'none', ['operator']);
  await database.query(`UPDATE agents SET callback_url = 'https://agent.example/' WHERE id = $1`, [OTHER]);
});
beforeEach(async () => {
  await database.query('TRUNCATE payments CASCADE');
  temporal.open.clear();
  temporal.refused.clear();
  temporal.started.length = 0;
  temporal.asked = async () => undefined;
});
afterAll(() => database.close());

/** As much of a Temporal server as the sweeper talks to: workflows by id. Its list does not know those that have only just begun. */
const temporal = {
  open: new Set<string>(),
  lagging: new Set<string>(),
  /** Ids that cannot be started. */
  refused: new Set<string>(),
  started: [] as Array<{ type: string; id: string }>,
  /** What happens while it is being asked. */
  asked: async (): Promise<void> => undefined,
};
const workflow = {
  async *list({ query }: { query: string }) {
    await temporal.asked();
    for (const [, workflowId = ''] of query.matchAll(/'([a-z]+:[\d:]+)'/g))
      if (temporal.open.has(workflowId) && !temporal.lagging.has(workflowId)) yield { workflowId };
  },
  getHandle: (id: string) => ({
    describe: async () => {
      if (!temporal.open.has(id)) throw Object.assign(new Error(`no workflow ${id}`), { name: 'WorkflowNotFoundError' });
      return { status: { name: 'RUNNING' } };
    },
  }),
  start: async (type: string, { workflowId: id }: { workflowId: string }) => {
    if (temporal.refused.has(id)) throw new Error('refused');
    temporal.open.add(id);
    temporal.started.push({ type, id });
  },
};
const starts = { client: { workflow }, prefix: 't', ladders: LADDERS.fast } as unknown as Starts;
const logger = createLogger({ LOG_LEVEL: 'silent' }, 'test');
const LADDERS_OF_TEST = { ...LADDERS.fast, sweepAgeMs: 0 };
const sweep = () => sweepOnce(database, starts, LADDERS_OF_TEST, logger);

/** Payments that wait for a final status, each with its workflow; the newest last. */
async function waiting(count: number): Promise<string[]> {
  const first = await accepted(database, OTHER, 1, '0.01');
  await database.query(
    `INSERT INTO payments (agent_id, transaction_id, request_id, fingerprint, service_id, kind, supplier, account, amount, currency, rate, service_currency,
       remuneration, status, business_day, created_at, held)
     SELECT agent_id, n, request_id + n, fingerprint, service_id, kind, supplier, account, amount, currency, rate, service_currency,
       remuneration, 9, business_day, created_at, held FROM payments, generate_series(2, $2::int) n WHERE id = $1 ORDER BY n`,
    [first.id, count],
  );
  await database.query('DELETE FROM outbox');
  const { rows } = await database.query<{ transaction: string }>('SELECT transaction_id AS transaction FROM payments ORDER BY id');
  const ids = rows.map(({ transaction }) => paymentWorkflowId(OTHER, transaction));
  for (const id of ids) temporal.open.add(id);
  return ids;
}

let transactions = 5_000;
/** A payment that ended, whose first try failed, and whose ladder was begun from the outbox; nobody keeps it now. */
async function laddered(dueIn: string): Promise<Payment & { ladder: string }> {
  const payment = await accepted(database, OTHER, ++transactions, '0.01');
  await database.transaction((tx) => settle(tx, payment, { status: 10, why: 'a test' }));
  const open = await openCallback(database, payment.id);
  await database.query('DELETE FROM outbox');
  await database.query('UPDATE callbacks SET due_at = now() + $2::interval WHERE payment_id = $1', [payment.id, dueIn]);
  return { ...payment, ladder: callbackWorkflowId(OTHER, payment.transaction, open?.number ?? 0) };
}

test('one lost payment among 2,001 that wait is found by the first round, the newest as well as the oldest', async () => {
  const ids = await waiting(2_001);
  const lost = ids.at(-1) ?? '';
  temporal.open.delete(lost);
  expect(await sweep()).toBe(1);
  expect(temporal.started).toEqual([{ type: PAYMENT_WORKFLOW, id: lost }]);
  temporal.open.delete(ids[0] ?? '');
  expect(await sweep()).toBe(1);
  expect(temporal.started.at(-1)?.id).toBe(ids[0]);
});

test('a workflow that only the list does not show yet is not started', async () => {
  const [id = ''] = await waiting(1);
  temporal.lagging.add(id);
  expect([await sweep(), temporal.started]).toEqual([0, []]);
});

test('one that cannot be started keeps nobody else waiting', async () => {
  const ids = await waiting(30);
  temporal.open.clear();
  temporal.refused.add(ids[0] ?? '');
  expect(await sweep()).toBe(29);
});

test('a payment started by the sweeper looks for evidence first', async () => {
  await waiting(1);
  temporal.open.clear();
  await sweep();
  const { rows } = await database.query<{ id: string }>('SELECT id FROM payments');
  expect((await paymentById(database, rows[0]?.id ?? ''))?.sweptAt).not.toBeNull();
});

test('a ladder that is missing when its next try is due is started again where it was', async () => {
  const due = await laddered('-1 second');
  const later = await laddered('10 hours');
  expect(await sweep()).toBe(1);
  expect(temporal.started).toEqual([{ type: CALLBACK_WORKFLOW, id: due.ladder }]);
  // Its time has come too.
  await database.query('UPDATE callbacks SET due_at = now() WHERE payment_id = $1', [later.id]);
  expect(await sweep()).toBe(1);
  expect(temporal.started.at(-1)?.id).toBe(later.ladder);
  expect(await sweep()).toBe(0);
});

test('what was delivered, given up, or is asked for anew has no ladder to start', async () => {
  const [delivered, given, anew] = [await laddered('-1 second'), await laddered('-1 second'), await laddered('-1 second')];
  await database.query('UPDATE callbacks SET delivered_at = now() WHERE payment_id = $1', [delivered.id]);
  await database.query('UPDATE callbacks SET given_up_at = now() WHERE payment_id = $1', [given.id]);
  await queueCallback(database, anew.id);
  expect([await sweep(), temporal.started]).toEqual([0, []]);
});

test('more undone reversals than a few are all kept', async () => {
  const payments = await Promise.all(Array.from({ length: 25 }, () => accepted(database, OTHER, ++transactions, '0.01')));
  await database.query('DELETE FROM outbox');
  for (const { id, agent, transaction } of payments) {
    temporal.open.add(paymentWorkflowId(agent, transaction));
    await database.query(
      `INSERT INTO decisions (payment_id, kind, reason, staff, needs_second) VALUES ($1, 'reverse', 'a test', 'operator', false)`,
      [id],
    );
  }
  expect(await sweep()).toBe(25);
  expect(temporal.started.filter(({ type }) => type === REVERSAL_WORKFLOW)).toHaveLength(25);
});

test('no transaction is open while Temporal is asked, and no second sweeper asks it', async () => {
  await waiting(1);
  let idle: object[] | undefined;
  let second: number | undefined;
  let asked = 0;
  temporal.asked = async () => {
    asked++;
    ({ rows: idle } = await database.query(
      `SELECT state FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
    ));
    temporal.open.clear();
    second = await sweep();
  };
  expect(await sweep()).toBe(1);
  expect([idle, second, asked]).toEqual([[], 0, 1]);
});

test('a sweeper that died is followed by another when what it held has passed', async () => {
  const [id = ''] = await waiting(1);
  temporal.open.clear();
  const short = { ...LADDERS_OF_TEST, temporalCallMs: 500, statementMs: 500, marginMs: 500 };
  let asks = false;
  temporal.asked = () => {
    asks = true;
    return new Promise(() => {});
  };
  void sweepOnce(database, starts, short, logger);
  await until('it has taken the sweep and asks', async () => asks);
  temporal.asked = async () => undefined;
  const held = async () => (await database.query('SELECT 1 FROM sweeper WHERE held_until > now()')).rows.length === 1;
  const started = await sweep();
  if (await held()) expect(started).toBe(0);
  await until('another sweeps', async () => (await sweep()) === 1 || started === 1);
  expect(temporal.started).toEqual([{ type: PAYMENT_WORKFLOW, id }]);
});
