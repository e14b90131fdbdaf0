import { askNow } from '../../../src/registry/last-statement';
import { claim, closeAttempt, startSending } from '../../../src/registry/payment/attempts';
import { planDocuments } from '../../../src/registry/payment/documents';
import { noteChecked, type Payment } from '../../../src/registry/payment/payments';
import { decide } from '../../../src/registry/staff/decisions';
import { addStaff } from '../../../src/registry/staff/staff';
import type { CheckOutcome, Supplier } from '../../../src/suppliers/supplier';
import { type Scripted, scripted, twoInvoices } from '../scripted';

let w: Scripted;
let sent: string[] = [];
beforeAll(async () => {
  w = await scripted();
  await addStaff(w.database, 'operator-1', 'none', ['operator']);
  await w.database.query(`UPDATE rules SET value = 'off'`);
  w.script.pay = (documents) => {
    sent.push(...documents.map(({ reference }) => reference));
    return documents.map(({ number }) => ({ kind: 'accepted', paymentId: `9${number}`, bookedAt: null }));
  };
  w.script.look = nowhere;
});
beforeEach(() => {
  sent = [];
});
afterAll(() => w?.close());

/** A usable book with witnesses of every day, and without what is looked for. */
const nowhere: NonNullable<Scripted['script']['look']> = async ({ documents }: Parameters<Supplier['look']>[0]) =>
  documents.map(({ number }) => ({
    document: number,
    look: { said: 'absent', witnesses: 3 },
    readAt: new Date().toISOString(),
    answerHashes: [],
  }));

/** One invoice, sent a while ago and proved absent on the same day; a further attempt may have been made and not have left. */
async function absentOf(daysAgo: number, ...later: Array<'not sent'>): Promise<Payment> {
  const of = await w.payment();
  const plans = ((await twoInvoices(of, 1)) as CheckOutcome & { kind: 'payable' }).documents.slice(0, 1);
  await planDocuments(w.database, of.id, plans);
  await noteChecked(w.database, of.id, 2, 'a test');
  for (const [at, outcome] of (['absent', ...later] as const).entries()) {
    await askNow(w.database, claim(of.id, [1], at + 1, new Date(Date.now() + 60_000)));
    if (outcome === 'absent') await startSending(w.database, of.id, [1], 1);
    await closeAttempt(w.database, of.id, 1, at + 1, outcome, 'a test');
  }
  await w.database.query(
    `UPDATE attempts SET sent_at = sent_at - $2 * interval '1 day', closed_at = closed_at - $2 * interval '1 day', claimed_at = claimed_at - $2 * interval '1 day'
     WHERE payment_id = $1 AND number = 1`,
    [of.id, daysAgo],
  );
  return of;
}

test.each([[[]], [['not sent']]] as const)('what was proved absent yesterday is not sent today by itself (then: %j)', async (later) => {
  const of = await absentOf(1, ...later);
  expect(await w.goes(of, ({ next }) => next === 'staff')).toMatchObject({ next: 'staff' });
  expect(sent).toEqual([]);
  expect((await w.seen(of)).needsStaff).toContain('sent on another day');
});

test('what was proved absent today goes on by itself', async () => {
  const of = await absentOf(0);
  await w.goes(of, () => sent.length > 0);
  expect(sent).toHaveLength(1);
});

test('staff may decide that it is sent again today', async () => {
  const of = await absentOf(1);
  await w.goes(of, ({ next }) => next === 'staff');
  await decide(w.database, { answerMs: 0 }, { staff: 'operator-1', payment: await w.seen(of), kind: 'send again', reason: 'a test', detail: {} });
  await w.goes(of, () => sent.length > 0);
  expect(sent).toHaveLength(1);
});
