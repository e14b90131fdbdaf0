import type { Outcome } from '../../../src/domain/bank-day/outcomes';
import { plusDays } from '../../../src/domain/day';
import { type Money, money, sum } from '../../../src/domain/money';
import { compareDay } from '../../../src/registry/bank-day/compare-day';
import { agree, rejectSigning } from '../../../src/registry/bank-day/signing/agree';
import { SigningRefused } from '../../../src/registry/bank-day/signing/refused';
import { type SigningAsked, type SigningState, sign } from '../../../src/registry/bank-day/signing/sign';
import { signablesOf } from '../../../src/registry/bank-day/signing/signable';
import { takeBack } from '../../../src/registry/bank-day/signing/take-back';
import { askNow } from '../../../src/registry/last-statement';
import { trialBalance } from '../../../src/registry/ledger/trial-balance';
import { refuseDocument } from '../../../src/registry/payment/documents';
import { paymentById } from '../../../src/registry/payment/payments';
import { settle } from '../../../src/registry/payment/settle';
import { addStaff } from '../../../src/registry/staff/staff';
import { AGENT, balances } from '../book';
import { AROUND, type DayWorld, dayWorld, referenceOf, row, TODAY } from './world';

const RULES = { answerMs: 5_000 };
const LETTER = { letter: '17/4', owner: 'acc', due: '2026-12-20' };
const UNKNOWN = 'TLM2611240000000091';
let world: DayWorld;
beforeEach(async () => {
  world = await dayWorld();
  await world.database.transaction(async (tx) => {
    for (const name of ['op', 'op-2']) await addStaff(tx, name, 'none', ['operator']);
    await addStaff(tx, 'acc', 'none', ['accountant']);
    await addStaff(tx, 'clerk', 'none', ['clerk', 'admin']);
  });
});
afterEach(async () => {
  expect((await world.database.transaction(trialBalance)).balanced).toBe(true);
  await world.close();
});

const signed = (outcome: Outcome, changes: Partial<SigningAsked> = {}): Promise<SigningState> =>
  sign(world.database, RULES, {
    staff: 'op',
    supplier: 'alseco',
    day: TODAY,
    outcome,
    reason: 'a test',
    detail: {},
    selection: { breaks: ['1'] },
    ...changes,
  });
const agreed = (id: string, staff = 'acc') => agree(world.database, RULES, staff, id, undefined);
const byTwo = async (outcome: Outcome, changes: Partial<SigningAsked> = {}) => agreed((await signed(outcome, changes)).signing.id);
/** The key of a refusal; what is done all the same is told so. */
const refusedAs = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof SigningRefused ? error.refusal.key : String(error)),
  );

async function on(account: string): Promise<Money> {
  const { rows } = await world.database.query<{ amount: Money }>('SELECT trim_scale(amount) AS amount FROM ledger_postings WHERE account = $1', [
    account,
  ]);
  return sum(rows.map(({ amount }) => amount));
}
const payable = () => on('supplier:alseco:payable');

/** A payment booked as 77, and a second booking of it, 78. */
async function doubled(theirs = money('30')) {
  const payment = await world.taken('77');
  const reference = referenceOf(payment);
  const lines = [row('77', reference), row('78', reference, { amount: theirs })];
  await world.compare(lines);
  return { payment, reference, lines };
}

test('a loss takes two people, one of them an accountant, and nothing moves before', async () => {
  const { lines } = await doubled();
  const { signing, state, rows } = await signed('loss');
  expect([state, rows]).toEqual(['waits', [{ break: '1', state: 'waits', people: '2', why: null }]]);
  expect([await on('loss'), await payable(), await world.breaks()]).toEqual(['0', '30', ['duplicate 78 30']]);
  expect(await refusedAs(agreed(signing.id, 'op'))).toBe('samePerson');
  expect(await refusedAs(agreed(signing.id, 'op-2'))).toBe('needsAccountant');
  expect(await refusedAs(agreed(signing.id, 'clerk'))).toMatch(/may not do day.approve/);
  expect((await agreed(signing.id)).rows).toEqual([{ break: '1', state: 'stands', people: '2', why: null }]);
  expect([await on('loss'), await payable(), await world.breaks()]).toEqual(['-30', '60', []]);
  expect(await refusedAs(agreed(signing.id))).toBe('waitsForNobody');
  expect(await refusedAs(signed('loss'))).toBe('breakClosed');
  await world.compare(lines);
  expect([await on('loss'), await world.breaks()]).toEqual(['-30', []]);
});

test('a signature falls when the other side changes, what it moved moves back, and it may be given anew', async () => {
  const { reference } = await doubled();
  await byTwo('loss');
  await world.compare([row('77', reference), row('78', reference, { amount: money('31') })]);
  expect([await on('loss'), await payable(), await world.breaks()]).toEqual(['0', '30', ['duplicate 78 31']]);
  await byTwo('loss');
  expect([await on('loss'), await world.breaks()]).toEqual(['-31', []]);
  await world.compare([row('77', reference)]);
  expect([await on('loss'), await payable(), await world.breaks()]).toEqual(['0', '30', []]);
  expect((await signablesOf(world.database, { supplier: 'alseco', day: TODAY }, true)).map(({ closedAs, signed: now }) => [closedAs, now])).toEqual([
    ['gone', null],
  ]);
});

test('facts that change before the second person agrees: nothing is done, and the first signature has fallen', async () => {
  const { reference } = await doubled();
  const { signing } = await signed('loss');
  await world.database.query(`UPDATE breaks SET theirs = 31, effect = 31`);
  const { state, rows } = await agreed(signing.id);
  expect([state, rows.map(({ state: of, why }) => [of, why?.key])]).toEqual(['refused', [['fallen', 'factsChanged']]]);
  expect([await on('loss'), await world.breaks()]).toEqual(['0', ['duplicate 78 31']]);
  const again = await signed('loss');
  await world.compare([row('77', reference), row('78', reference, { amount: money('32') })]);
  expect(await refusedAs(agreed(again.signing.id))).toBe('waitsForNobody');
});

test('what is refused leaves nothing behind', async () => {
  await doubled();
  expect(await refusedAs(signed('accept'))).toBe('outcomeForbidden');
  expect(await refusedAs(signed('loss', { staff: 'clerk' }))).toMatch(/may not do day.sign/);
  expect(await refusedAs(signed('claim'))).toBe('detailMissing');
  expect(await refusedAs(signed('claim', { detail: { ...LETTER, owner: 'nobody' } }))).toBe('ownerUnknown');
  expect(await refusedAs(signed('loss', { detail: LETTER }))).toBe('detailUseless');
  expect(await refusedAs(signed('loss', { selection: { breaks: ['1', '99'] } }))).toBe('noSuchBreak');
  expect(await refusedAs(signed('loss', { day: plusDays(TODAY, -1) }))).toBe('noSuchBreak');
  expect(await refusedAs(signed('loss', { selection: { kind: 'only ours' } }))).toBe('nothingToSign');
  await signed('loss');
  expect(await refusedAs(signed('loss', { staff: 'acc' }))).toBe('signedAlready');
  const { rows } = await world.database.query<{ signings: number; audits: number }>(
    `SELECT (SELECT count(*)::int FROM signings) AS signings, (SELECT count(*)::int FROM audit WHERE action = 'day.sign') AS audits`,
  );
  expect(rows).toEqual([{ signings: 1, audits: 1 }]);
});

test('its giver takes a signature back until the day is confirmed; a waiting one may be rejected by another', async () => {
  await doubled();
  const { signing } = await byTwo('claim', { detail: LETTER });
  expect([await on('claim:alseco'), await payable()]).toEqual(['-30', '60']);
  expect(await refusedAs(takeBack(world.database, 'acc', signing.id, 'a test'))).toBe('notGiver');
  await takeBack(world.database, 'op', signing.id, 'they have answered');
  expect([await on('claim:alseco'), await payable(), await world.breaks()]).toEqual(['0', '30', ['duplicate 78 30']]);
  expect((await world.database.query('SELECT state FROM claims')).rows).toEqual([{ state: 'withdrawn' }]);
  expect(await refusedAs(takeBack(world.database, 'op', signing.id, 'a test'))).toBe('nothingToTakeBack');
  const second = await signed('loss');
  await rejectSigning(world.database, 'acc', second.signing.id, 'a claim first');
  const third = await byTwo('loss');
  await world.database.query(
    `INSERT INTO bank_days (supplier, day, zone, currency, state, opened_by) VALUES ('alseco', $1, 'Asia/Almaty', 'KZT', 'confirmed', 'loop')`,
    [TODAY],
  );
  expect(await refusedAs(takeBack(world.database, 'op', third.signing.id, 'a test'))).toBe('dayConfirmed');
  expect(await on('loss')).toBe('-30');
});

test('a selection is frozen: each break of the kind once, with a result of its own', async () => {
  const payments = [await world.taken('71'), await world.taken('72'), await world.taken('73')];
  await world.compare(payments.flatMap((payment, at) => [row(`7${at + 1}`, referenceOf(payment)), row(`8${at + 1}`, referenceOf(payment))]));
  const one = await signed('claim', { selection: { breaks: ['2'] }, detail: LETTER });
  const all = await signed('loss', { selection: { kind: 'duplicate' } });
  expect(all.rows.map(({ break: id, state, why }) => [id, state, why?.key])).toEqual([
    ['1', 'waits', undefined],
    ['2', 'refused', 'signedAlready'],
    ['3', 'waits', undefined],
  ]);
  expect(all.signing).toMatchObject({ count: 2, sum: '60', hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  await agreed(all.signing.id);
  expect([await on('loss'), await world.breaks()]).toEqual(['-60', ['duplicate 82 30']]);
  await agreed(one.signing.id);
  expect([await on('claim:alseco'), await world.breaks()]).toEqual(['-30', []]);
});

test('an accountant alone accepts what moves nothing; an operator does not', async () => {
  const payment = await world.taken('77');
  await world.compare([row('79', referenceOf(payment))]);
  expect(await world.breaks()).toEqual(['reference 79 0']);
  expect(await refusedAs(signed('accept'))).toBe('wrongRole');
  const { state } = await signed('accept', { staff: 'acc' });
  expect([state, await world.breaks(), await payable()]).toEqual(['done', [], '30']);
});

test('theirs below ours is no income: it waits on suspense', async () => {
  const payment = await world.taken('77');
  await world.compare([row('77', referenceOf(payment), { amount: money('29.5') })]);
  expect(await refusedAs(signed('loss'))).toBe('outcomeForbidden');
  await byTwo('gain');
  expect([await payable(), await on('suspense'), await world.breaks()]).toEqual(['29.5', '0.5', []]);
});

test('a booking of nobody waits on suspense, in the currency of its day', async () => {
  await world.compare([row('90', UNKNOWN)]);
  expect(await refusedAs(signed('suspense'))).toBe('currencyUnknown');
  await world.database.query(`INSERT INTO bank_days (supplier, day, zone, currency, opened_by) VALUES ('alseco', $1, 'Asia/Almaty', 'KZT', 'loop')`, [
    TODAY,
  ]);
  await byTwo('suspense');
  expect([await payable(), await on('suspense'), await world.breaks()]).toEqual(['30', '-30', []]);
});

test('a booking of nobody is assigned to a failed payment: captured whatever the overdraft, and its agent is told', async () => {
  const payment = await world.sent();
  await refuseDocument(world.database, payment.id, 1, -300, 'refused', false);
  const named = { agent: payment.agent, transaction: payment.transaction };
  await world.compare([row('90', UNKNOWN)]);
  await world.database.query(`UPDATE breaks SET currency = 'KZT'`);
  expect(await refusedAs(signed('assign', { detail: { payment: named } }))).toBe('cannotBeAssigned');
  await world.database.transaction(async (tx) => askNow(tx, await settle(tx, payment, { status: -300, why: 'a test' })));
  await world.database.query(`UPDATE agent_balances SET available = 10 WHERE agent_id = $1`, [AGENT]);
  await world.database.query(`UPDATE agents SET callback_url = 'http://127.0.0.1/' WHERE id = $1`, [AGENT]);
  const { signing } = await byTwo('assign', { detail: { payment: named } });
  expect(await paymentById(world.database, payment.id)).toMatchObject({ status: 10 });
  expect([(await balances(world.database, AGENT)).available, await payable(), await world.breaks()]).toEqual(['-20', '30', []]);
  expect((await world.database.query(`SELECT payment_id AS payment FROM outbox WHERE kind = 'callback'`)).rows).toEqual([{ payment: payment.id }]);
  expect(await refusedAs(takeBack(world.database, 'op', signing.id, 'a test'))).toBe('cannotBeTakenBack');
  await world.database.query(`UPDATE agent_balances SET available = 999970 WHERE agent_id = $1`, [AGENT]);
});

test('what stands in no book is given back to the agent, with -115 and a callback', async () => {
  const payment = await world.taken('77');
  await world.compare([row('90', UNKNOWN), row('76', referenceOf(await world.taken('76')))]);
  await world.database.query(`UPDATE agents SET callback_url = 'http://127.0.0.1/' WHERE id = $1`, [AGENT]);
  const [missing] = await signablesOf(world.database, { supplier: 'alseco', day: TODAY }, false).then((all) =>
    all.filter(({ kind }) => kind === 'only ours'),
  );
  await byTwo('agent refunded', { selection: { breaks: [missing?.id ?? ''] } });
  expect(await paymentById(world.database, payment.id)).toMatchObject({ status: -115, reversedAt: expect.any(String) });
  expect([await payable(), await on('agent:144:remuneration')]).toEqual(['30', '0.21']);
  expect((await world.database.query(`SELECT payment_id AS payment FROM outbox WHERE kind = 'callback'`)).rows).toEqual([{ payment: payment.id }]);
});

test('a roll back that two have signed is a decision about its payment, complete with both', async () => {
  await doubled();
  const { rows, handed } = await byTwo('roll back');
  expect(rows).toMatchObject([{ state: 'done' }]);
  expect(handed).toMatchObject([
    {
      state: 'started',
      decision: { kind: 'roll back', detail: { paymentIds: ['78'] }, staff: 'op', second: 'acc', needsSecond: true, doneAt: null },
    },
  ]);
  expect(await world.breaks()).toEqual(['duplicate 78 30']);
});

test('of a closed day of the ledger it stands on the open one and belongs to the day', async () => {
  const past = plusDays(TODAY, -6);
  const payment = await world.taken('77', { day: past });
  const fetch = await world.stage([row('77', referenceOf(payment), { day: past }), row('78', referenceOf(payment), { day: past })], past);
  await compareDay(world.database, world.books, fetch, AROUND);
  await byTwo('loss', { day: past });
  const { rows } = await world.database.query(
    `SELECT e.belongs_to AS belongs, e.day > c.closed_through AS open, l.break_id AS broken FROM signature_entries l JOIN ledger_entries e ON e.id = l.entry_id, ledger_calendar c`,
  );
  expect(rows).toEqual([{ belongs: past, open: true, broken: '1' }]);
});
