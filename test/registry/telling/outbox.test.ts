import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../../../src/registry/database';
import { lockPayment, type Payment } from '../../../src/registry/payment/payments';
import { settle } from '../../../src/registry/payment/settle';
import { openCallback } from '../../../src/registry/telling/callbacks';
import { drainOutbox, type OutboxRow, queueCallback } from '../../../src/registry/telling/outbox';
import { until } from '../../support/until';
import { accepted, book, OTHER } from '../book';

let database: Database;
beforeAll(async () => {
  database = await book(12);
  await database.query(`UPDATE agents SET callback_url = 'https://agent.example/' WHERE id = $1`, [OTHER]);
});
beforeEach(() => database.query('DELETE FROM outbox'));
afterAll(() => database.close());

let transactions = 0;
const open = (): Promise<Payment> => accepted(database, OTHER, ++transactions, '0.01');

const LIMITS = { limit: 10, graceMs: { payment: 0, callback: 0 }, claimMs: 60_000, againMs: 60_000 };
const drain = (tell: (row: OutboxRow) => Promise<boolean>, changes: Partial<typeof LIMITS> = {}): Promise<number> =>
  drainOutbox(database, { ...LIMITS, ...changes }, tell);
const left = async (): Promise<string[]> =>
  (await database.query<{ payment: string }>('SELECT payment_id AS payment FROM outbox ORDER BY id')).rows.map(({ payment }) => payment);

/** Rejects where it takes longer, so that a cycle of waits shows as itself. */
const within = <T>(ms: number, what: string, work: Promise<T>): Promise<T> =>
  Promise.race([work, pause(ms, undefined, { ref: false }).then(() => Promise.reject(new Error(`${what}: not within ${ms} ms`)))]);

test('a callback being told and a reversal of its payment do not wait for each other in a circle', async () => {
  const payment = await open();
  await database.transaction((tx) => settle(tx, payment, { status: 10, why: 'a test' }));
  await database.query(`DELETE FROM outbox WHERE kind = 'payment'`);
  let telling = false;
  let drained: Promise<number> | undefined;
  // As taking back does: the payment's lock first, the callback's place in the outbox last.
  const reversed = database.transaction(async (tx) => {
    await lockPayment(tx, payment.id);
    drained = drain(
      async () => {
        telling = true;
        return (await openCallback(database, payment.id)) !== null;
      },
      { claimMs: 300 },
    );
    await until('the callback is being told', () => telling);
    await queueCallback(tx, payment.id);
  });
  await within(1_000, 'the reversal', reversed);
  expect(await within(1_000, 'the drain', drained ?? Promise.reject(new Error('not begun')))).toBeDefined();
  // What the reversal asked for came after what was told, and is told too.
  expect(await left()).toEqual([payment.id]);
  await until('it is told anew', async () => (await drain(async (row) => row.payment.id === payment.id)) === 1);
  expect(await left()).toEqual([]);
});

test('no transaction is open while Temporal is told', async () => {
  await open();
  const idle = async () =>
    (
      await database.query<{ state: string }>(
        `SELECT state FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
      )
    ).rows;
  let seen: object[] | undefined;
  expect(
    await drain(async () => {
      seen = await idle();
      return true;
    }),
  ).toBe(1);
  expect([seen, await left()]).toEqual([[], []]);
});

test('two starters never take the same row', async () => {
  const payments = await Promise.all(Array.from({ length: 40 }, open));
  const told: string[] = [];
  const starter = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn++)
      await drain(
        async ({ payment }) => {
          told.push(payment.id);
          await pause(5);
          return true;
        },
        { limit: 5 },
      );
  };
  await Promise.all([starter(), starter(), starter(), starter()]);
  expect([...told].sort()).toEqual(payments.map(({ id }) => id).sort());
  expect(await left()).toEqual([]);
});

test('what could not be told rests and keeps nobody behind it waiting', async () => {
  const [first, second] = [await open(), await open()];
  const tried: string[] = [];
  const tell = async ({ payment }: OutboxRow) => {
    tried.push(payment.id);
    return payment.id !== first.id;
  };
  for (let turn = 0; turn < 3; turn++) await drain(tell, { limit: 1 });
  expect([tried, await left()]).toEqual([[first.id, second.id], [first.id]]);
});

test('rows of a starter that died are taken by another when its claim has passed', async () => {
  const payment = await open();
  const died = drain(() => new Promise<boolean>(() => {}), { claimMs: 300 });
  died.catch(() => undefined);
  await until('the row is claimed', async () => (await database.query('SELECT 1 FROM outbox WHERE claimed_until IS NOT NULL')).rows.length === 1);
  expect(await drain(async () => true)).toBe(0);
  expect(await left()).toEqual([payment.id]);
  await until('another starter takes it', async () => (await drain(async () => true)) === 1);
  expect(await left()).toEqual([]);
});
