import { check } from '../../../src/activities/payment/check';
import { pauseSupplier, resumeSupplier } from '../../../src/registry/catalog/suppliers';
import { needStaff, type Payment } from '../../../src/registry/payment/payments';
import { type Scripted, scripted, twoInvoices } from '../scripted';
import { inContext, inputOf } from '../steps';

let w: Scripted;
beforeAll(async () => {
  w = await scripted();
});
afterAll(() => w.close());

const checked = (of: Payment) => inContext(() => check(w.dependencies, inputOf(of)));

test('each step tells whether the registry has marked the payment for staff, also while its supplier is paused', async () => {
  w.script.check = twoInvoices;
  const of = await w.payment();
  expect(await checked(of)).toEqual({ next: 'pay', attempt: 1, needsStaff: false });
  await needStaff(w.database, of.id, 'a test');
  expect(await checked(of)).toEqual({ next: 'pay', attempt: 1, needsStaff: true });
  await pauseSupplier(w.database, 'alseco', 'operator-1', 'a test');
  expect(await checked(of)).toMatchObject({ next: 'wait', needsStaff: true });
  await w.database.query('UPDATE payments SET needs_staff = NULL WHERE id = $1', [of.id]);
  expect(await checked(of)).toMatchObject({ next: 'wait', needsStaff: false });
  await resumeSupplier(w.database, 'alseco');
  expect(await checked(of)).toEqual({ next: 'pay', attempt: 1, needsStaff: false });
});
