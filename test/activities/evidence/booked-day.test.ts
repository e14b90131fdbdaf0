import { sentDocument } from '../../../src/activities/evidence/doubt';
import { find } from '../../../src/activities/payment/find';
import { write } from '../../../src/activities/payment/record';
import { type Day, plusDays } from '../../../src/domain/day';
import { askNow } from '../../../src/registry/last-statement';
import { claim, closeAttempt, startSending } from '../../../src/registry/payment/attempts';
import { documentsOf, planDocuments } from '../../../src/registry/payment/documents';
import { noteChecked, type Payment } from '../../../src/registry/payment/payments';
import type { Accepted, CheckOutcome, PayOutcome } from '../../../src/suppliers/supplier';
import { beginOf } from '../../../src/zone';
import { ZONE } from '../../registry/book';
import { type Scripted, scripted, TODAY, twoInvoices } from '../scripted';
import { inContext, inputOf } from '../steps';

/** A booking belongs to the day on which the supplier booked it, whenever we learn of it. */
let w: Scripted;
beforeAll(async () => {
  w = await scripted();
});
afterAll(() => w?.close());

const YESTERDAY = plusDays(TODAY, -1);
const NOON_YESTERDAY = new Date(Date.parse(beginOf(ZONE, TODAY)) - 12 * 3_600_000).toISOString();

/** Two documents sent yesterday at noon, and never answered. */
async function sentYesterday(): Promise<Payment> {
  const of = await w.payment();
  await planDocuments(w.database, of.id, ((await twoInvoices(of, 1)) as CheckOutcome & { kind: 'payable' }).documents);
  await noteChecked(w.database, of.id, 2, 'a test');
  await askNow(w.database, claim(of.id, [1, 2], 1, new Date(Date.now() + 60_000)));
  await startSending(w.database, of.id, [1, 2], 1);
  await w.database.query('UPDATE attempts SET claimed_at = $2, sent_at = $2 WHERE payment_id = $1', [of.id, NOON_YESTERDAY]);
  return of;
}
const daysOf = async ({ id }: Payment) => (await documentsOf(w.database, id)).map(({ state, bookedDay }) => [state, bookedDay]);
const accepted = (paymentId: string, more: Partial<Accepted> = {}): Accepted => ({ kind: 'accepted', paymentId, bookedAt: null, ...more });

test('a row without a time of day, found a day later, is booked on the day that the row names', async () => {
  const of = await sentYesterday();
  for (const number of [1, 2]) await closeAttempt(w.database, of.id, number, 1, 'unknown', 'no answer');
  w.script.look = async ({ documents }) =>
    documents.map(({ number }) => ({
      document: number,
      look: { said: 'answered', text: 'a test' },
      outcome: accepted(`77${number}`, { bookedDay: YESTERDAY }),
      readAt: new Date().toISOString(),
      answerHashes: [],
    }));
  expect(await inContext(() => find(w.dependencies, inputOf(of)))).toMatchObject({ next: 'finished', status: 10 });
  expect(await daysOf(of)).toEqual([
    ['taken', YESTERDAY],
    ['taken', YESTERDAY],
  ]);
});

const recorded = async (of: Payment, outcome: PayOutcome & object): Promise<unknown> => {
  const heard = (await documentsOf(w.database, of.id)).map((document) => ({
    sent: sentDocument(document, NOON_YESTERDAY),
    outcome: { ...outcome, paymentId: `88${document.number}` } as PayOutcome,
  }));
  await write(w.dependencies, { ...inputOf(of), attempt: 1, heard });
  return (await daysOf(of))[0]?.[1];
};

test('an answer written a day late counts for the day it names', async () => {
  expect(await recorded(await sentYesterday(), accepted('', { bookedDay: plusDays(TODAY, -1) as Day }))).toBe(YESTERDAY);
  expect(await recorded(await sentYesterday(), accepted('', { bookedAt: NOON_YESTERDAY }))).toBe(YESTERDAY);
});

test('one that names no day, as from an older history, counts for the day of sending, not of writing', async () => {
  expect(await recorded(await sentYesterday(), accepted(''))).toBe(YESTERDAY);
});
