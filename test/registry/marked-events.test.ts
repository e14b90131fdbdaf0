import type { Database } from '../../src/registry/database';
import { carriedOver, oldPayment } from './older';

let database: Database;
beforeAll(async () => {
  database = await carriedOver(16, async (old) => {
    const payment = await oldPayment(old, 1);
    const whys = [
      'accepted from the agent',
      'needs staff: staff must decide: needs staff: quoted',
      'closed as 10, but now -203: the invoice is gone',
      'he said "needs staff: no"',
    ];
    for (const why of whys) await old.query('INSERT INTO payment_events (payment_id, status, why) VALUES ($1, 10, $2)', [payment, why]);
  });
});
afterAll(() => database?.close());

test('an event that marked a payment for staff is read out of its words once', async () => {
  const { rows } = await database.query('SELECT kind, why FROM payment_events ORDER BY id');
  expect(rows).toEqual([
    { kind: 'said', why: 'accepted from the agent' },
    { kind: 'needs staff', why: 'staff must decide: needs staff: quoted' },
    { kind: 'needs staff', why: 'closed as 10, but now -203: the invoice is gone' },
    { kind: 'said', why: 'he said "needs staff: no"' },
  ]);
});
