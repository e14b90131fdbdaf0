import { check } from '../../../src/activities/payment/check';
import { pay } from '../../../src/activities/payment/pay';
import type { ServiceId } from '../../../src/domain/ids';
import { money } from '../../../src/domain/money';
import { askNow } from '../../../src/registry/last-statement';
import { claim, closeAttempt, startSending } from '../../../src/registry/payment/attempts';
import type { Payment } from '../../../src/registry/payment/payments';
import { until } from '../../support/until';
import { inContext, inputOf } from '../steps';
import { type World, world } from '../world';

/** A list of denominations is good for half an hour: a voucher that has waited for longer is checked anew before it is sent. */
let w: World;
beforeAll(async () => {
  w = await world();
  await w.database.query(
    `INSERT INTO services SELECT (json_populate_record(s, '{"id": 1911, "kind": "dynamic"}')).* FROM services s WHERE id = 1549`,
  );
});
afterAll(() => w?.close());

const EMAIL = 'kkazbek.smeken@gmail.com';
const UC = { service: '1911' as ServiceId, kind: 'dynamic', account: EMAIL, sendType: 'api' } as const;
const ONE_PRICE = { service: '1549' as ServiceId, kind: 'static', account: EMAIL, sendType: 'api' } as const;
/** For which the sandbox sells 60 UC now; each test sells its own. */
const sells = (invoiceId: string, orderAmount: string) =>
  w.control('prices', { service: '1911', denominations: [{ invoiceId, orderAmount, name: '60 UC' }] });

/** Checked, about to be sent, and then held up for so long. */
async function waited(minutes: number, more: Parameters<World['payment']>[1]): Promise<Payment> {
  const of = await w.payment('7', more);
  await w.goes(of, ({ next }) => next === 'pay');
  await w.database.query(`UPDATE payments SET checked_at = now() - $2 * interval '1 minute' WHERE id = $1`, [of.id, minutes]);
  return of;
}
/** Exchanges are kept beside the calls, a moment after them. */
const asked = (of: Payment, atLeast: number) =>
  until(`${atLeast} exchanges of ${of.transaction}`, async () => {
    const operations = (await w.exchanged(of)).map(({ operation }) => operation);
    return operations.length >= atLeast && operations;
  });
const documents = async ({ id }: Payment) =>
  (await w.database.query<{ number: number; state: string }>('SELECT number, state FROM documents WHERE payment_id = $1 ORDER BY number', [id])).rows;

test('an InvoiceId that is gone ends the payment with −203, and nothing is sent', async () => {
  await sells('501', '100');
  const of = await waited(26, { ...UC, invoiceId: '501', amount: money('100') });
  await sells('502', '100');
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: -203 });
  expect(await asked(of, 2)).toEqual(['AccountCheck', 'AccountCheck']);
});

test('one that became dearer ends it with −201', async () => {
  await sells('503', '100');
  const of = await waited(26, { ...UC, invoiceId: '503', amount: money('100') });
  await sells('503', '100.001');
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: -201 });
  expect(await asked(of, 2)).toEqual(['AccountCheck', 'AccountCheck']);
});

test('one that is sold as before is sent once, under the same document', async () => {
  await sells('504', '100');
  const of = await waited(26, { ...UC, invoiceId: '504', amount: money('100') });
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect((await asked(of, 3)).slice(0, 3)).toEqual(['AccountCheck', 'AccountCheck', 'Payment']);
  expect(await documents(of)).toEqual([{ number: 1, state: 'taken' }]);
  expect(await w.booked(of)).toBe(1);
});

test('a voucher of one price too', async () => {
  const of = await waited(26, { ...ONE_PRICE, amount: money('5333.45') });
  await w.control('prices', { service: '1549', orderAmount: '5400' });
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: -201 });
  expect(await asked(of, 2)).toEqual(['AccountCheck', 'AccountCheck']);
  await w.control('prices', { service: '1549', orderAmount: '5333.4471' });
});

test('the step that would send it does not believe that it comes in time', async () => {
  await sells('505', '100');
  const of = await waited(26, { ...UC, invoiceId: '505', amount: money('100') });
  expect(await inContext(() => pay(w.dependencies, { ...inputOf(of), attempt: 1 }))).toMatchObject({ next: 'check' });
  expect(await asked(of, 1)).toEqual(['AccountCheck']);
});

test('a check that is not old yet holds', async () => {
  await sells('506', '100');
  const of = await waited(24, { ...UC, invoiceId: '506', amount: money('100') });
  expect(await inContext(() => check(w.dependencies, inputOf(of)))).toMatchObject({ next: 'pay', attempt: 1 });
});

test('what has no price list is not checked anew, however long it waited', async () => {
  const of = await waited(600, {});
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect((await asked(of, 3)).filter((operation) => operation === 'AccountCheck')).toHaveLength(1);
});

/** Attempt 1 of a voucher that waited, ended so. */
async function attempted(invoiceId: string, outcome: 'not sent' | 'absent'): Promise<Payment> {
  await sells(invoiceId, '100');
  const of = await waited(26, { ...UC, invoiceId, amount: money('100') });
  await askNow(w.database, claim(of.id, [1], 1, new Date(Date.now() + 60_000)));
  if (outcome === 'absent') await startSending(w.database, of.id, [1], 1);
  await closeAttempt(w.database, of.id, 1, 1, outcome, 'a test');
  return of;
}

test('an attempt of which no byte left does not count as sent: checked anew before the next', async () => {
  const of = await attempted('507', 'not sent');
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect((await asked(of, 3)).slice(0, 3)).toEqual(['AccountCheck', 'AccountCheck', 'Payment']);
  expect(await w.booked(of)).toBe(1);
});

test('what was sent once is never checked anew: the same document goes again', async () => {
  const of = await attempted('508', 'absent');
  await sells('509', '100');
  await w.goes(of, ({ next }) => next !== 'check' && next !== 'pay');
  expect((await asked(of, 2)).slice(0, 2)).toEqual(['AccountCheck', 'Payment']);
});

test('an earlier life that is proved not to have sent it counts as nothing sent', async () => {
  await sells('510', '100');
  const of = await waited(26, { ...UC, invoiceId: '510', amount: money('100') });
  await w.database.query('UPDATE pulse SET woke_at = now(), beat_at = now()');
  await sells('511', '100');
  try {
    expect(await w.goes(of)).toMatchObject({ next: 'finished', status: -203 });
  } finally {
    await w.database.query('UPDATE pulse SET woke_at = NULL, beat_at = now()');
  }
  expect(await asked(of, 5)).not.toContain('Payment');
});
