import type { Database } from '../../../src/registry/database';
import { lockPayment, type Payment } from '../../../src/registry/payment/payments';
import { settle } from '../../../src/registry/payment/settle';
import { callbackToSend, giveUpCallback, openCallback, recordTry } from '../../../src/registry/telling/callbacks';
import { drainOutbox, queueCallback } from '../../../src/registry/telling/outbox';
import { accepted, book, OTHER } from '../book';

let database: Database;
beforeAll(async () => {
  database = await book();
  await database.query(`UPDATE agents SET callback_url = 'https://agent.example/' WHERE id = $1`, [OTHER]);
});
afterAll(() => database.close());

let next = 1;
/** A payment that ended with 10: its callback is asked for. */
async function endedPayment(): Promise<Payment> {
  const payment = await accepted(database, OTHER, next++, '1.00');
  const settled = await database.transaction(async (tx) => settle(tx, (await lockPayment(tx, payment.id)) as Payment, { status: 10, why: 'taken' }));
  expect(settled).toEqual({ as: 'settled', callback: true });
  return payment;
}
const ended = async (): Promise<string> => (await endedPayment()).id;

const asked = async (payment: string): Promise<number> =>
  (await database.query('SELECT 1 FROM outbox WHERE kind = $1 AND payment_id = $2', ['callback', payment])).rows.length;

test('twenty openings at once are one callback with one webhook-id', async () => {
  const payment = await ended();
  const opened = await Promise.all(Array.from({ length: 20 }, () => openCallback(database, payment)));
  expect(new Set(opened.map((each) => each?.webhookId)).size).toBe(1);
  expect(opened[0]).toMatchObject({ number: 1, present: 10, url: 'https://agent.example/' });
});

const LIMITS = { limit: 50, graceMs: { payment: 0, callback: 0 }, claimMs: 60_000, againMs: 0 };

test('a first try that comes after the ladder has delivered opens nothing', async () => {
  const of = await endedPayment();
  const { id: payment } = of;
  await drainOutbox(database, LIMITS, async (row) => {
    if (row.outboxKind !== 'callback' || row.payment.id !== payment) return false;
    const open = await openCallback(database, payment);
    return open?.number === 1;
  });
  await recordTry(database, { payment, number: 1 }, { as: 'delivered' }, null);
  expect(await openCallback(database, payment)).toBeNull();
  expect(await callbackToSend(database, of, 2)).toBeNull();
});

test('a delivered first try leaves the outbox; a failed one stays for the ladder', async () => {
  const [delivered, failed] = [await ended(), await ended()];
  const first = await openCallback(database, delivered);
  await recordTry(database, { payment: delivered, number: 1 }, { as: 'delivered' }, first?.queuedAt ?? null);
  await openCallback(database, failed);
  await recordTry(database, { payment: failed, number: 1 }, { as: 'failed', why: 'HTTP 500', nextMs: null }, null);
  expect([await asked(delivered), await asked(failed)]).toEqual([0, 1]);
});

test('what is asked anew while a try is under way, as by a reversal, is not taken for done', async () => {
  const payment = await ended();
  const first = await openCallback(database, payment);
  await queueCallback(database, payment);
  await recordTry(database, { payment, number: 1 }, { as: 'delivered' }, first?.queuedAt ?? null);
  expect(await asked(payment)).toBe(1);
  expect(await openCallback(database, payment)).toMatchObject({ number: 2 });
});

test('the callback of an earlier status ends when that of a newer one is opened, also for a ladder that is under way', async () => {
  const of = await endedPayment();
  const { id: payment } = of;
  await openCallback(database, payment);
  await recordTry(database, { payment, number: 1 }, { as: 'failed', why: 'HTTP 500', nextMs: 0 }, null);
  // As a reversal leaves it.
  await database.transaction(async (tx) => {
    await tx.query('UPDATE payments SET status = -115 WHERE id = $1', [payment]);
    await queueCallback(tx, payment);
  });
  expect(await openCallback(database, payment)).toMatchObject({ number: 2, status: -115 });
  expect(await callbackToSend(database, of, 1)).toMatchObject({ deliveredAt: null, givenUpAt: expect.any(String) });
  expect(await openCallback(database, payment)).toMatchObject({ number: 2, givenUpAt: null });
});

test('a delivered callback is never given up afterwards, by a slower try of the same one', async () => {
  const of = await endedPayment();
  await openCallback(database, of.id);
  const callback = { payment: of.id, number: 1 };
  await recordTry(database, callback, { as: 'delivered' }, null);
  await recordTry(database, callback, { as: 'given up', why: 'HTTP 500' }, null);
  await giveUpCallback(database, callback);
  expect(await callbackToSend(database, of, 1)).toMatchObject({ deliveredAt: expect.any(String), givenUpAt: null, tries: 2 });
});
