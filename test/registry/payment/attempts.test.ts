import { money } from '../../../src/domain/money';
import type { Database } from '../../../src/registry/database';
import { askNow } from '../../../src/registry/last-statement';
import { topUp } from '../../../src/registry/ledger/entries';
import { claim, closeAttempt, closeClaimed, closeLost, doubtLostLife, startSending } from '../../../src/registry/payment/attempts';
import { documentsOf, takeDocument } from '../../../src/registry/payment/documents';
import type { Payment } from '../../../src/registry/payment/payments';
import { dayIn } from '../../../src/zone';
import { AGENT, accepted, book, plannedIn, ZONE } from '../book';

let database: Database;
let transactions = 0;
beforeAll(async () => {
  database = await book();
  const day = dayIn(ZONE, new Date().toISOString());
  await database.transaction((tx) => topUp(tx, { agent: AGENT, amount: money('100000'), currency: 'KZT', day, note: 'a test' }));
});
afterAll(() => database.close());

const SOON = 60_000;

/** A payment of two documents, nothing sent. */
async function planned(): Promise<Payment> {
  const payment = await accepted(database, AGENT, ++transactions, '30');
  await plannedIn(database, payment, 2, '15');
  return payment;
}
const claimed = (payment: Payment, attempt: number, withinMs = SOON, documents = [1, 2]) =>
  askNow(database, claim(payment.id, documents, attempt, new Date(Date.now() + withinMs)));
const attemptsOf = async (payment: Payment) =>
  (await documentsOf(database, payment.id)).flatMap(({ number, attempts }) => attempts.map(({ state, outcome }) => [number, state, outcome]));

test('an attempt is claimed once, and only the claim may send', async () => {
  const payment = await planned();
  expect(await startSending(database, payment.id, [1, 2], 1)).toBe(false);
  const claims = await Promise.all(
    Array.from({ length: 8 }, () =>
      claimed(payment, 1).catch((error: { code?: string }) => (error.code === '23505' ? false : Promise.reject(error))),
    ),
  );
  expect(claims.filter((won) => won)).toHaveLength(1);
  expect(await startSending(database, payment.id, [1, 2], 1)).toBe(true);
  expect(await startSending(database, payment.id, [1, 2], 1)).toBe(false);
});

test('of copies of one process that ask at once, one may send', async () => {
  const payment = await planned();
  await claimed(payment, 1);
  const words = await Promise.all(Array.from({ length: 8 }, () => startSending(database, payment.id, [1, 2], 1)));
  expect(words.filter((may) => may)).toHaveLength(1);
});

test('who wakes after the time to send may not, whatever it claimed before', async () => {
  const payment = await planned();
  expect(await claimed(payment, 1, -1)).toBe(true);
  expect(await startSending(database, payment.id, [1, 2], 1)).toBe(false);
  expect(await attemptsOf(payment)).toEqual([
    [1, 'claimed', null],
    [2, 'claimed', null],
  ]);
});

test('what was closed before it was sent is never sent, and a next attempt may follow', async () => {
  const payment = await planned();
  await claimed(payment, 1);
  expect(await closeClaimed(database, payment.id)).toBe(2);
  expect(await startSending(database, payment.id, [1, 2], 1)).toBe(false);
  expect(await claimed(payment, 2)).toBe(true);
  expect(await startSending(database, payment.id, [1, 2], 1)).toBe(false);
  expect(await startSending(database, payment.id, [1, 2], 2)).toBe(true);
});

test('documents that go in one call are sent together or not at all', async () => {
  const payment = await planned();
  await claimed(payment, 1);
  await closeAttempt(database, payment.id, 2, 1, 'not sent', 'a test');
  expect(await startSending(database, payment.id, [1, 2], 1)).toBe(false);
  expect(await attemptsOf(payment)).toEqual([
    [1, 'claimed', null],
    [2, 'closed', 'not sent'],
  ]);
});

test.each(['unknown', 'accepted', 'refused', 'pending'] as const)('after an attempt that ended %s no other is claimed', async (outcome) => {
  const payment = await planned();
  await claimed(payment, 1);
  await startSending(database, payment.id, [1, 2], 1);
  for (const document of [1, 2]) await closeAttempt(database, payment.id, document, 1, outcome, 'a test');
  expect(await claimed(payment, 2)).toBe(false);
  expect(await attemptsOf(payment)).toHaveLength(2);
});

test('what is taken is not claimed, though its attempt was held for not sent', async () => {
  const payment = await planned();
  await claimed(payment, 1);
  for (const document of [1, 2]) await closeAttempt(database, payment.id, document, 1, 'not sent', 'a test');
  await takeDocument(database, payment.id, 1, { paymentId: '6', bookedAt: null, day: dayIn(ZONE, new Date().toISOString()) });
  expect(await claimed(payment, 2)).toBe(false);
  expect((await attemptsOf(payment)).filter(([document]) => document === 1)).toHaveLength(1);
});

test.each(['unknown', 'not sent'] as const)('what was answered is not made %s by a word that comes later', async (later) => {
  const payment = await planned();
  await claimed(payment, 1);
  await startSending(database, payment.id, [1, 2], 1);
  await closeAttempt(database, payment.id, 1, 1, 'accepted', null);
  await closeAttempt(database, payment.id, 1, 1, later, 'a worker that slept');
  expect((await attemptsOf(payment))[0]).toEqual([1, 'closed', 'accepted']);
});

test('what is under way is not closed as only claimed', async () => {
  const payment = await planned();
  await claimed(payment, 1);
  await startSending(database, payment.id, [1, 2], 1);
  expect(await closeClaimed(database, payment.id)).toBe(0);
  expect(await attemptsOf(payment)).toEqual([
    [1, 'sending', null],
    [2, 'sending', null],
  ]);
});

test.each(['absent', 'not sent'] as const)('after an attempt that ended %s the next may follow, and none twice', async (outcome) => {
  const payment = await planned();
  await claimed(payment, 1);
  if (outcome === 'absent') await startSending(database, payment.id, [1, 2], 1);
  for (const document of [1, 2]) await closeAttempt(database, payment.id, document, 1, outcome, 'a test');
  expect(await claimed(payment, 1).catch(() => false)).toBe(false);
  expect(await claimed(payment, 2)).toBe(true);
});

test('what is under way is lost only after its time, and then unknown', async () => {
  const payment = await planned();
  await claimed(payment, 1);
  await startSending(database, payment.id, [1, 2], 1);
  await closeLost(database, payment.id, SOON);
  expect(await attemptsOf(payment)).toEqual([
    [1, 'sending', null],
    [2, 'sending', null],
  ]);
  expect(await claimed(payment, 2)).toBe(false);
  await database.query(`UPDATE attempts SET send_before = now() - interval '2 minutes' WHERE payment_id = $1`, [payment.id]);
  await closeLost(database, payment.id, SOON);
  expect(await attemptsOf(payment)).toEqual([
    [1, 'closed', 'unknown'],
    [2, 'closed', 'unknown'],
  ]);
  expect(await claimed(payment, 2)).toBe(false);
  // It may have left until then: the settle delay counts from there.
  for (const { attempts } of await documentsOf(database, payment.id)) expect(attempts[0]?.closedAt).toBe(attempts[0]?.sendBefore);
});

const inAMoment = () => new Date(Date.now() + 1_000).toISOString();

test.each(['claimed', 'not sent', 'absent'] as const)(
  'what was %s before the registry woke may have been sent in a life that is lost',
  async (stood) => {
    const payment = await planned();
    await claimed(payment, 1);
    if (stood !== 'claimed') for (const document of [1, 2]) await closeAttempt(database, payment.id, document, 1, stood, 'a test');
    const wokeAt = inAMoment();
    await doubtLostLife(database, payment.id, wokeAt);
    expect(await attemptsOf(payment)).toEqual([
      [1, 'closed', 'unknown'],
      [2, 'closed', 'unknown'],
    ]);
    expect(await startSending(database, payment.id, [1, 2], 1)).toBe(false);
    expect(await claimed(payment, 2)).toBe(false);
    // Evidence found since then counts: the same waking does not put it in doubt again.
    for (const document of [1, 2]) await closeAttempt(database, payment.id, document, 1, 'absent', 'proved');
    await doubtLostLife(database, payment.id, wokeAt);
    expect(await claimed(payment, 2)).toBe(true);
  },
);

test('what happened since the registry woke, and what is known to be taken, is not in doubt', async () => {
  const payment = await planned();
  const wokeAt = new Date(Date.now() - 1_000).toISOString();
  await claimed(payment, 1);
  await doubtLostLife(database, payment.id, wokeAt);
  expect(await startSending(database, payment.id, [1, 2], 1)).toBe(true);
  await closeAttempt(database, payment.id, 1, 1, 'accepted', null);
  await takeDocument(database, payment.id, 1, { paymentId: '7', bookedAt: null, day: dayIn(ZONE, new Date().toISOString()) });
  await closeAttempt(database, payment.id, 2, 1, 'refused', 'no');
  await doubtLostLife(database, payment.id, inAMoment());
  expect(await attemptsOf(payment)).toEqual([
    [1, 'closed', 'accepted'],
    [2, 'closed', 'refused'],
  ]);
});
