import { plusDays } from '../../../src/domain/day';
import { subtract } from '../../../src/domain/money';
import { documentsOf } from '../../../src/registry/payment/documents';
import type { Payment } from '../../../src/registry/payment/payments';
import { findDecision } from '../../../src/registry/staff/decision';
import { approve, decide } from '../../../src/registry/staff/decisions';
import { metrics } from '../../../src/telemetry';
import { dayIn } from '../../../src/zone';
import { ZONE } from '../../registry/book';
import { context } from '../../suppliers/alseco/world';
import { type AlsecoPayments, alsecoPayments, squares } from '../alseco-world';

const REQUEST = { agentsRequest: 'letter 11' };
const PROCESSED = { kind: 'processed', text: 'платёж находится на обработке или уже обработан' } as const;
const TODAY = dayIn(ZONE, new Date().toISOString());

let w: AlsecoPayments;
beforeAll(async () => {
  w = await alsecoPayments();
});
afterEach(() => squares(w));
afterAll(() => w?.close());

const states = async (of: Payment) => (await documentsOf(w.database, of.id)).map(({ state }) => state);
const ids = async (of: Payment) => (await documentsOf(w.database, of.id)).map(({ supplierPaymentId }) => supplierPaymentId ?? '');

/** Booked, answered by nobody, and closed as successful on staff's word. */
async function declared(bill: 'one' | 'two' = 'one'): Promise<Payment> {
  await w.alseco.fault({ fault: 'lost-after' });
  const { of, came } = await w.pays(bill);
  expect(came.next).toBe('find');
  await w.decided(of, 'succeeded');
  return w.seen(of);
}

test('what staff declared successful gives no money back while its booking stands', async () => {
  const of = await declared();
  const tried = await w.decided(of, 'reverse', REQUEST).then(
    (decision) => w.reverses(of, decision),
    (refused: Error) => refused.message,
  );
  expect(tried).toMatch(/booking/);
  expect(await w.seen(of)).toMatchObject({ status: 10, reversedAt: null });
  await squares(w);

  await w.compares();
  expect(await w.reverses(of, await w.decided(of, 'reverse', REQUEST))).toBe('reversed');
  expect(await w.standing(of)).toEqual([]);
});

test('one part taken and one of which nobody knows: nothing is given back before both are known', async () => {
  const { of } = await w.pays('two');
  const [first] = await ids(of);
  await w.database.query(`UPDATE documents SET state = 'planned', supplier_payment_id = NULL WHERE payment_id = $1 AND number = 2`, [of.id]);
  const tried = await w.decided(of, 'reverse', REQUEST).then(
    (decision) => w.reverses(of, decision),
    (refused: Error) => refused.message,
  );
  expect(tried).toContain('bookingUnseen {"document":2}');
  expect((await w.standing(of)).map(({ paymentId }) => paymentId)).toContain(first);
});

test('no consent stands in for a rollback where the supplier takes bookings back', async () => {
  const { of } = await w.pays('one');
  const tried = await w.decided(of, 'reverse', { ...REQUEST, consent: 'letter 12' }).then(
    (decision) => w.reverses(of, decision),
    (refused: Error) => refused.message,
  );
  expect(tried).toContain('consent');
});

test('a declared payment that Alseco never booked is given back on its written word, and a booking that shows all the same is a break', async () => {
  await w.alseco.fault({ fault: 'late', afterMs: 1_000 });
  const { of } = await w.pays('one');
  await w.decided(of, 'succeeded');
  expect(await w.reverses(of, await w.decided(of, 'reverse', { ...REQUEST, consent: 'they have no such payment' }))).toBe('reversed');
  for (let tries = 0; (await w.standing(of)).length === 0 && tries < 100; tries++) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await w.compares()).toMatchObject({ breaks: 1 });
  const [booking] = await w.standing(of);
  expect(await w.reverses(of, await w.decided(of, 'roll back', { paymentIds: [booking?.paymentId ?? ''] }))).toBe('rolled back');
});

test('nobody asks for a rollback of nothing: such a call has no answer', async () => {
  await expect(w.alseco.alseco.rollback([], context())).rejects.toThrow(RangeError);
});

test('of a reversal with mixed answers the part taken back is kept, and the write-off loses the other part only', async () => {
  const { of } = await w.pays('two');
  const [first = '', second = ''] = await ids(of);
  const decision = await w.decided(of, 'reverse', REQUEST);
  // Alseco takes the first back and holds the second for processed.
  await w.alseco.alseco.rollback([first], context());
  expect(await w.reverses(of, decision, w.answering({ kind: 'rolled back' }, PROCESSED))).toContain(second);
  expect(await findDecision(w.database, decision)).toMatchObject({ outcome: 'partly' });
  expect(await states(of)).toEqual(['rolled back', 'taken']);
  expect(await w.seen(of)).toMatchObject({ status: 10, needsStaff: expect.stringContaining(second) });
  await expect(w.decided(of, 'noted')).rejects.toThrow('halfTakenBack');

  const { lost } = await w.money();
  await w.decided(of, 'write off');
  expect(await w.seen(of)).toMatchObject({ status: -115, needsStaff: null, statusText: expect.stringContaining('платёж отменён') });
  expect(subtract((await w.money()).lost, lost)).toBe('-1251.2');
});

test('a reversal that was answered in part may be tried again, and then asks for the rest alone', async () => {
  const { of } = await w.pays('two');
  const [first = '', second = ''] = await ids(of);
  await w.alseco.alseco.rollback([first], context());
  await w.reverses(of, await w.decided(of, 'reverse', REQUEST), w.answering({ kind: 'rolled back' }, PROCESSED));
  const asked: string[][] = [];
  const again = {
    ...w.alseco.alseco,
    rollback: (...of: Parameters<typeof w.alseco.alseco.rollback>) => {
      asked.push([...of[0]]);
      return w.alseco.alseco.rollback(...of);
    },
  };
  expect(await w.reverses(of, await w.decided(of, 'reverse', REQUEST), again)).toBe('reversed');
  expect(asked).toEqual([[second]]);
});

test('a booking that was said to be gone, and stands, is taken back later, and the payment still waits for staff', async () => {
  const { of } = await w.pays('two');
  const [, second = ''] = await ids(of);
  await w.reverses(of, await w.decided(of, 'reverse', REQUEST), w.answering(PROCESSED, { kind: 'not found' }));
  expect(await states(of)).toEqual(['taken', 'rolled back']);
  expect(await w.compares()).toMatchObject({ breaks: 1 });
  expect(await w.reverses(of, await w.decided(of, 'roll back', { paymentIds: [second] }))).toBe('rolled back');
  expect((await w.seen(of)).needsStaff).toContain('taken back in part');
  await w.decided(of, 'write off');
  expect(await w.seen(of)).toMatchObject({ status: -115, needsStaff: null });
});

test('of a rollback with mixed answers of a payment that is broken the same: what is taken back is no loss', async () => {
  const { of } = await w.pays('three', w.refusingTheLast());
  const [first = ''] = await ids(of);
  await w.alseco.alseco.rollback([first], context());
  const decision = await w.decided(of, 'roll back');
  await w.reverses(of, decision, w.answering({ kind: 'rolled back' }, PROCESSED));
  expect(await states(of)).toEqual(['rolled back', 'taken', 'refused']);
  const { lost } = await w.money();
  await w.decided(of, 'write off');
  expect(subtract((await w.money()).lost, lost)).toBe('-820');
  expect(await w.seen(of)).toMatchObject({ status: -105, needsStaff: null });
});

test('a rollback that is answered in part keeps that part when the rest has no answer yet', async () => {
  const { of } = await w.pays('three', w.refusingTheLast());
  const [first = ''] = await ids(of);
  await w.alseco.alseco.rollback([first], context());
  const decision = await w.decided(of, 'roll back');
  await expect(w.reverses(of, decision, w.answering({ kind: 'rolled back' }, { kind: 'unknown', reason: 'no answer' }))).rejects.toThrow(
    'asked again',
  );
  expect(await states(of)).toEqual(['rolled back', 'taken', 'refused']);
  expect(await w.reverses(of, decision)).toBe('rolled back');
  expect(await w.seen(of)).toMatchObject({ status: -105 });
});

test('a reversal with a part of yesterday is refused whole, and nothing of it is taken back', async () => {
  const { of } = await w.pays('two');
  await w.database.query('UPDATE documents SET booked_day = $2 WHERE payment_id = $1 AND number = 1', [of.id, plusDays(TODAY, -1)]);
  const decision = await w.decided(of, 'reverse', REQUEST);
  expect(await w.reverses(of, decision)).toContain('on the day of booking only');
  expect(await findDecision(w.database, decision)).toMatchObject({ outcome: 'refused' });
  expect(await w.standing(of)).toHaveLength(2);
});

test('a reversal stands on the day of the contract, in the ledger and in what the agent is told', async () => {
  // 26 hours apart: the two never have the same day.
  await w.database.query(`UPDATE agents SET contract_zone = 'Etc/GMT+12' WHERE id = 144`);
  const { of } = await w.pays('one');
  const supplier = { ...w.alseco.alseco, zone: 'Pacific/Kiritimati' };
  const day = dayIn('Etc/GMT+12', new Date().toISOString());
  await w.database.query('UPDATE documents SET booked_day = $2 WHERE payment_id = $1', [of.id, dayIn(supplier.zone, new Date().toISOString())]);
  expect(await w.reverses(of, await w.decided(of, 'reverse', REQUEST), supplier)).toBe('reversed');
  const { rows } = await w.database.query<{ day: string }>(`SELECT day FROM ledger_entries WHERE payment_id = $1 AND kind = 'reversal'`, [of.id]);
  expect(rows).toEqual([{ day }]);
  const [year, month, date] = day.split('-');
  expect((await w.seen(of)).statusText).toBe(`платёж отменён ${date}.${month}.${year}`);
  await w.database.query(`UPDATE agents SET contract_zone = $1 WHERE id = 144`, [ZONE]);
});

const RULES = { answerMs: 0 };
const alarms = async () =>
  (await metrics.registry.getSingleMetricAsString('tolem_unfounded_steps_total')).match(/activity="reverse"[^}]*} (\d+)/)?.[1] ?? '0';

test('a reversal started by hand for a decision that waits for its second person moves nothing, and alarms', async () => {
  const { of } = await w.pays('one');
  const waiting = await decide(w.database, RULES, { staff: 'operator-1', payment: of, kind: 'reverse', reason: 'a test', detail: REQUEST });
  expect(waiting.state).toBe('waits');
  const before = Number.parseInt(await alarms(), 10);
  expect(await w.reverses(of, waiting.decision.id)).toContain('refused');
  expect(await alarms()).toBe(String(before + 1));
  expect(w.logged).toMatchObject([{ level: 50, decision: waiting.decision.id, payment: of.id }]);
  expect(await w.seen(of)).toMatchObject({ status: 10, reversedAt: null });
  expect(await findDecision(w.database, waiting.decision.id)).toMatchObject({ doneAt: null });
  await squares(w);

  await approve(w.database, RULES, 'operator-2', waiting.decision.id, undefined);
  expect(await w.reverses(of, waiting.decision.id)).toBe('reversed');
});

test.each([
  ['of another payment', 'there is no such decision', (_of: Payment, other: Payment) => w.decided(other, 'reverse', REQUEST)],
  ['of another kind', 'takes nothing back', (of: Payment) => stored(of, 'write off')],
  ['that is none', 'there is no such decision', async () => '999999'],
])('so does one for a decision %s', async (_name, why, decision) => {
  const { of: other } = await w.pays('one');
  const { of } = await w.pays('one');
  const before = Number.parseInt(await alarms(), 10);
  expect(await w.reverses(of, await decision(of, other))).toMatch(new RegExp(`^refused: .*${why}`));
  expect(await alarms()).toBe(String(before + 1));
  expect(await w.seen(of)).toMatchObject({ status: 10, reversedAt: null });
});

/** A complete decision that is not done, whatever forbids it by now. */
async function stored(of: Payment, kind: 'reverse' | 'write off'): Promise<string> {
  const { rows } = await w.database.query<{ id: string }>(
    `INSERT INTO decisions (payment_id, kind, reason, staff, needs_second) VALUES ($1, $2, 'a test', 'operator-1', false) RETURNING id`,
    [of.id, kind],
  );
  return rows[0]?.id ?? '';
}

test('what forbids a reversal by the time it is carried out forbids it, whatever was judged before', async () => {
  const { of: unseen } = await w.pays('one');
  await w.database.query(`UPDATE documents SET state = 'planned', supplier_payment_id = NULL WHERE payment_id = $1`, [unseen.id]);
  expect(await w.reverses(unseen, await stored(unseen, 'reverse'))).toBe('refused: no booking of document 1 is known');
  expect(await w.seen(unseen)).toMatchObject({ status: 10, reversedAt: null });

  const { of: reversed } = await w.pays('one');
  expect(await w.reverses(reversed, await w.decided(reversed, 'reverse', REQUEST))).toBe('reversed');
  expect(await w.reverses(reversed, await stored(reversed, 'reverse'))).toBe('refused: only a successful payment can be reversed, this one is -115');
});

test('a booking of which the answer says nothing has no clear answer: it is asked for again', async () => {
  const { of } = await w.pays('one');
  const decision = await w.decided(of, 'reverse', REQUEST);
  await expect(w.reverses(of, decision, w.answering())).rejects.toThrow('no clear answer yet (the supplier said nothing about it)');
  expect(await states(of)).toEqual(['taken']);
  expect(await w.reverses(of, decision)).toBe('reversed');
});

test('what another run of the same decision has taken back meanwhile is not given back twice', async () => {
  const { of } = await w.pays('one');
  const decision = await w.decided(of, 'reverse', REQUEST);
  const rollback: typeof w.alseco.alseco.rollback = async (asked, given) => {
    const answer = await w.alseco.alseco.rollback(asked, given);
    await w.reverses(of, decision);
    return answer;
  };
  expect(await w.reverses(of, decision, { ...w.alseco.alseco, rollback })).toBe('reversed');
});
