import { sentDocument } from '../../../src/activities/evidence/doubt';
import { record, write } from '../../../src/activities/payment/record';
import type { NextStep } from '../../../src/contracts/workflows';
import type { BookRow } from '../../../src/domain/evidence';
import { listBreaks } from '../../../src/registry/bank-day/breaks';
import type { Database } from '../../../src/registry/database';
import type { Payment } from '../../../src/registry/payment/payments';
import type { CheckOutcome, LookAnswer, LookQuestion, PayOutcome } from '../../../src/suppliers/supplier';
import { reference, type Scripted, scripted, TODAY, twoInvoices } from '../scripted';
import { inContext, inputOf, steps } from '../steps';

/**
 * A failover to a copy that lagged by a second: the rows under which a payment is being sent are gone when the answer comes. The pulse
 * beats on, so nothing but the answer itself can tell.
 */
let w: Scripted;
let calls = 0;
beforeAll(async () => {
  w = await scripted();
  w.script.check = twoInvoices;
});
afterAll(() => w?.close());

type Lost = 'attempts' | 'documents';
async function lose({ id }: Payment, what: Lost): Promise<void> {
  await w.database.query('DELETE FROM attempts WHERE payment_id = $1', [id]);
  if (what === 'attempts') return;
  await w.database.query('DELETE FROM documents WHERE payment_id = $1', [id]);
  await w.database.query('UPDATE payments SET checked_at = NULL, status = 1 WHERE id = $1', [id]);
}

/** The rows are lost while the supplier is asked, and it answers so about each of the two documents. */
async function lostMidway(what: Lost, answer: (paymentId: string, document: number) => PayOutcome): Promise<{ of: Payment; next: NextStep }> {
  const of = await w.payment();
  calls = 0;
  w.script.pay = async (documents) => {
    calls++;
    await lose(of, what);
    return documents.map(({ number }) => answer(bookingOf(of, number), number));
  };
  const next = await w.goes(of, (step) => step.next !== 'check' && step.next !== 'pay');
  return { of, next };
}
const bookingOf = (of: Payment, document: number): string => `5${of.id}00${document}`;
const accepted = (paymentId: string): PayOutcome => ({ kind: 'accepted', paymentId, bookedAt: null, bookedDay: TODAY });
const UNKNOWN: PayOutcome = { kind: 'unknown', reason: 'no answer within the limit' };
const NOT_SENT: PayOutcome = { kind: 'not sent', reason: 'no connection' };
const REFUSED: PayOutcome = { kind: 'refused', code: -203, text: 'InvoiceNotFound' };

/** The book shows these documents of the payment, and lacks the others. */
function bookShows(of: Payment, ...booked: readonly number[]): void {
  w.script.look = async ({ documents }: LookQuestion) =>
    documents.map(({ number, account, amount }): LookAnswer => {
      const about = { document: number, readAt: new Date().toISOString(), answerHashes: [] };
      if (!booked.includes(number)) return { ...about, look: { said: 'absent', witnesses: 2 } };
      const row: BookRow = { ...ROW, paymentId: bookingOf(of, number), reference: reference(of.request, number), account, amount };
      return {
        ...about,
        look: { said: 'found', row, duplicates: [] },
        outcome: { ...accepted(row.paymentId), kind: 'accepted' } as LookAnswer['outcome'],
      };
    });
}
const ROW = { invoice: '1', ours: true, day: TODAY, bookedAt: null, moved: false } as const;
const breaksOf = async ({ id }: Payment) => (await listBreaks(w.database, true, 100)).filter(({ payment }) => payment === id).reverse();
const eventsOf = async ({ id }: Payment) =>
  (await w.database.query<{ why: string }>('SELECT why FROM payment_events WHERE payment_id = $1 ORDER BY id', [id])).rows.map(({ why }) => why);

test.each([
  ['was lost', UNKNOWN],
  ['says not sent', NOT_SENT],
  ['refuses', REFUSED],
])('an answer that %s and meets no attempt is looked for, not sent again and not ended', async (_, answer) => {
  const { of, next } = await lostMidway('attempts', () => answer);
  expect(next).toMatchObject({ next: 'find' });
  expect(await w.documents(of)).toEqual([
    [1, 'planned', ['unknown']],
    [2, 'planned', ['unknown']],
  ]);
  expect((await eventsOf(of)).filter((why) => why.includes('the registry had lost attempt 1'))).toHaveLength(2);
  bookShows(of, 1, 2);
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(calls).toBe(1);
});

test('a booking that meets no attempt is that document’s booking', async () => {
  const { of, next } = await lostMidway('attempts', accepted);
  expect(next).toMatchObject({ next: 'finished', status: 10 });
  expect(await w.documents(of)).toEqual([
    [1, 'taken', ['accepted']],
    [2, 'taken', ['accepted']],
  ]);
  expect(await breaksOf(of)).toEqual([]);
});

test('a booking that meets no document is a break with its reference and PaymentId, looked for, and explained by what is found', async () => {
  const { of, next } = await lostMidway('documents', accepted);
  expect(next).toMatchObject({ next: 'find' });
  expect(await w.seen(of)).toMatchObject({ finalAt: null, held: true });
  const about = { kind: 'only theirs', amount: '15', currency: 'KZT', day: TODAY, closedAt: null };
  expect(await breaksOf(of)).toMatchObject(
    [1, 2].map((document) => ({ ...about, document, booking: bookingOf(of, document), reference: reference(of.request, document) })),
  );
  bookShows(of, 1, 2);
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(calls).toBe(1);
  expect((await breaksOf(of)).map(({ closedAs }) => closedAs)).toEqual(['noted', 'noted']);
});

test('what meets no document and was not booked is proved absent before it is sent again, byte for byte', async () => {
  const { of, next } = await lostMidway('documents', () => UNKNOWN);
  expect(next).toMatchObject({ next: 'find' });
  bookShows(of);
  let sent: readonly string[] = [];
  w.script.pay = (documents) => {
    sent = documents.map(({ reference, content }) => `${reference} ${content}`);
    return documents.map(({ number }) => accepted(bookingOf(of, number)));
  };
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(sent).toEqual([1, 2].map((number) => `${reference(of.request, number)} <document number="${number}"/>`));
  expect(await w.documents(of)).toEqual([
    [1, 'taken', ['absent', 'accepted']],
    [2, 'taken', ['absent', 'accepted']],
  ]);
});

test('a part of what was lost that is not booked is sent beside the part that is', async () => {
  const { of } = await lostMidway('documents', (paymentId, document) => (document === 1 ? accepted(paymentId) : UNKNOWN));
  bookShows(of, 1);
  w.script.pay = (documents) => documents.map(({ number }) => accepted(bookingOf(of, number)));
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(await w.documents(of)).toEqual([
    [1, 'taken', ['accepted']],
    [2, 'taken', ['absent', 'accepted']],
  ]);
});

test('so is what comes through the workflow, under its seal, when nothing of it is left', async () => {
  const of = await w.payment();
  let isAway = false;
  w.script.pay = (documents) => {
    calls = 1;
    isAway = true;
    return documents.map(({ number }) => accepted(bookingOf(of, number)));
  };
  const gone: Database['transaction'] = (work) =>
    isAway ? Promise.reject(new Error('Connection terminated unexpectedly')) : w.database.transaction(work);
  const away = { ...w.dependencies, ladders: { ...w.dependencies.ladders, writeBudgetMs: 0 }, database: { ...w.database, transaction: gone } };
  const step = await steps(away)(of, ({ next }) => next === 'record');
  await lose(of, 'documents');
  if (step.next !== 'record') throw new Error(step.next);
  const input = { ...inputOf(of), attempt: 1, ...(step.sealed ? { sealed: step.sealed } : {}) };
  expect(await inContext(() => record(w.dependencies, input))).toMatchObject({ next: 'find' });
  expect((await breaksOf(of)).map(({ booking }) => booking)).toEqual([1, 2].map((document) => bookingOf(of, document)));
  bookShows(of, 1, 2);
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(calls).toBe(1);
});

test('about a payment that is closed as failed it is a booking that somebody must take back', async () => {
  const of = await w.payment();
  await w.database.query('UPDATE payments SET status = -300, final_at = now() WHERE id = $1', [of.id]);
  const [document] = ((await twoInvoices(of, 1)) as CheckOutcome & { kind: 'payable' }).documents;
  if (!document) throw new Error('nothing planned');
  const heard = [{ sent: sentDocument(document, of.createdAt), outcome: accepted(bookingOf(of, 1)) }];
  await inContext(() => write(w.dependencies, { ...inputOf(of), attempt: 1, heard }));
  expect(await breaksOf(of)).toMatchObject([{ kind: 'refused by us but booked', booking: bookingOf(of, 1), amount: '15' }]);
  expect(await w.seen(of)).toMatchObject({ status: -300 });
});

test('rows that are lost while their evidence is read are in doubt again, and what was found is not passed over', async () => {
  const { of } = await lostMidway('attempts', () => UNKNOWN);
  const booked = bookShows.bind(null, of, 1, 2);
  booked();
  const { look } = w.script;
  w.script.look = async (...asked) => {
    await lose(of, 'documents');
    booked();
    return look?.(...asked) ?? [];
  };
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(calls).toBe(1);
});
