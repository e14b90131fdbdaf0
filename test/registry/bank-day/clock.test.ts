import { measureClock, measuredClock } from '../../../src/registry/bank-day/clock';
import { type DayWorld, dayWorld } from './world';

let w: DayWorld;
beforeAll(async () => {
  w = await dayWorld();
});
afterAll(() => w?.close());

const HOUR_MS = 3_600_000;

test('a supplier’s clock is the middle one of what its bookings say, and is kept', async () => {
  expect(await measureClock(w.database, 'alseco')).toBeNull();
  expect(await measuredClock(w.database, 'alseco')).toBeNull();
  for (const paymentId of ['1', '2', '3']) await w.taken(paymentId);
  // Two an hour ahead, as a server in another zone says; one that tells nothing of its clock.
  await w.database.query(
    `UPDATE documents d SET booked_at = a.sent_at + CASE WHEN d.supplier_payment_id = '3' THEN interval '5 hours' ELSE interval '1 hour' END
     FROM attempts a WHERE a.payment_id = d.payment_id AND a.document = d.number`,
  );
  const measured = await measureClock(w.database, 'alseco');
  expect(measured?.bookings).toBe(3);
  expect(Math.abs((measured?.aheadMs ?? 0) - HOUR_MS)).toBeLessThan(60_000);
  expect(await measuredClock(w.database, 'alseco')).toEqual(measured);
  expect(await measuredClock(w.database, 'upstream')).toBeNull();
});
