import { paymentForSupplier } from '../../../src/activities/payment/supplier-call';
import { askNow } from '../../../src/registry/last-statement';
import { claim, closeAttempt } from '../../../src/registry/payment/attempts';
import { documentsOf, isSendable } from '../../../src/registry/payment/documents';
import type { Payment } from '../../../src/registry/payment/payments';
import { documentOf } from '../../suppliers/upstream/world';
import { type World, world } from '../world';

let w: World;
beforeAll(async () => {
  w = await world();
});
afterAll(() => w?.close());
afterEach(() => w.clearFaults());

/** Sent and booked in a life that the registry has forgotten: it stands where an older copy stood. */
async function sentInALostLife(): Promise<Payment> {
  const of = await w.payment();
  await w.goes(of, ({ next }) => next === 'pay');
  expect(await askNow(w.database, claim(of.id, [1], 1, new Date(Date.now() + 60_000)))).toBe(true);
  const [answer] = await w.upstream.pay(paymentForSupplier(of), (await documentsOf(w.database, of.id)).filter(isSendable), w.context);
  expect(answer?.kind).toBe('pending');
  return of;
}
const wake = () => w.database.query('UPDATE pulse SET woke_at = now(), beat_at = now()');
const paymentsAsked = async (of: Payment) => (await w.exchanged(of)).filter(({ operation }) => operation === 'Payment').length;

test('what an older copy holds for claimed is looked for, and not sent again', async () => {
  const of = await sentInALostLife();
  await wake();
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(await paymentsAsked(of)).toBe(0);
  expect(await w.booked(of)).toBe(1);
});

test('so is what an older copy holds for not sent, though another attempt was about to follow', async () => {
  const of = await sentInALostLife();
  await closeAttempt(w.database, of.id, 1, 1, 'not sent', 'in the copy');
  await wake();
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(await paymentsAsked(of)).toBe(0);
});

test('what was not sent in the copy, nor in the lost life, is sent once it is proved', async () => {
  const of = await w.payment();
  await w.goes(of, ({ next }) => next === 'pay');
  await askNow(w.database, claim(of.id, [1], 1, new Date(Date.now() + 60_000)));
  await wake();
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect((await w.attempts(of)).map(({ number, outcome }) => [number, outcome])).toEqual([
    [1, 'absent'],
    [2, 'accepted'],
  ]);
  expect(await w.booked(of)).toBe(1);
});

test('what an older copy does not even know to be planned is asked for by Status before a refused check ends it', async () => {
  const of = await w.payment();
  const asked = paymentForSupplier(of);
  await w.upstream.pay(asked, [await documentOf(asked, w)], w.context);
  await wake();
  await w.fault('AccountCheck', 'status', { status: -203, containing: of.account });
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(await paymentsAsked(of)).toBe(0);
  expect(await w.booked(of)).toBe(1);
});

test('what a promoted standby holds for planned is looked for, though its pulse has not beaten since', async () => {
  const of = await w.payment();
  await w.goes(of, ({ next }) => next === 'pay');
  const [answer] = await w.upstream.pay(paymentForSupplier(of), (await documentsOf(w.database, of.id)).filter(isSendable), w.context);
  expect(answer?.kind).toBe('pending');
  await w.database.query(`UPDATE pulse SET woke_at = NULL, beat_at = now(), timeline = '000000FF'`);
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(await paymentsAsked(of)).toBe(0);
  expect(await w.booked(of)).toBe(1);
});
