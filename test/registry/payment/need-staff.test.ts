import type { Database } from '../../../src/registry/database';
import { lockPayment, needStaffWhileOpen, type Payment } from '../../../src/registry/payment/payments';
import { settle } from '../../../src/registry/payment/settle';
import { book, OTHER, pay } from '../book';

let database: Database;
beforeAll(async () => {
  database = await book(2);
});
afterAll(() => database.close());

test('a wait that ended with the payment needs no staff: a worker that slept comes too late to say so', async () => {
  const accepted = await pay(database, OTHER, 1, '10.00');
  if (accepted.kind !== 'stored') throw new Error(accepted.kind);
  const { id } = accepted.payment;
  expect(await needStaffWhileOpen(database, id, 'no final status for long')).toBe(true);
  await database.transaction(async (tx) => settle(tx, (await lockPayment(tx, id)) as Payment, { status: 10, why: 'taken' }));
  expect(await needStaffWhileOpen(database, id, 'no final status for long')).toBe(false);
  const { rows } = await database.query('SELECT needs_staff FROM payments WHERE id = $1', [id]);
  expect(rows).toEqual([{ needs_staff: null }]);
});
