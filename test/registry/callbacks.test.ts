import { callbackToSend, openCallback, recordTry } from '../../src/registry/callbacks';
import type { Database } from '../../src/registry/database';
import { drainOutbox, queueCallback } from '../../src/registry/outbox';
import { lockPayment, type Payment } from '../../src/registry/payments';
import { settle } from '../../src/registry/settle';
import { book, OTHER, pay } from './book';

let database: Database;
beforeAll(async () => {
  database = await book();
  await database.query(`UPDATE agents SET callback_url = 'https://agent.example/' WHERE id = $1`, [OTHER]);
});
afterAll(() => database.close());

let next = 1;
/** A payment that ended with 10: its callback is asked for. */
async function ended(): Promise<string> {
  const accepted = await pay(database, OTHER, next++, '1.00');
  if (accepted.kind !== 'stored') throw new Error(accepted.kind);
  const { id } = accepted.payment;
  const settled = await database.transaction(async (tx) => settle(tx, (await lockPayment(tx, id)) as Payment, { status: 10, why: 'taken' }));
  expect(settled).toEqual({ as: 'settled', callback: true });
  return id;
}

const asked = async (payment: string): Promise<number> =>
  (await database.query('SELECT 1 FROM outbox WHERE kind = $1 AND payment_id = $2', ['callback', payment])).rows.length;

test('twenty openings at once are one callback with one webhook-id', async () => {
  const payment = await ended();
  const opened = await Promise.all(Array.from({ length: 20 }, () => openCallback(database, payment)));
  expect(new Set(opened.map((each) => each?.webhookId)).size).toBe(1);
  expect(opened[0]).toMatchObject({ number: 1, present: 10, url: 'https://agent.example/' });
});

test('a first try that comes after the ladder has delivered opens nothing', async () => {
  const payment = await ended();
  await drainOutbox(database, { limit: 50, graceMs: { payment: 0, callback: 0 }, claimMs: 60_000, againMs: 0 }, async (row) => {
    if (row.outboxKind !== 'callback' || row.payment.id !== payment) return false;
    const open = await openCallback(database, payment);
    return open?.number === 1;
  });
  await recordTry(database, payment, 1, 'delivered', null);
  expect(await openCallback(database, payment)).toBeNull();
  expect(await callbackToSend(database, payment, 2)).toBeNull();
});

test('a delivered first try leaves the outbox; a failed one stays for the ladder', async () => {
  const [delivered, failed] = [await ended(), await ended()];
  const first = await openCallback(database, delivered);
  await recordTry(database, delivered, 1, 'delivered', first?.queuedAt ?? null);
  await openCallback(database, failed);
  await recordTry(database, failed, 1, 'HTTP 500', null);
  expect([await asked(delivered), await asked(failed)]).toEqual([0, 1]);
});

test('what is asked anew while a try is under way, as by a reversal, is not taken for done', async () => {
  const payment = await ended();
  const first = await openCallback(database, payment);
  await queueCallback(database, payment);
  await recordTry(database, payment, 1, 'delivered', first?.queuedAt ?? null);
  expect(await asked(payment)).toBe(1);
  expect(await openCallback(database, payment)).toMatchObject({ number: 2 });
});
