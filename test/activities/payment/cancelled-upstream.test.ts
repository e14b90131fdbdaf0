import { recordLook } from '../../../src/registry/evidence/looks';
import type { Payment } from '../../../src/registry/payment/payments';
import { decide } from '../../../src/registry/staff/decisions';
import { addStaff } from '../../../src/registry/staff/staff';
import { inbox, itemView } from '../../../src/staff-view/inbox';
import { AGENT, balances } from '../../registry/book';
import { EVERY_CALL } from '../../suppliers/upstream/world';
import { type World, world } from '../world';

/** −3 «Транзакция отменена»: a request status, so it ends nothing; and the only one that says what somebody did by hand. */
const MEANS = '-3 Транзакция отменена: cancelled there, and only the upstream can say what became of the payment';
const RULES = { needsStaffMs: 3_600_000, stuckMs: 60_000, lowBalance: '1', bookZones: {} };

let w: World;
beforeAll(async () => {
  w = await world();
  await addStaff(w.database, 'operator-1', 'none', ['operator']);
  await w.database.query(`UPDATE rules SET value = 'off'`);
});
afterAll(() => w?.close());
afterEach(() => w.clearFaults());

const cancels = (operation: string, of: Payment, more: object = EVERY_CALL) =>
  w.fault(operation, 'status', { status: -3, containing: of.account, ...more });

/** Until evidence would have allowed another attempt: absent twice more, each time after the settle delay. */
async function provenTwice(of: Payment): Promise<void> {
  const late = async () =>
    (await w.looks(of))
      .filter(({ said, after_ms }) => said === 'absent' && Number.parseInt(after_ms, 10) >= w.dependencies.ladders.settleDelayMs)
      .reduce((times, { count }) => times + count, 0);
  const before = await late();
  await w.goes(of, async () => (await late()) >= before + 2);
}

test('met by Payment it waits with its hold for staff, named in the inbox, and no absence ever sends it again', async () => {
  const of = await w.payment();
  const { held } = await balances(w.database, AGENT);
  await cancels('Payment', of, { count: 1 });
  await provenTwice(of);
  expect(await w.attempts(of)).toMatchObject([{ number: 1, outcome: 'unknown', reason: MEANS }]);
  expect(await w.booked(of)).toBe(0);
  expect(await balances(w.database, AGENT)).toMatchObject({ held });
  expect(await w.seen(of)).toMatchObject({ status: 2, finalAt: null, held: true });
  const { items } = await inbox(w.database, RULES, 100);
  expect(items.map((item) => itemView(item, 'en')).filter(({ subject }) => subject === `${AGENT} ${of.transaction}`)).toMatchObject([
    { kind: 'payment', what: expect.stringContaining(`staff must decide: ${MEANS}`), command: `tolem payment explain ${AGENT} ${of.transaction}` },
  ]);
});

test('two hundred looks later it is still a matter for staff', async () => {
  const of = await w.payment();
  await cancels('Payment', of, { count: 1 });
  await w.goes(of, ({ next }) => next === 'staff');
  const absent = { document: 1, attempt: 1, question: 'a test', said: 'absent', detail: 'not there', witnesses: 0, readAt: of.createdAt } as const;
  await w.database.transaction(async (tx) => {
    for (let at = 0; at < 205; at++) await recordLook(tx, { ...absent, payment: of.id, afterMs: 10_000_000, answerHashes: [] });
  });
  await provenTwice(of);
  expect(await w.attempts(of)).toHaveLength(1);
});

test('staff may have it sent again after all, and then it is paid once', async () => {
  const of = await w.payment();
  await cancels('Payment', of, { count: 1 });
  await provenTwice(of);
  const word = {
    staff: 'operator-1',
    payment: await w.seen(of),
    kind: 'send again',
    reason: 'the upstream says: cancelled before it was booked',
    detail: {},
  } as const;
  await decide(w.database, { answerMs: 0 }, word);
  expect(await w.goes(of)).toEqual({ next: 'finished', status: 10, callback: false });
  expect(await w.booked(of)).toBe(1);
  expect(await w.seen(of)).toMatchObject({ needsStaff: null });
});

test('a final status read by Status settles it all the same, and staff are no longer asked', async () => {
  const of = await w.payment();
  await w.goes(of, ({ next }) => next === 'poll');
  await cancels('Status', of);
  await w.goes(of, ({ next }) => next === 'staff');
  expect(await w.seen(of)).toMatchObject({ finalAt: null, needsStaff: `staff must decide: upstream says: ${MEANS}` });
  await w.clearFaults();
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(await w.seen(of)).toMatchObject({ status: 10, needsStaff: null });
});

test('met by Status as evidence it forbids what two absences would have allowed', async () => {
  const of = await w.payment();
  await w.fault('Payment', 'lost-before', { containing: of.account });
  // The sandbox knows no account of a payment that it has not booked.
  await w.fault('Status', 'status', { status: -3, containing: of.request });
  await provenTwice(of);
  expect(await w.seen(of)).toMatchObject({ needsStaff: `staff must decide: ${MEANS}` });
  expect(await w.attempts(of)).toHaveLength(1);
});

test('what was taken, then called cancelled, then not found, is asked of staff and never sent again', async () => {
  const of = await w.payment();
  await w.goes(of, ({ next }) => next === 'poll');
  await w.fault('Status', 'status', { status: -3, containing: of.request, count: 1 });
  await w.fault('Status', 'status', { status: -4, containing: of.request, ...EVERY_CALL });
  await provenTwice(of);
  expect(await w.seen(of)).toMatchObject({ needsStaff: expect.stringContaining(MEANS) });
  expect(await w.attempts(of)).toHaveLength(1);
});

test('met by AccountCheck nothing was sent: staff are told, and it goes on by itself when the answer is a good one', async () => {
  const of = await w.payment();
  await cancels('AccountCheck', of);
  await w.goes(of, ({ next }) => next === 'staff');
  expect(await w.seen(of)).toMatchObject({ status: 1, needsStaff: `staff must decide: upstream did not answer the check: ${MEANS}` });
  expect(await w.attempts(of)).toEqual([]);
  await w.clearFaults();
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(await w.booked(of)).toBe(1);
});
