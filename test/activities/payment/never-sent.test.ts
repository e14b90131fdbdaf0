import type { NextStep } from '../../../src/contracts/workflows';
import { pauseSupplier, resumeSupplier } from '../../../src/registry/catalog/suppliers';
import type { Payment } from '../../../src/registry/payment/payments';
import { inbox } from '../../../src/staff-view/inbox';
import { nextStep, stepView } from '../../../src/staff-view/next-step';
import { paymentFile } from '../../../src/staff-view/payment-file';
import { AGENT } from '../../registry/book';
import { type Scripted, scripted, twoInvoices } from '../scripted';
import { steps } from '../steps';

/** What can never be sent is tried for ever, and after a time a person must know: nothing of it fails by age. */
let w: Scripted;
let goes: ReturnType<typeof steps>;
beforeAll(async () => {
  w = await scripted();
  goes = steps({ ...w.dependencies, ladders: { ...w.dependencies.ladders, needsStaffMs: 1 } });
});
afterAll(() => w?.close());
beforeEach(() => {
  w.script.check = twoInvoices;
});

const UNREADABLE = 'Server was unable to read request';
/** So many steps from the beginning. */
async function walked(of: Payment, many: number, go = goes): Promise<NextStep[]> {
  const seen: NextStep[] = [];
  await go(of, (step) => seen.push(step) >= many);
  return seen;
}
const RULES = { needsStaffMs: 3_600_000, stuckMs: 60_000, lowBalance: '1', bookZones: {} };
const inboxKinds = async (of: Payment) =>
  (await inbox(w.database, RULES, 100)).items.filter(({ subject }) => subject === `${AGENT} ${of.transaction}`).map(({ kind }) => kind);

test('a document that the supplier never reads is a matter for staff, and is tried on', async () => {
  const of = await w.payment();
  let calls = 0;
  w.script.pay = (documents) => {
    calls++;
    return documents.map(() => ({ kind: 'not sent', reason: UNREADABLE, trouble: 'down' }));
  };
  const seen = await walked(of, 8);
  expect(seen.filter(({ next }) => next === 'wait').every(({ needsStaff }) => needsStaff === true)).toBe(true);
  const { needsStaff, finalAt, held } = await w.seen(of);
  expect({ needsStaff, finalAt, held }).toEqual({ needsStaff: expect.stringContaining(UNREADABLE), finalAt: null, held: true });
  expect(calls).toBeGreaterThan(2);
  expect(await inboxKinds(of)).toEqual(['payment']);
  const file = await paymentFile(w.database, of.agent, of.transaction);
  expect(file && stepView(nextStep(file), 'en')).toMatchObject({
    words: expect.stringMatching(/^nothing of it was sent.*unable to read request/),
    command: expect.stringContaining('--failed -300'),
  });
  // As soon as it can be sent it is, and nobody is asked any more.
  w.script.pay = (documents) => documents.map(({ number }) => ({ kind: 'accepted', paymentId: `4400${number}`, bookedAt: null }));
  expect(await goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(await w.seen(of)).toMatchObject({ needsStaff: null });
});

test('so is a check that is never answered', async () => {
  const of = await w.payment();
  w.script.check = () => ({ kind: 'unknown', reason: 'no answer within the limit' });
  expect((await walked(of, 3)).map(({ next }) => next)).toEqual(['staff', 'wait', 'wait']);
  expect(await w.seen(of)).toMatchObject({ needsStaff: expect.stringContaining('no answer within the limit'), held: true });
});

test('before its time nobody is asked', async () => {
  const of = await w.payment();
  w.script.pay = (documents) => documents.map(() => ({ kind: 'not sent', reason: UNREADABLE }));
  await walked(of, 4, w.goes);
  expect(await w.seen(of)).toMatchObject({ needsStaff: null });
});

test('what waits for its supplier waits with all others: that is the supplier’s own matter, told once', async () => {
  const of = await w.payment();
  await pauseSupplier(w.database, 'alseco', 'operator-1', 'a test');
  await walked(of, 3);
  expect(await w.seen(of)).toMatchObject({ needsStaff: null });
  await resumeSupplier(w.database, 'alseco');
});
