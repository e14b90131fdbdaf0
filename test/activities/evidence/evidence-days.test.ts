import { find } from '../../../src/activities/payment/find';
import { type Day, plusDays } from '../../../src/domain/day';
import { askNow } from '../../../src/registry/last-statement';
import { claim, closeAttempt, startSending } from '../../../src/registry/payment/attempts';
import { planDocuments, takeDocument } from '../../../src/registry/payment/documents';
import { noteChecked, type Payment } from '../../../src/registry/payment/payments';
import type { CheckOutcome, LookQuestion } from '../../../src/suppliers/supplier';
import { beginOf } from '../../../src/zone';
import { ZONE } from '../../registry/book';
import { type Scripted, scripted, TODAY, twoInvoices } from '../scripted';
import { inContext, inputOf } from '../steps';

/** What a look is held against: the days on which the document could stand, and whose lines are not its own. */
let w: Scripted;
let asked: LookQuestion | null = null;
beforeAll(async () => {
  w = await scripted();
  w.script.look = async (question) => {
    asked = question;
    return [];
  };
});
afterAll(() => w?.close());
beforeEach(() => {
  asked = null;
});

const YESTERDAY = plusDays(TODAY, -1);
/** So many seconds from the midnight that begins today in Almaty. */
const atMidnight = (seconds: number): string => new Date(Date.parse(beginOf(ZONE, TODAY)) + seconds * 1_000).toISOString();

/** Two documents, sent once at that moment, answered never. */
async function sent(sentAt: string): Promise<Payment> {
  const of = await w.payment();
  await planDocuments(w.database, of.id, ((await twoInvoices(of, 1)) as CheckOutcome & { kind: 'payable' }).documents);
  await noteChecked(w.database, of.id, 2, 'a test');
  await askNow(w.database, claim(of.id, [1, 2], 1, new Date(Date.now() + 60_000)));
  await startSending(w.database, of.id, [1, 2], 1);
  for (const number of [1, 2]) await closeAttempt(w.database, of.id, number, 1, 'unknown', 'no answer');
  await w.database.query('UPDATE attempts SET claimed_at = $2, sent_at = $2, closed_at = $2, send_before = $2 WHERE payment_id = $1', [
    of.id,
    sentAt,
  ]);
  return of;
}
/** Another payment, booked on that day. */
async function booked(paymentId: string, day: Day): Promise<Payment> {
  const of = await sent(atMidnight(0));
  await takeDocument(w.database, of.id, 1, { paymentId, bookedAt: null, day });
  return of;
}
async function questionAbout(of: Payment): Promise<LookQuestion> {
  await inContext(() => find(w.dependencies, inputOf(of))).catch(() => undefined);
  if (!asked) throw new Error('nothing was asked');
  return asked;
}
const witnessesOf = ({ known }: LookQuestion) => known.map(({ paymentId, day }) => [paymentId, day]).sort();

test('witnesses are our bookings of the very day on which it was sent, and of no other', async () => {
  await booked('1', plusDays(TODAY, -2));
  await booked('2', YESTERDAY);
  await booked('3', TODAY);
  const noon = await questionAbout(await sent(atMidnight(-12 * 3_600)));
  expect(witnessesOf(noon)).toEqual([['2', YESTERDAY]]);
  expect(noon).toMatchObject({ from: plusDays(TODAY, -2), to: TODAY, documents: [{ days: [YESTERDAY] }, { days: [YESTERDAY] }] });
  expect(witnessesOf(await questionAbout(await sent(atMidnight(1))))).toEqual([['3', TODAY]]);
});

test('what was sent within the limit of a call of midnight could stand on either day', async () => {
  const limitS = w.dependencies.ladders.supplierCallMs / 1_000;
  const near = await questionAbout(await sent(atMidnight(1 - limitS)));
  expect(near.documents.map(({ days }) => days)).toEqual([
    [YESTERDAY, TODAY],
    [YESTERDAY, TODAY],
  ]);
  expect(witnessesOf(near)).toEqual([
    ['2', YESTERDAY],
    ['3', TODAY],
  ]);
  const before = await questionAbout(await sent(atMidnight(-1 - limitS)));
  expect(before.documents[0]?.days).toEqual([YESTERDAY]);
});

test('lines of other payments for the same invoices are named as theirs; a sibling’s, or an earlier plan’s, are not', async () => {
  const other = await sent(atMidnight(1));
  const of = await sent(atMidnight(1));
  const references = (await questionAbout(of)).claims.map(({ reference }) => reference);
  expect(references).toContain(`TLM${other.request}1`);
  expect(references.filter((reference) => reference.includes(of.request))).toEqual([]);
});

test('a payment in doubt for longer than a book is read over is still asked about, and its days stay bounded', async () => {
  const of = await sent(atMidnight(-400 * 86_400));
  await w.database.query('UPDATE attempts SET closed_at = now() WHERE payment_id = $1', [of.id]);
  const { documents, from } = await questionAbout(of);
  expect(documents[0]?.days.length).toBe(100);
  expect(from).toBe(plusDays(TODAY, -401));
});
