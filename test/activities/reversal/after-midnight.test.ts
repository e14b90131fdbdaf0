import pino from 'pino';
import type { Dependencies } from '../../../src/activities/dependencies';
import { undo } from '../../../src/activities/payment/undo';
import { type Day, plusDays } from '../../../src/domain/day';
import { money } from '../../../src/domain/money';
import { LADDERS } from '../../../src/ladders';
import type { Database } from '../../../src/registry/database';
import { askNow } from '../../../src/registry/last-statement';
import { topUp } from '../../../src/registry/ledger/entries';
import { claim, closeAttempt, startSending } from '../../../src/registry/payment/attempts';
import { documentsOf, refuseDocument, takeDocument } from '../../../src/registry/payment/documents';
import { type Payment, paymentById } from '../../../src/registry/payment/payments';
import type { RollbackOutcome, Supplier } from '../../../src/suppliers/supplier';
import { dayIn } from '../../../src/zone';
import { AGENT, accepted, book, plannedIn, ZONE } from '../../registry/book';
import { inContext } from '../steps';

const TODAY = dayIn(ZONE, new Date().toISOString());
let database: Database;
let payments = 0;
beforeAll(async () => {
  database = await book(3);
  await database.transaction((tx) => topUp(tx, { agent: AGENT, amount: money('1000'), currency: 'KZT', day: TODAY, note: 'a test' }));
});
afterAll(() => database.close());

/** A document taken on each of `days`, the last one refused. */
async function halfTaken(...days: Day[]): Promise<Payment> {
  const payment = await accepted(database, AGENT, ++payments, '30');
  const numbers = await plannedIn(database, payment, days.length + 1, String(30 / (days.length + 1)));
  await askNow(database, claim(payment.id, numbers, 1, new Date(Date.now() + 60_000)));
  await startSending(database, payment.id, numbers, 1);
  for (const [at, day] of days.entries()) {
    await closeAttempt(database, payment.id, at + 1, 1, 'accepted', null);
    await takeDocument(database, payment.id, at + 1, { paymentId: `7${at + 7}${payments}`, bookedAt: null, day });
  }
  await closeAttempt(database, payment.id, numbers.length, 1, 'refused', '-300: no');
  await refuseDocument(database, payment.id, numbers.length, -300, 'no', false);
  return payment;
}

/** Asks nothing of anybody: a call after midnight fails the test. */
const dependencies = (rollback: Supplier['rollback'] = () => Promise.reject(new Error('asked after midnight'))): Dependencies => ({
  database,
  suppliers: new Map([['alseco', { name: 'alseco', zone: ZONE, rollback } as unknown as Supplier]]),
  ladders: LADDERS.fast,
  vault: { seal: () => Buffer.alloc(0), open: () => '' },
  webhooks: {} as Dependencies['webhooks'],
  logger: pino({ level: 'silent' }),
  pollsPerSecond: 1,
});
const undone = (of: Payment, attempt: number, rollback?: Supplier['rollback']) =>
  inContext(
    () => undo(dependencies(rollback), { payment: of.id, agent: of.agent, transaction: of.transaction, startedAt: of.createdAt, patient: false }),
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

test('a part of yesterday keeps no part of today from being rolled back', async () => {
  const of = await halfTaken(plusDays(TODAY, -1), TODAY);
  const asked: string[] = [];
  const next = await undone(of, 1, async (ids) => {
    asked.push(...ids);
    return ids.map(() => ({ kind: 'rolled back' }));
  });
  expect(asked).toEqual(['783']);
  expect(next).toMatchObject({ next: 'staff', why: expect.stringContaining('PaymentId 773 was booked on') });
  expect((await documentsOf(database, of.id)).map(({ state }) => state)).toEqual(['taken', 'rolled back', 'refused']);
});

test('of mixed answers each is kept, staff are told of the refused one, and what has no clear answer is asked again', async () => {
  const of = await halfTaken(TODAY, TODAY, TODAY);
  const answers: readonly RollbackOutcome[] = [
    { kind: 'rolled back' },
    { kind: 'processed', text: 'taken' },
    { kind: 'unknown', reason: 'no answer' },
  ];
  expect(await undone(of, 1, async () => answers)).toMatchObject({ next: 'staff', why: expect.stringContaining('PaymentId 784 was refused: taken') });
  expect((await documentsOf(database, of.id)).map(({ state }) => state)).toEqual(['rolled back', 'taken', 'taken', 'refused']);
  const asked: string[] = [];
  const again = undone(of, 2, async (ids) => {
    asked.push(...ids);
    return ids.map((id) => (id === '794' ? { kind: 'not found' } : { kind: 'processed', text: 'taken' }));
  });
  await expect(again).rejects.toThrow('PaymentId 784 was refused');
  expect(asked).toEqual(['784', '794']);
  expect((await documentsOf(database, of.id)).map(({ state }) => state)).toEqual(['rolled back', 'taken', 'rolled back', 'refused']);
});
