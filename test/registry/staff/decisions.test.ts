import { type Day, plusDays } from '../../../src/domain/day';
import { nextOf } from '../../../src/domain/lifecycle';
import { money, ZERO } from '../../../src/domain/money';
import { foundBreak, noteRollbackRefused, openBreaksOf } from '../../../src/registry/bank-day/breaks';
import type { Database } from '../../../src/registry/database';
import { askNow } from '../../../src/registry/last-statement';
import { topUp } from '../../../src/registry/ledger/entries';
import { trialBalance } from '../../../src/registry/ledger/trial-balance';
import { claim, closeAttempt, startSending } from '../../../src/registry/payment/attempts';
import { documentsOf, planDocuments, refuseDocument, takeDocument } from '../../../src/registry/payment/documents';
import { needStaff, type Payment, paymentById } from '../../../src/registry/payment/payments';
import { settle } from '../../../src/registry/payment/settle';
import { findDecision, undoneReversals } from '../../../src/registry/staff/decision';
import {
  approve,
  type DecisionRules,
  type DecisionState,
  decide,
  finishDecision,
  type NewDecision,
  reject,
} from '../../../src/registry/staff/decisions';
import { addStaff, changeStaff } from '../../../src/registry/staff/staff';
import { dayIn } from '../../../src/zone';
import { AGENT, accepted, balances, book, plannedIn, ZONE } from '../book';

const RULES: DecisionRules = { answerMs: 5_000 };
/** For one decision the rule of two people is off. */
const ALONE = 'alone';
const TODAY = dayIn(ZONE, new Date().toISOString());

let database: Database;
let transactions = 0;
beforeAll(async () => {
  database = await book(20);
  await database.transaction(async (tx) => {
    for (const name of ['admin-1', 'operator-9', 'operator-10']) await addStaff(tx, name, 'none', ['operator', 'accountant']);
    await addStaff(tx, 'clerk', 'none', ['clerk']);
    await addStaff(tx, 'gone', 'none', ['operator']);
    await addStaff(tx, 'admin', 'none', ['admin']);
    await changeStaff(tx, 'gone', { active: false });
    await topUp(tx, { agent: AGENT, amount: money('100000'), currency: 'KZT', day: TODAY, note: 'a test' });
  });
});
afterEach(async () => expect((await database.transaction(trialBalance)).balanced).toBe(true));
afterAll(() => database?.close());

/** A payment whose documents were sent and never answered. */
async function doubtful(parts = 1, sendBefore = new Date(Date.now() + 60_000)): Promise<Payment> {
  const payment = await accepted(database, AGENT, ++transactions, '30');
  const numbers = await plannedIn(database, payment, parts, String(30 / parts));
  expect(await askNow(database, claim(payment.id, numbers, 1, sendBefore))).toBe(true);
  expect(await startSending(database, payment.id, numbers, 1)).toBe(true);
  for (const number of numbers) await closeAttempt(database, payment.id, number, 1, 'unknown', 'no answer');
  await needStaff(database, payment.id, 'staff must decide');
  return now(payment);
}

async function duplicate(payment: Payment, booking: string, day: Day): Promise<void> {
  const about = { reference: `TLM${payment.request}1`, zone: ZONE, payment: payment.id, document: 1, amount: money('30'), currency: 'KZT' };
  const found = { kind: 'duplicate', supplier: 'alseco', booking, day, evidence: 'a test', ...about } as const;
  expect(await foundBreak(database, found, new Date().toISOString())).toBe(true);
}

async function now(payment: Payment): Promise<Payment> {
  const found = await paymentById(database, payment.id);
  if (!found) throw new Error('the payment vanished');
  return found;
}

const asked = (payment: Payment, kind: NewDecision['kind'], more: Partial<NewDecision> = {}): NewDecision => ({
  staff: 'admin-1',
  payment,
  kind,
  reason: 'the supplier said so',
  detail: {},
  ...more,
});
async function ask(payment: Payment, kind: NewDecision['kind'], more: Partial<NewDecision> = {}, how?: typeof ALONE): Promise<DecisionState> {
  if (how !== ALONE) return decide(database, RULES, asked(payment, kind, more));
  await database.query(`UPDATE rules SET value = 'off'`);
  return decide(database, RULES, asked(payment, kind, more)).finally(() => database.query(`UPDATE rules SET value = 'on'`));
}
const taken = (payment: Payment, document: number, paymentId: string) =>
  takeDocument(database, payment.id, document, { paymentId, bookedAt: null, day: TODAY });

async function audited(payment: Payment): Promise<string[]> {
  const { rows } = await database.query<{ line: string }>(`SELECT staff || ' ' || action AS line FROM audit WHERE subject = $1 ORDER BY id`, [
    `payment:${payment.agent}:${payment.transaction}`,
  ]);
  return rows.map((row) => row.line);
}

async function lost(payment: Payment): Promise<string | undefined> {
  const { rows } = await database.query<{ amount: string }>(
    `SELECT sum(p.amount)::text AS amount FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry_id WHERE e.payment_id = $1 AND p.account = 'loss'`,
    [payment.id],
  );
  return rows[0]?.amount;
}

test('a decision that moves money waits for a second person, and then settles in one transaction', async () => {
  const payment = await doubtful();
  const before = await balances(database, AGENT);
  const first = await ask(payment, 'succeeded');
  expect(first.state).toBe('waits');
  expect((await now(payment)).finalAt).toBeNull();
  expect(await balances(database, AGENT)).toEqual(before);

  const second = await approve(database, RULES, 'operator-9', first.decision.id, 'checked in their cabinet');
  expect(second).toMatchObject({ state: 'done', decision: { second: 'operator-9', result: 'closed with 10' } });
  const closed = await now(payment);
  expect(closed).toMatchObject({ status: 10, needsStaff: null });
  expect((await balances(database, AGENT)).held).toBe(money(String(Number.parseInt(before.held, 10) - 30)));
  expect(await audited(payment)).toEqual(['admin-1 payment.decide', 'operator-9 payment.approve']);
});

test('the same account cannot be the second person', async () => {
  const payment = await doubtful();
  const { decision } = await ask(payment, 'failed', { detail: { code: -115 } });
  await expect(approve(database, RULES, 'admin-1', decision.id, undefined)).rejects.toThrow('ownDecision');
  expect((await now(payment)).finalAt).toBeNull();
  expect(await audited(payment)).toEqual(['admin-1 payment.decide']);
});

test('where one person is enough a decision is done at once', async () => {
  const payment = await doubtful();
  const before = await balances(database, AGENT);
  expect(await ask(payment, 'failed', { detail: { code: -105 } }, ALONE)).toMatchObject({ state: 'done', decision: { result: 'closed with -105' } });
  expect(await now(payment)).toMatchObject({ status: -105 });
  const after = await balances(database, AGENT);
  expect([after.available, after.held].map(String)).toEqual(
    [before.available, before.held].map((text, at) => String(Number.parseInt(text, 10) + (at === 0 ? 30 : -30))),
  );
});

test('two second persons at once are one', async () => {
  const payment = await doubtful();
  const { decision } = await ask(payment, 'succeeded');
  await addStaff(database, 'clerk-2', 'none', ['operator']);
  const ends = await Promise.allSettled(
    ['operator-9', 'clerk-2', 'operator-9', 'clerk-2'].map((name) => approve(database, RULES, name, decision.id, undefined)),
  );
  expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1);
  const { rows } = await database.query('SELECT 1 FROM ledger_entries WHERE payment_id = $1 AND kind = $2', [payment.id, 'capture']);
  expect(rows).toHaveLength(1);
});

test('while one decision waits, no other that moves money is taken; rejected, the way is free', async () => {
  const payment = await doubtful();
  const { decision } = await ask(payment, 'succeeded');
  await expect(ask(payment, 'failed', { staff: 'operator-9', detail: { code: -115 } })).rejects.toThrow(
    `anotherWaits {"id":"${decision.id}","decision":"succeeded","staff":"admin-1"}`,
  );
  expect((await ask(payment, 'poll now', { staff: 'clerk' })).state).toBe('done');
  await reject(database, 'admin-1', decision.id, 'was mistaken');
  await expect(approve(database, RULES, 'operator-9', decision.id, undefined)).rejects.toThrow('rejected by admin-1: was mistaken');
  expect((await ask(payment, 'failed', { staff: 'operator-9', detail: { code: -115 } })).state).toBe('waits');
});

test('the evidence is judged again when the second person agrees', async () => {
  const payment = await doubtful();
  const { decision } = await ask(payment, 'failed', { detail: { code: -115 } });
  await taken(payment, 1, '9000001');
  await expect(approve(database, RULES, 'operator-9', decision.id, undefined)).rejects.toThrow('documentBooked');
  expect((await now(payment)).finalAt).toBeNull();
});

test('what was decided about one attempt is not done to the next', async () => {
  const payment = await doubtful();
  const { decision } = await ask(payment, 'failed', { detail: { code: -115 } });
  await closeAttempt(database, payment.id, 1, 1, 'absent', 'proved meanwhile');
  expect(await askNow(database, claim(payment.id, [1], 2, new Date(Date.now() + 60_000)))).toBe(true);
  await startSending(database, payment.id, [1], 2);
  await closeAttempt(database, payment.id, 1, 2, 'unknown', 'no answer');
  await expect(approve(database, RULES, 'operator-9', decision.id, undefined)).rejects.toThrow('sentAgainSince {"document":1,"attempt":2}');
  await reject(database, 'admin-1', decision.id, 'outdated');
});

test('nothing is decided while an attempt may still be answered', async () => {
  const payment = await accepted(database, AGENT, ++transactions, '30');
  await planDocuments(database, payment.id, [
    { number: 1, reference: `TLM${payment.request}1`, account: '7898380', invoice: null, amount: money('30'), content: '{}' },
  ]);
  await askNow(database, claim(payment.id, [1], 1, new Date(Date.now() + 60_000)));
  await startSending(database, payment.id, [1], 1);
  for (const kind of ['succeeded', 'send again'] as const) await expect(ask(payment, kind, {}, ALONE)).rejects.toThrow('mayStillBeAnswered');
  await expect(ask(payment, 'failed', { detail: { code: -115 } }, ALONE)).rejects.toThrow('mayStillBeAnswered');

  await database.query(`UPDATE attempts SET send_before = now() - interval '10 seconds' WHERE payment_id = $1`, [payment.id]);
  expect((await ask(payment, 'failed', { detail: { code: -115 } }, ALONE)).state).toBe('done');
  expect((await documentsOf(database, payment.id))[0]?.attempts[0]).toMatchObject({ state: 'closed', outcome: 'unknown' });
});

test('a payment decided as failed can no longer be sent by an attempt that was only claimed', async () => {
  const payment = await accepted(database, AGENT, ++transactions, '30');
  await planDocuments(database, payment.id, [
    { number: 1, reference: `TLM${payment.request}1`, account: '7898380', invoice: null, amount: money('30'), content: '{}' },
  ]);
  await askNow(database, claim(payment.id, [1], 1, new Date(Date.now() + 60_000)));
  await ask(payment, 'failed', { detail: { code: -115 } }, ALONE);
  expect(await startSending(database, payment.id, [1], 1)).toBe(false);
});

test('send again closes what is unknown as absent on the decision’s word, and the next attempt may follow', async () => {
  const payment = await doubtful(2);
  await taken(payment, 2, '9000002');
  await closeAttempt(database, payment.id, 2, 1, 'accepted', null);
  const { decision } = await ask(payment, 'send again', {}, ALONE);
  const documents = await documentsOf(database, payment.id);
  expect(documents[0]?.attempts[0]).toMatchObject({
    outcome: 'absent',
    reason: `decision ${decision.id} (send again) by admin-1: the supplier said so; at first unknown: no answer`,
  });
  expect(documents[1]).toMatchObject({ state: 'taken', attempts: [{ outcome: 'accepted' }] });
  expect(nextOf(documents)).toEqual({ do: 'pay', attempt: 2, documents: [1] });
  expect((await now(payment)).needsStaff).toBeNull();
  expect(await askNow(database, claim(payment.id, [1], 2, new Date(Date.now() + 60_000)))).toBe(true);
});

test('a part the supplier keeps of a payment that failed becomes our loss, once', async () => {
  const payment = await doubtful(2);
  await taken(payment, 1, '9000003');
  await refuseDocument(database, payment.id, 2, -105, 'no such account', false);
  const before = await balances(database, AGENT);
  await expect(ask(payment, 'failed', { detail: { code: -105 } }, ALONE)).rejects.toThrow('documentBooked');
  expect((await ask(payment, 'write off', {}, ALONE)).decision.result).toBe('written off');
  expect(await now(payment)).toMatchObject({ status: -105, needsStaff: null });
  expect((await balances(database, AGENT)).available).toBe(money(String(Number.parseInt(before.available, 10) + 30)));
  expect(await lost(payment)).toBe('-15');
  await expect(ask(payment, 'write off', {}, ALONE)).rejects.toThrow('writtenOffAlready');
});

test('a booking of a payment closed as failed is written off, and its matter leaves the inbox', async () => {
  const payment = await doubtful();
  await ask(payment, 'failed', { detail: { code: -115 } }, ALONE);
  await taken(payment, 1, '9000004');
  await database.transaction(async (tx) => settle(tx, await now(payment), { status: 10, why: 'found in the book' }));
  expect((await now(payment)).needsStaff).toContain('closed as -115, but now 10');
  await ask(payment, 'write off', {}, ALONE);
  expect(await now(payment)).toMatchObject({ status: -115, needsStaff: null });
  expect(await lost(payment)).toBe('-30');
});

test('a roll back names the bookings it takes and leaves other payments’ alone', async () => {
  const paid = await doubtful();
  await taken(paid, 1, '9000010');
  await database.transaction(async (tx) => settle(tx, await now(paid), { status: 10, why: 'a test' }));
  const other = await doubtful();
  await taken(other, 1, '9000011');

  await expect(ask(await now(paid), 'roll back', {}, ALONE)).rejects.toThrow('reverseIt');
  await expect(ask(await now(paid), 'roll back', { detail: { paymentIds: ['9000011'] } }, ALONE)).rejects.toThrow(
    'bookingOfAnother {"booking":"9000011"',
  );
  await expect(ask(await now(paid), 'roll back', { detail: { paymentIds: ['9000012'] } }, ALONE)).rejects.toThrow('unknownExtra');
  await duplicate(paid, '9000012', TODAY);
  const extra = await ask(await now(paid), 'roll back', { detail: { paymentIds: ['9000012'] } }, ALONE);
  expect(extra).toMatchObject({ state: 'started', decision: { detail: { paymentIds: ['9000012'] }, doneAt: null } });
  await expect(ask(await now(paid), 'roll back', { detail: { paymentIds: ['9000013'] } }, ALONE)).rejects.toThrow('rollBackUnderWay');
  expect((await undoneReversals(database, 0, 10)).map((decision) => decision.id)).toEqual([extra.decision.id]);
  await finishDecision(database, extra.decision.id, 'done', 'rolled back');
  expect(await undoneReversals(database, 0, 10)).toEqual([]);
});

test('an extra booking whose day has passed becomes our loss, once, and its break is closed', async () => {
  const paid = await doubtful();
  await taken(paid, 1, '9000030');
  await database.transaction(async (tx) => settle(tx, await now(paid), { status: 10, why: 'a test' }));
  await duplicate(paid, '9000031', TODAY);
  await duplicate(paid, '9000032', plusDays(TODAY, -2));
  const writeOff = async (id: string) => ask(await now(paid), 'write off', { detail: { paymentIds: [id] } }, ALONE);
  await expect(writeOff('9000031')).rejects.toThrow('canBeRolledBack');
  await writeOff('9000032');
  expect(await lost(paid)).toBe('-30');
  await expect(writeOff('9000032')).rejects.toThrow('unknownExtra');
  expect((await openBreaksOf(database, paid.id)).map(({ booking }) => booking)).toEqual(['9000031']);

  const refused = await ask(await now(paid), 'roll back', { detail: { paymentIds: ['9000031'] } }, ALONE);
  await finishDecision(database, refused.decision.id, 'refused', 'refused: taken for processing');
  await noteRollbackRefused(database, 'alseco', ['9000031']);
  await writeOff('9000031');
  expect(await lost(paid)).toBe('-60');
  expect(await now(paid)).toMatchObject({ status: 10 });
  expect(await openBreaksOf(database, paid.id)).toEqual([]);
});

test('a booking that makes the payment successful is never rolled back as an extra one', async () => {
  const paid = await doubtful();
  await taken(paid, 1, '9000020');
  await database.transaction(async (tx) => settle(tx, await now(paid), { status: 10, why: 'a test' }));
  await expect(ask(await now(paid), 'roll back', { detail: { paymentIds: ['9000020', '9000021'] } }, ALONE)).rejects.toThrow(
    'bookingOfAnother {"booking":"9000020"',
  );
});

test('a reversal is stored with the agent’s request and waits for its second person and the workflow', async () => {
  const paid = await doubtful();
  await taken(paid, 1, '9000030');
  await database.transaction(async (tx) => settle(tx, await now(paid), { status: 10, why: 'a test' }));
  const { decision, state } = await ask(await now(paid), 'reverse', { detail: { agentsRequest: 'letter 17' } });
  expect(state).toBe('waits');
  expect(await undoneReversals(database, 0, 10)).toEqual([]);
  expect((await approve(database, RULES, 'operator-9', decision.id, undefined)).state).toBe('started');
  expect(await findDecision(database, decision.id)).toMatchObject({ second: 'operator-9', doneAt: null, detail: { agentsRequest: 'letter 17' } });
  expect((await undoneReversals(database, 0, 10)).map((each) => each.id)).toEqual([decision.id]);
  await expect(approve(database, RULES, 'operator-10', decision.id, undefined)).rejects.toThrow('waitsForNobody');
  await finishDecision(database, decision.id, 'done', 'reversed');
  await finishDecision(database, decision.id, 'refused', 'a run that slept');
  expect(await findDecision(database, decision.id)).toMatchObject({ second: 'operator-9', outcome: 'done', result: 'reversed' });
});

test.each([
  ['clerk', 'clerk may not do payment.decide'],
  ['gone', 'deactivated'],
  ['nobody', 'There is no staff account nobody'],
  ['admin', 'it needs the role operator'],
])('%s decides nothing', async (staff, words) => {
  const payment = await doubtful();
  await expect(ask(payment, 'succeeded', { staff })).rejects.toThrow(words);
  const { rows } = await database.query('SELECT 1 FROM decisions WHERE payment_id = $1', [payment.id]);
  expect([rows, await audited(payment)]).toEqual([[], []]);
});

test('a callback is sent again only where there is an address', async () => {
  const payment = await doubtful();
  await ask(payment, 'failed', { detail: { code: -115 } }, ALONE);
  await expect(ask(await now(payment), 'resend callback')).rejects.toThrow('noCallbackAddress');
  await database.query(`UPDATE agents SET callback_url = 'https://agent.example/cb' WHERE id = $1`, [AGENT]);
  expect((await ask(await now(payment), 'resend callback', { staff: 'clerk' })).decision.result).toBe('queued');
  const { rows } = await database.query(`SELECT kind FROM outbox WHERE payment_id = $1 AND kind = 'callback'`, [payment.id]);
  expect(rows).toHaveLength(1);
});

test('zero is what the agent holds when everything is decided', async () => {
  const { rows } = await database.query<{ id: string }>('SELECT id FROM payments WHERE final_at IS NULL');
  await database.query(`UPDATE decisions SET done_at = now(), outcome = 'refused', result = 'put aside' WHERE done_at IS NULL`);
  for (const { id } of rows) {
    const payment = await paymentById(database, id);
    if (!payment) continue;
    const documents = await documentsOf(database, id);
    const settled = documents.some((document) => document.state === 'taken')
      ? { kind: 'succeeded' as const, detail: {} }
      : { kind: 'failed' as const, detail: { code: -300 } };
    await ask(payment, settled.kind, { detail: settled.detail }, ALONE);
  }
  expect((await balances(database, AGENT)).held).toBe(ZERO);
});
