import { money } from '../../src/domain/money';
import { noteBalance, pauseSupplier, resumeSupplier, serviceTrouble, troubleAt } from '../../src/registry/catalog/suppliers';
import type { Database } from '../../src/registry/database';
import { askNow } from '../../src/registry/last-statement';
import { topUp } from '../../src/registry/ledger/entries';
import { claim, closeAttempt, startSending } from '../../src/registry/payment/attempts';
import { planDocuments, takeDocument } from '../../src/registry/payment/documents';
import { needStaff, type Payment, paymentById } from '../../src/registry/payment/payments';
import { settle } from '../../src/registry/payment/settle';
import { decide } from '../../src/registry/staff/decisions';
import { addStaff } from '../../src/registry/staff/staff';
import { type InboxItem, inbox, itemView } from '../../src/staff-view/inbox';
import { dayIn } from '../../src/zone';
import { AGENT, accepted, book, plannedIn, SERVICE, ZONE } from '../registry/book';

const RULES = { needsStaffMs: 3_600_000, stuckMs: 60_000, lowBalance: '100000', bookZones: { alseco: ZONE, upstream: ZONE } };
const TODAY = dayIn(ZONE, new Date().toISOString());

let database: Database;
let transactions = 0;
beforeAll(async () => {
  database = await book();
  await addStaff(database, 'admin-1', 'none', ['operator']);
  await database.transaction((tx) => topUp(tx, { agent: AGENT, amount: money('100000'), currency: 'KZT', day: TODAY, note: 'a test' }));
});
afterAll(() => database?.close());

async function read(limit = 50) {
  const { items, more } = await inbox(database, RULES, limit);
  return { items: items.map((item) => itemView(item, 'en')), more };
}
const of = async (kind: InboxItem['kind']) => (await read()).items.filter((item) => item.kind === kind);
const open = (amount = '30'): Promise<Payment> => accepted(database, AGENT, ++transactions, amount);
const named = (payment: Payment): string => `144 ${payment.transaction}`;

async function closed(status: number): Promise<Payment> {
  const payment = await open();
  await database.transaction((tx) => settle(tx, payment, { status, why: 'a test' }));
  return (await paymentById(database, payment.id)) ?? payment;
}

test('a fresh payment needs nobody', async () => {
  await open();
  expect(await read()).toEqual({ items: [], more: [] });
});

test('a payment marked for staff is there with its sum, its age and one command', async () => {
  const payment = await open('12.50');
  await needStaff(database, payment.id, 'staff must decide: no witness');
  const [item] = await of('payment');
  expect(item).toMatchObject({
    subject: named(payment),
    amount: '12.5',
    currency: 'KZT',
    what: 'staff must decide: no witness',
    command: `tolem payment explain ${named(payment)}`,
  });
  expect(Date.now() - Date.parse(item?.since ?? '')).toBeLessThan(60_000);
});

test('a payment waits for staff since it was marked, also by a verdict against its end', async () => {
  const payment = await closed(10);
  await database.query(`UPDATE payments SET created_at = now() - interval '7 days' WHERE id = $1`, [payment.id]);
  await database.transaction((tx) => settle(tx, payment, { status: -203, why: 'a late word' }));
  const item = (await of('payment')).find(({ subject }) => subject === named(payment));
  expect(item).toMatchObject({ key: 'needsStaff', what: 'closed as 10, but now -203: a late word' });
  expect(Date.now() - Date.parse(item?.since ?? '')).toBeLessThan(60_000);
  await database.query('UPDATE payments SET needs_staff = NULL WHERE id = $1', [payment.id]);
});

test('it is told in the reader’s language, and its command is the same in each', async () => {
  await pauseSupplier(database, 'alseco', 'admin-1', 'работы до утра');
  const { items } = await inbox(database, RULES, 50);
  const views = (['ru', 'kk', 'en'] as const).map((language) =>
    items.map((item) => itemView(item, language)).find(({ kind }) => kind === 'supplier'),
  );
  expect(views.map((view) => view?.what)).toEqual([
    'остановлен (admin-1): работы до утра',
    'тоқтатылған (admin-1): работы до утра',
    'stopped by admin-1: работы до утра',
  ]);
  expect(new Set(views.map((view) => view?.command))).toEqual(new Set(['tolem supplier resume alseco --reason "…"']));
  await resumeSupplier(database, 'alseco');
});

test('a decision that waits stands once, as work for the second person', async () => {
  const payment = await open();
  await planDocuments(database, payment.id, [{ number: 1, reference: 'TLM1', account: '7', invoice: null, amount: money('30'), content: '{}' }]);
  await askNow(database, claim(payment.id, [1], 1, new Date(Date.now() + 60_000)));
  await startSending(database, payment.id, [1], 1);
  await closeAttempt(database, payment.id, 1, 1, 'unknown', 'no answer');
  await needStaff(database, payment.id, 'staff must decide');
  const { decision } = await decide(database, { answerMs: 0 }, { staff: 'admin-1', payment, kind: 'succeeded', reason: 'they said so', detail: {} });
  expect((await read()).items.filter((item) => item.subject === named(payment))).toMatchObject([
    { kind: 'second person', what: 'admin-1 decided "succeeded": they said so', command: `tolem payment approve ${decision.id} --as "…"` },
  ]);
});

test('an open payment older than its time is there with what it waits for', async () => {
  const payment = await open();
  await database.query(`UPDATE payments SET created_at = now() - interval '2 hours', waits_for = 'the supplier is stopped' WHERE id = $1`, [
    payment.id,
  ]);
  expect(await of('slow payment')).toMatchObject([
    { subject: named(payment), what: 'waits: the supplier is stopped', command: `tolem payment explain ${named(payment)}` },
  ]);
  await database.transaction((tx) => settle(tx, payment, { status: -115, why: 'a test' }));
  expect(await of('slow payment')).toEqual([]);
});

test('a callback given up is there until it is sent again', async () => {
  await database.query(`UPDATE agents SET callback_url = 'https://agent.example/' WHERE id = $1`, [AGENT]);
  const payment = await closed(10);
  // Told to the receiver at once, in another life.
  await database.query(`DELETE FROM outbox WHERE kind = 'callback'`);
  await database.query(`INSERT INTO callbacks (payment_id, number, status, webhook_id, given_up_at) VALUES ($1, 1, 10, 'msg_1', now())`, [
    payment.id,
  ]);
  await database.query(`INSERT INTO callback_tries (payment_id, number, ended) VALUES ($1, 1, 'HTTP 500')`, [payment.id]);
  expect(await of('callback')).toMatchObject([
    { subject: named(payment), what: 'callback given up: HTTP 500', command: `tolem payment resend-callback ${named(payment)}` },
  ]);
  await database.query(`INSERT INTO callbacks (payment_id, number, status, webhook_id) VALUES ($1, 2, 10, 'msg_2')`, [payment.id]);
  expect(await of('callback')).toEqual([]);
});

test('a callback whose next try was due long ago is there: nobody makes it', async () => {
  const payment = await closed(10);
  await database.query(
    `INSERT INTO callbacks (payment_id, number, status, webhook_id, due_at) VALUES ($1, 1, 10, 'msg_3', now() + interval '10 hours')`,
    [payment.id],
  );
  expect(await of('callback')).toEqual([]);
  await database.query(`UPDATE callbacks SET due_at = now() - interval '2 hours' WHERE payment_id = $1`, [payment.id]);
  expect(await of('callback')).toMatchObject([{ subject: named(payment), what: expect.stringContaining('due since then'), command: 'tolem doctor' }]);
  await database.query('UPDATE callbacks SET delivered_at = now() WHERE payment_id = $1', [payment.id]);
  expect(await of('callback')).toEqual([]);
});

test('a reversal that does not end is there', async () => {
  const payment = await closed(10);
  await plannedIn(database, payment, 1, '30');
  await takeDocument(database, payment.id, 1, { paymentId: '77', bookedAt: null, day: TODAY });
  await database.query(`UPDATE rules SET value = 'off'`);
  await decide(database, { answerMs: 0 }, { staff: 'admin-1', payment, kind: 'reverse', reason: 'asked for', detail: { agentsRequest: '17' } });
  expect(await of('reversal')).toEqual([]);
  await database.query(`UPDATE decisions SET at = now() - interval '1 hour' WHERE payment_id = $1`, [payment.id]);
  expect(await of('reversal')).toMatchObject([{ subject: named(payment), what: '"reverse", decided by admin-1, has not ended' }]);
});

test('a supplier stopped by staff is resumed by staff, one stopped by itself is looked into', async () => {
  await pauseSupplier(database, 'alseco', 'admin-1', 'their works tonight');
  expect(await of('supplier')).toMatchObject([
    { subject: 'alseco', what: 'stopped by admin-1: their works tonight', command: 'tolem supplier resume alseco --reason "…"' },
  ]);
  await resumeSupplier(database, 'alseco');
  await troubleAt(database, 'upstream', 'stopped', '-1: the password is refused');
  expect(await of('supplier')).toMatchObject([{ subject: 'upstream', what: 'stopped: -1: the password is refused', command: 'tolem doctor' }]);
  await resumeSupplier(database, 'upstream');
  expect(await of('supplier')).toEqual([]);
});

test('a service in trouble and a low deposit are there', async () => {
  await serviceTrouble(database, SERVICE, '-501 there');
  await noteBalance(database, 'upstream', money('99999.99'));
  expect(await of('service')).toMatchObject([
    { subject: 'service 815', what: 'Алсеко at alseco: -501 there', command: 'tolem service pause 815 --reason "…"' },
  ]);
  expect(await of('low balance')).toMatchObject([{ subject: 'upstream', amount: '99999.99', what: 'our deposit there is below 100000' }]);
  await serviceTrouble(database, SERVICE, null);
  await noteBalance(database, 'upstream', money('100000'));
  expect([...(await of('service')), ...(await of('low balance'))]).toEqual([]);
});

test('each kind is bounded, the oldest first, and says when there are more', async () => {
  for (let n = 0; n < 4; n++) await needStaff(database, (await open()).id, `number ${n}`);
  const { items, more } = await read(3);
  const shown = items.filter((item) => item.kind === 'payment');
  expect(shown).toHaveLength(3);
  expect(more).toEqual(['payment']);
  expect(shown.map((item) => item.subject)).toEqual(
    [...shown.map((item) => item.subject)].sort((a, b) => Number.parseInt(a.slice(4), 10) - Number.parseInt(b.slice(4), 10)),
  );
});
