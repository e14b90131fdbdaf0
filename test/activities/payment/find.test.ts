import { find } from '../../../src/activities/payment/find';
import type { NextStep } from '../../../src/contracts/workflows';
import type { BookRow } from '../../../src/domain/evidence';
import { money } from '../../../src/domain/money';
import { openBreaksOf } from '../../../src/registry/bank-day/breaks';
import { askNow } from '../../../src/registry/last-statement';
import { claim, closeAttempt, doubtEarlierLife, startSending } from '../../../src/registry/payment/attempts';
import { planDocuments } from '../../../src/registry/payment/documents';
import { noteChecked, type Payment } from '../../../src/registry/payment/payments';
import { settle } from '../../../src/registry/payment/settle';
import type { CheckOutcome, LookAnswer, LookQuestion } from '../../../src/suppliers/supplier';
import { dayIn } from '../../../src/zone';
import { ZONE } from '../../registry/book';
import { type Scripted, scripted, TODAY, twoInvoices } from '../scripted';
import { inContext, inputOf } from '../steps';

/** What is closed, doubted and decided around a look at the supplier's books. */
let w: Scripted;
let asked: number[][] = [];
beforeAll(async () => {
  w = await scripted();
});
afterAll(() => w?.close());
beforeEach(() => {
  asked = [];
  delete w.script.look;
});

const SOON = 60_000;
async function claimed(): Promise<Payment> {
  const of = await w.payment();
  await planDocuments(w.database, of.id, ((await twoInvoices(of, 1)) as CheckOutcome & { kind: 'payable' }).documents);
  await noteChecked(w.database, of.id, 2, 'a test');
  expect(await askNow(w.database, claim(of.id, [1, 2], 1, new Date(Date.now() + SOON)))).toBe(true);
  return of;
}
/** Sent once; how the attempt of each of its two documents ended. */
async function sent(...outcomes: Array<'unknown' | 'absent'>): Promise<Payment> {
  const of = await claimed();
  expect(await startSending(w.database, of.id, [1, 2], 1)).toBe(true);
  for (const [at, outcome] of outcomes.entries()) await closeAttempt(w.database, of.id, at + 1, 1, outcome, 'a test');
  return of;
}
/** Each look says so of every document it is asked about. */
function shows(look: (question: LookQuestion, document: number) => Pick<LookAnswer, 'look' | 'outcome'>): void {
  w.script.look = async (question) => {
    asked.push(question.documents.map(({ number }) => number));
    return question.documents.map(({ number }) => ({
      document: number,
      readAt: new Date().toISOString(),
      answerHashes: [],
      ...look(question, number),
    }));
  };
}
const absent = () => shows(() => ({ look: { said: 'absent', witnesses: 3 } }));
const looks = (of: Payment): Promise<NextStep | null> => inContext(() => find(w.dependencies, inputOf(of))).catch(() => null);

test('what was only claimed is closed before anybody looks: it was not sent, and never will be', async () => {
  const of = await claimed();
  expect(await looks(of)).toMatchObject({ next: 'pay', attempt: 2 });
  expect(await startSending(w.database, of.id, [1, 2], 1)).toBe(false);
  expect(await w.documents(of)).toEqual([
    [1, 'planned', ['not sent']],
    [2, 'planned', ['not sent']],
  ]);
});

test('what is being sent is lost once it can no longer be answered, and is looked for then', async () => {
  const of = await sent();
  absent();
  await w.database.query(`UPDATE attempts SET send_before = now() - interval '1 hour' WHERE payment_id = $1`, [of.id]);
  await looks(of);
  expect(asked).toEqual([[1, 2]]);
  expect(await w.documents(of)).toMatchObject([
    [1, 'planned', ['unknown']],
    [2, 'planned', ['unknown']],
  ]);
});

test('a closed payment is looked for no more', async () => {
  const of = await sent('unknown', 'unknown');
  await w.database.transaction((tx) => settle(tx, of, { status: -115, why: 'staff: not booked' }));
  expect(await looks(of)).toMatchObject({ next: 'finished', status: -115 });
});

test('a registry that woke doubts what it held for absent beside what is looked for', async () => {
  const of = await sent('unknown', 'absent');
  absent();
  await looks(of);
  await w.database.query('UPDATE pulse SET woke_at = now()');
  await looks(of);
  await w.database.query('UPDATE pulse SET woke_at = NULL');
  expect(asked).toEqual([[1], [1, 2]]);
});

/** Absent as often as it takes, longer than the settle delay after it was sent. */
async function provedAbsent(of: Payment): Promise<NextStep | null> {
  absent();
  await w.database.query(`UPDATE attempts SET closed_at = closed_at - interval '10 minutes' WHERE payment_id = $1`, [of.id]);
  await looks(of);
  return looks(of);
}

test('proved absent on its day it is sent again', async () => {
  const of = await sent('unknown', 'unknown');
  expect(await provedAbsent(of)).toMatchObject({ next: 'pay', attempt: 2 });
});

test('proved absent across the supplier’s midnight it is not sent again without staff', async () => {
  const of = await sent('unknown', 'unknown');
  await w.database.query(`UPDATE attempts SET sent_at = sent_at - interval '1 day' WHERE payment_id = $1`, [of.id]);
  const why = 'proved absent, but sent on another day of Asia/Almaty: staff decide whether it is sent again';
  expect(await provedAbsent(of)).toEqual({ next: 'staff', why });
  expect(await w.seen(of)).toMatchObject({ needsStaff: why });
  expect((await w.documents(of)).flatMap(([, , outcomes]) => outcomes)).toEqual(['unknown', 'unknown']);
});

test('what an earlier life may have sent stands on any day since the payment was stored', async () => {
  const of = await w.payment();
  await planDocuments(w.database, of.id, ((await twoInvoices(of, 1)) as CheckOutcome & { kind: 'payable' }).documents);
  await noteChecked(w.database, of.id, 2, 'a test');
  await w.database.query(`UPDATE payments SET created_at = created_at - interval '3 days' WHERE id = $1`, [of.id]);
  await doubtEarlierLife(w.database, of.id, new Date().toISOString());
  let days: readonly string[] = [];
  shows(({ documents }) => {
    days = documents[0]?.days ?? [];
    return { look: { said: 'inconclusive', why: 'a test' } };
  });
  const stored = await w.seen(of);
  await looks(stored);
  expect(days[0]).toBe(dayIn(ZONE, stored.createdAt));
  expect(days.length).toBeGreaterThan(3);
});

test('a second booking beside the one that is found is a break at once', async () => {
  const of = await sent('unknown', 'unknown');
  const row = (number: number, paymentId: string): BookRow => ({
    paymentId,
    reference: `TLM${of.request}${number}`,
    ours: true,
    account: of.account,
    invoice: `2611${String(number).padStart(8, '0')}`,
    amount: money('15'),
    day: TODAY,
    bookedAt: null,
    moved: false,
  });
  shows((_question, number) => ({
    look: { said: 'found', row: row(number, `70${number}`), duplicates: number === 1 ? [row(number, '711')] : [] },
    outcome: { kind: 'accepted', paymentId: `70${number}`, bookedAt: null, bookedDay: TODAY },
  }));
  expect(await looks(of)).toMatchObject({ next: 'finished', status: 10 });
  expect((await openBreaksOf(w.database, of.id)).map(({ booking, kind }) => [booking, kind])).toEqual([['711', 'duplicate']]);
});
