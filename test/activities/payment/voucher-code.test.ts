import type { ServiceId } from '../../../src/domain/ids';
import { money } from '../../../src/domain/money';
import { keepSendType } from '../../../src/registry/evidence/closed-watches';
import type { Payment } from '../../../src/registry/payment/payments';
import type { PayOutcome, Supplier, SupplierName } from '../../../src/suppliers/supplier';
import { askNext } from '../../../src/worker/closed-watch';
import { type World, world } from '../world';

/** What comes beside a status (a voucher's code, the upstream's own rate) is kept whichever answer brings it. */
let w: World;
beforeAll(async () => {
  w = await world();
});
afterAll(() => w?.close());
afterEach(() => w.clearFaults());

const EMAIL = 'kkazbek.smeken@gmail.com';
const voucher = (): Promise<Payment> =>
  w.payment('7', { service: '1549' as ServiceId, kind: 'static', account: EMAIL, amount: money('5333.45'), sendType: 'api' });

/** The code as its agent would read it, beside the one that the upstream holds for the payment. */
async function codes(of: Payment): Promise<{ kept: string | null; booked: string | null | undefined }> {
  const { voucherCode } = await w.seen(of);
  const booked = (await w.book()).payments.find(({ transaction }) => transaction === of.request);
  return { kept: voucherCode && w.dependencies.vault.open(voucherCode), booked: booked?.code };
}
const rateOf = async ({ id }: Payment) =>
  (await w.database.query<{ rate: string | null }>('SELECT upstream_rate AS rate FROM payments WHERE id = $1', [id])).rows[0]?.rate;

test('a look that ends the payment keeps the code and the rate before it settles', async () => {
  const of = await voucher();
  await w.fault('Payment', 'lost-after', { containing: EMAIL });
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  const { kept, booked } = await codes(of);
  expect(booked).toEqual(expect.any(String));
  expect(kept).toBe(booked);
  expect(await rateOf(of)).toBe('0.0021598272');
});

test('a look that says 10 without the code ends nothing: Status is asked until the code is there', async () => {
  const of = await voucher();
  await w.fault('Payment', 'lost-after', { containing: EMAIL });
  await w.fault('Status', 'no-code', { containing: of.request, count: 3 });
  await w.goes(of, ({ next }) => next === 'poll');
  expect(await w.looks(of)).toMatchObject([{ said: 'answered' }]);
  expect(await w.seen(of)).toMatchObject({ finalAt: null, held: true });
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  const { kept, booked } = await codes(of);
  expect(kept).toBe(booked);
});

test('a code that comes with the answer to Payment is kept, and Status is asked all the same', async () => {
  const of = await voucher();
  const { upstream } = w;
  const withCode = (answer: PayOutcome): PayOutcome => (answer.kind === 'pending' ? { ...answer, code: 'EARLY-CODE' } : answer);
  const generous = { ...upstream, pay: async (...asked: Parameters<Supplier['pay']>) => (await upstream.pay(...asked)).map(withCode) };
  const suppliers = w.dependencies.suppliers as Map<SupplierName, Supplier>;
  suppliers.set('upstream', generous);
  try {
    await w.goes(of, ({ next }) => next === 'poll');
  } finally {
    suppliers.set('upstream', upstream);
  }
  expect((await codes(of)).kept).toBe('EARLY-CODE');
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect((await w.exchanged(of)).filter(({ operation }) => operation === 'Status').length).toBeGreaterThan(0);
});

test('a code that its agent asks for by SendType in a Status after the end is fetched, and asked for until it is there', async () => {
  const of = await w.payment('7', { service: '1549' as ServiceId, kind: 'static', account: EMAIL, amount: money('5333.45') });
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect((await codes(of)).kept).toBeNull();
  await keepSendType(w.database, await w.seen(of), 'api');
  await w.fault('Status', 'no-code', { containing: of.request, count: 1 });
  const asked = async () => {
    await w.database.query('UPDATE closed_watches SET due_at = now() WHERE payment_id = $1', [of.id]);
    return askNext(w.dependencies, new AbortController().signal);
  };
  expect([await asked(), (await codes(of)).kept]).toEqual([true, null]);
  await asked();
  const { kept, booked } = await codes(of);
  expect(booked).toEqual(expect.any(String));
  expect(kept).toBe(booked);
  expect(await w.seen(of)).toMatchObject({ status: 10, needsStaff: null });
  expect(await asked()).toBe(false);
});
