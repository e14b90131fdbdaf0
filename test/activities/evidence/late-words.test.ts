import { sentDocument } from '../../../src/activities/evidence/doubt';
import { write } from '../../../src/activities/payment/record';
import type { NextStep } from '../../../src/contracts/workflows';
import { askNow } from '../../../src/registry/last-statement';
import { claim, closeAttempt, startSending } from '../../../src/registry/payment/attempts';
import { documentRolledBack, documentsOf, planDocuments } from '../../../src/registry/payment/documents';
import { noteChecked, type Payment } from '../../../src/registry/payment/payments';
import type { CheckOutcome, PayOutcome } from '../../../src/suppliers/supplier';
import { type Scripted, scripted, twoInvoices } from '../scripted';
import { inContext, inputOf } from '../steps';

/** A worker that slept between an answer and its writing speaks of an attempt that is long past: another may be on its way. */
let w: Scripted;
beforeAll(async () => {
  w = await scripted();
});
afterAll(() => w?.close());

type Outcome = PayOutcome;
const sends = async (of: Payment, attempt: number) => {
  expect(await askNow(w.database, claim(of.id, [1, 2], attempt, new Date(Date.now() + 60_000)))).toBe(true);
  expect(await startSending(w.database, of.id, [1, 2], attempt)).toBe(true);
};
const closes = (of: Payment, attempt: number, outcome: 'absent' | 'unknown') =>
  Promise.all([1, 2].map((number) => closeAttempt(w.database, of.id, number, attempt, outcome, 'a test')));

/** Sent once and proved absent, sent again. */
async function sentTwice(second: 'sending' | 'absent'): Promise<Payment> {
  const of = await w.payment();
  await planDocuments(w.database, of.id, ((await twoInvoices(of, 1)) as CheckOutcome & { kind: 'payable' }).documents);
  await noteChecked(w.database, of.id, 2, 'a test');
  await sends(of, 1);
  await closes(of, 1, 'absent');
  await sends(of, 2);
  if (second === 'absent') await closes(of, 2, 'absent');
  return of;
}
const says = async (of: Payment, attempt: number, outcome: Outcome): Promise<NextStep> => {
  const heard = (await documentsOf(w.database, of.id)).map((document) => ({
    sent: sentDocument(document, of.createdAt),
    outcome: outcome.kind === 'accepted' ? { ...outcome, paymentId: `9${of.id}${document.number}` } : outcome,
  }));
  return inContext(() => write(w.dependencies, { ...inputOf(of), attempt, heard }));
};
const eventsOf = async ({ id }: Payment) =>
  (await w.database.query<{ why: string }>('SELECT why FROM payment_events WHERE payment_id = $1 ORDER BY id', [id])).rows.map(({ why }) => why);

const REFUSED: Outcome = { kind: 'refused', code: -203, text: 'InvoiceNotFound' };

test('a booking that was rolled back meanwhile is not taken by an answer that was written late', async () => {
  const of = await sentTwice('sending');
  const heard: PayOutcome = { kind: 'accepted', paymentId: '9', bookedAt: null };
  await says(of, 2, heard);
  for (const document of [1, 2]) await documentRolledBack(w.database, of.id, document, -115);
  await says(of, 2, heard);
  expect((await w.documents(of)).map(([, state]) => state)).toEqual(['rolled back', 'rolled back']);
});

test('a refusal of an attempt that another has followed decides nothing: what became of the last one does', async () => {
  const of = await sentTwice('sending');
  expect(await says(of, 1, REFUSED)).toMatchObject({ next: 'find' });
  expect(await w.documents(of)).toEqual([
    [1, 'planned', ['absent', null]],
    [2, 'planned', ['absent', null]],
  ]);
  expect(await w.seen(of)).toMatchObject({ finalAt: null, held: true });
  expect(await eventsOf(of)).toContainEqual(expect.stringContaining('attempt 1 of document 1, written late: refused (-203: InvoiceNotFound)'));
  // The last attempt's own refusal counts.
  expect(await says(of, 2, { ...REFUSED, code: -105 })).toMatchObject({ next: 'finished', status: -105 });
});

test('where the last one is proved absent as well, another may follow: the late refusal stands in nobody’s way', async () => {
  const of = await sentTwice('absent');
  expect(await says(of, 1, REFUSED)).toMatchObject({ next: 'wait' });
  await sends(of, 3);
});

test.each<[string, Outcome]>([
  ['taken by the supplier', { kind: 'pending', status: 3, text: 'taken' }],
  ['contradicted', { kind: 'unknown', reason: 'it holds another payment', contradiction: true }],
])('an earlier attempt that was %s puts what was held for absent in doubt again', async (_, outcome) => {
  const of = await sentTwice('absent');
  expect(await says(of, 1, outcome)).toMatchObject({ next: 'find' });
  expect(await w.documents(of)).toMatchObject([
    [1, 'planned', ['absent', 'unknown']],
    [2, 'planned', ['absent', 'unknown']],
  ]);
});

test('a contradiction of an earlier attempt forbids sending again, whatever later looks say', async () => {
  const of = await sentTwice('absent');
  await says(of, 1, { kind: 'unknown', reason: 'it holds another payment', contradiction: true });
  const { rows } = await w.database.query('SELECT document, attempt, said FROM looks WHERE payment_id = $1 ORDER BY document', [of.id]);
  expect(rows).toEqual([1, 2].map((document) => ({ document, attempt: 2, said: 'contradiction' })));
});

test('a booking of an earlier attempt is a booking', async () => {
  const of = await sentTwice('sending');
  expect(await says(of, 1, { kind: 'accepted', paymentId: '', bookedAt: null })).toMatchObject({ next: 'finished', status: 10 });
});
