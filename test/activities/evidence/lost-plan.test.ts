import type { BookRow, Look } from '../../../src/domain/evidence';
import { money } from '../../../src/domain/money';
import { foundBreak } from '../../../src/registry/bank-day/breaks';
import type { Payment } from '../../../src/registry/payment/payments';
import type { CheckOutcome, LookAnswer } from '../../../src/suppliers/supplier';
import { ZONE } from '../../registry/book';
import { reference, type Scripted, scripted, TODAY, twoInvoices } from '../scripted';

/**
 * What an older copy of the registry does not even know to be planned may have been paid in the life that is lost, and just that may be why
 * the supplier refuses the check now: nothing is owed any more, the denomination is sold.
 */
let w: Scripted;
beforeAll(async () => {
  w = await scripted();
});
afterAll(() => w?.close());
afterEach(() => {
  for (const key of ['check', 'pay', 'look'] as const) delete w.script[key];
});

const REFUSED: CheckOutcome = { kind: 'refused', code: -200, text: 'сумма 999 не равна итогу счетов' };
const wake = () => w.database.query('UPDATE pulse SET woke_at = now(), beat_at = now()');

/** Accepted, and then put back to a copy of that moment. */
async function restored(): Promise<Payment> {
  const of = await w.payment();
  await wake();
  return of;
}
const booking = (of: Payment, amount: string): BookRow => ({
  paymentId: '10264561',
  reference: reference(of.request, 1),
  ours: true,
  account: of.account,
  invoice: '261100000001',
  amount: money(amount),
  day: TODAY,
  bookedAt: null,
  moved: false,
});
/** Every look says this about whatever document it is asked for. */
const looksSay = (look: Look): void => {
  w.script.look = async ({ documents }) =>
    documents.map(({ number }): LookAnswer => {
      const about = { document: number, look, readAt: new Date().toISOString(), answerHashes: [] };
      return look.said === 'found' ? { ...about, outcome: { kind: 'accepted', paymentId: look.row.paymentId, bookedAt: null } } : about;
    });
};

test('a refused check does not end what the lost life has paid: it is looked for, found, and succeeds', async () => {
  const of = await restored();
  w.script.check = () => REFUSED;
  let sought: unknown;
  looksSay({ said: 'found', row: booking(of, '30'), duplicates: [] });
  const { look } = w.script;
  w.script.look = (question, context) => {
    sought = question.documents;
    return look?.(question, context) ?? Promise.reject(new Error('no look'));
  };
  expect(await w.goes(of, ({ next }) => next !== 'check')).toMatchObject({ next: 'find' });
  expect(await w.seen(of)).toMatchObject({ status: 1, finalAt: null, held: true });
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(sought).toMatchObject([{ number: 1, reference: reference(of.request, 1), account: of.account, invoice: null, amount: '30' }]);
  expect(await w.documents(of)).toEqual([[1, 'taken', ['accepted']]]);
});

test('what is proved not to be paid ends with the refusal, and nothing was sent', async () => {
  const of = await restored();
  let checks = 0;
  w.script.check = () => {
    checks++;
    return REFUSED;
  };
  looksSay({ said: 'absent', witnesses: 2 });
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: -200 });
  expect(await w.documents(of)).toEqual([[1, 'planned', ['absent']]]);
  // Once for the doubt, and once more after it: meanwhile it might have become payable.
  expect(checks).toBe(2);
});

test('a booking under its reference with another sum is staff’s: the payment stays open and its money held', async () => {
  const of = await restored();
  w.script.check = () => REFUSED;
  looksSay({ said: 'contradiction', why: 'booked with other facts' });
  expect(await w.goes(of, ({ next }) => next === 'staff')).toMatchObject({ next: 'staff' });
  expect(await w.seen(of)).toMatchObject({ finalAt: null, held: true, needsStaff: 'staff must decide: booked with other facts' });
});

test('what has become payable meanwhile is planned anew, looked for once more under its new reference, and paid once', async () => {
  const of = await restored();
  w.script.check = () => REFUSED;
  looksSay({ said: 'absent', witnesses: 2 });
  await w.goes(of, ({ next }) => next === 'find');
  w.script.check = twoInvoices;
  let calls = 0;
  w.script.pay = (documents) => {
    calls++;
    return documents.map(({ number }) => ({ kind: 'accepted', paymentId: `10264${number}`, bookedAt: null }));
  };
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(calls).toBe(1);
  expect(await w.documents(of)).toEqual([
    [1, 'replaced', ['absent']],
    [2, 'taken', ['absent', 'accepted']],
    [3, 'taken', ['absent', 'accepted']],
  ]);
});

test('a waking after the evidence puts the refusal in doubt once more', async () => {
  const of = await restored();
  w.script.check = () => REFUSED;
  looksSay({ said: 'absent', witnesses: 2 });
  await w.goes(of, ({ next }) => next === 'check');
  await wake();
  looksSay({ said: 'found', row: booking(of, '30'), duplicates: [] });
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
});

test('beside a booking that nobody explains a refused check does not end a payment either', async () => {
  const of = await w.payment();
  await w.database.transaction((tx) =>
    foundBreak(
      tx,
      {
        kind: 'amount',
        supplier: 'alseco',
        booking: '10264999',
        reference: reference(of.request, 1),
        day: TODAY,
        zone: ZONE,
        payment: of.id,
        document: null,
        amount: money('7'),
        currency: 'KZT',
        evidence: 'a test',
      },
      new Date().toISOString(),
    ),
  );
  w.script.check = () => REFUSED;
  expect(await w.goes(of, ({ next }) => next !== 'check')).toMatchObject({ next: 'wait', why: expect.stringContaining('10264999') });
  expect(await w.seen(of)).toMatchObject({ finalAt: null, held: true });
});

test('without a doubt a refused check ends the payment at once', async () => {
  await w.database.query('UPDATE pulse SET woke_at = NULL, beat_at = now()');
  const of = await w.payment();
  w.script.check = () => REFUSED;
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: -200 });
  expect(await w.documents(of)).toEqual([]);
});
