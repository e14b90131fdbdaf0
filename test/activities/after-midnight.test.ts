import pino from 'pino';
import type { Dependencies } from '../../src/activities/dependencies';
import { undo } from '../../src/activities/undo';
import { plusDays } from '../../src/domain/day';
import { money } from '../../src/domain/money';
import { LADDERS } from '../../src/ladders';
import { claim, closeAttempt, startSending } from '../../src/registry/attempts';
import type { Database } from '../../src/registry/database';
import { documentRefused, documentTaken } from '../../src/registry/documents';
import { topUp } from '../../src/registry/ledger';
import { type Payment, paymentById } from '../../src/registry/payments';
import type { Supplier } from '../../src/suppliers/supplier';
import { dayIn } from '../../src/zone';
import { AGENT, accepted, book, plannedIn, ZONE } from '../registry/book';
import { inContext } from './steps';

const TODAY = dayIn(ZONE, new Date().toISOString());
let database: Database;
let payments = 0;
beforeAll(async () => {
  database = await book(3);
  await database.transaction((tx) => topUp(tx, { agent: AGENT, amount: money('1000'), currency: 'KZT', day: TODAY, note: 'a test' }));
});
afterAll(() => database.close());

/** One document taken on `day`, its sibling refused. */
async function halfTaken(day = TODAY): Promise<Payment> {
  const payment = await accepted(database, AGENT, ++payments, '30');
  await plannedIn(database, payment, 2, '15');
  await claim(database, payment.id, [1, 2], 1, new Date(Date.now() + 60_000));
  await startSending(database, payment.id, [1, 2], 1);
  await closeAttempt(database, payment.id, 1, 1, 'accepted', null);
  await documentTaken(database, payment.id, 1, { paymentId: `77${payments}`, bookedAt: null, day });
  await closeAttempt(database, payment.id, 2, 1, 'refused', '-300: no');
  await documentRefused(database, payment.id, 2, -300, 'no', false);
  return payment;
}

/** Asks nothing of anybody: a call after midnight fails the test. */
const dependencies = (): Dependencies => ({
  database,
  suppliers: new Map([
    ['alseco', { name: 'alseco', zone: ZONE, rollback: () => Promise.reject(new Error('asked after midnight')) } as unknown as Supplier],
  ]),
  ladders: LADDERS.fast,
  vault: { seal: () => Buffer.alloc(0), open: () => '' },
  webhooks: {} as Dependencies['webhooks'],
  logger: pino({ level: 'silent' }),
  pollsPerSecond: 1,
});
const undone = (of: Payment, attempt: number) =>
  inContext(
    () => undo(dependencies(), { payment: of.id, agent: of.agent, transaction: of.transaction, startedAt: of.createdAt, patient: false }),
    attempt,
  );

test('a part of yesterday is not rolled back: it goes to staff, with its hold, and says why', async () => {
  const of = await halfTaken(plusDays(TODAY, -1));
  expect(await undone(of, 1)).toMatchObject({ next: 'staff' });
  const seen = await paymentById(database, of.id);
  expect(seen).toMatchObject({ finalAt: null, held: true });
  expect(seen?.needsStaff).toBe(`PaymentId 771 was booked on ${plusDays(TODAY, -1)} and can no longer be rolled back at alseco`);
});

test('where a rollback may have been asked for in time, staff are told that the booking may be gone', async () => {
  const of = await halfTaken(plusDays(TODAY, -1));
  expect(await undone(of, 2)).toMatchObject({ next: 'staff' });
  expect((await paymentById(database, of.id))?.needsStaff).toContain('it may have been asked for in time, without a clear answer');
});
