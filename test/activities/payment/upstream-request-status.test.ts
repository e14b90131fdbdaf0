import { messageOf } from '../../../src/domain/status';
import { resumeSupplier, serviceTrouble, supplierState } from '../../../src/registry/catalog/suppliers';
import type { Payment } from '../../../src/registry/payment/payments';
import { runProber } from '../../../src/worker/prober';
import { EVERY_CALL } from '../../suppliers/upstream/world';
import { until } from '../../support/until';
import { type World, world } from '../world';

/**
 * The upstream's request statuses say nothing about a payment, wherever they are met: none ends one, none is told to the agent, and
 * with each the payment waits, says why, and ends with 10 and one booking when what was wrong is mended.
 */
let w: World;
let prober: { stop(): Promise<void> };
beforeAll(async () => {
  w = await world();
  const { database, suppliers, ladders, logger } = w.dependencies;
  prober = runProber(database, suppliers, { ...ladders, probeEveryMs: 50 }, logger);
});
afterAll(async () => {
  await prober?.stop();
  await w?.close();
});
beforeEach(async () => {
  await w.clearFaults();
  await resumeSupplier(w.database, 'upstream');
  await serviceTrouble(w.database, '7', null);
});

type Operation = 'AccountCheck' | 'Payment' | 'Status';
/** Every request of the payment meets the status until the faults are cleared; the probe too where nobody of us is let in. */
async function answers(code: number, operation: Operation, of: Payment, count?: number): Promise<void> {
  const containing = operation === 'Status' ? of.request : of.account;
  await w.fault(operation, 'status', { status: code, containing, count });
}
const waitsFor = (of: Payment, words: string) => w.goes(of, async () => (await w.seen(of)).waitsFor?.includes(words) === true);
const inWords = (code: number): string => `${code} ${messageOf(code)}`;

/** While it lasts: nothing has ended, nothing is booked that was not before, and the agent hears of a payment under way. */
async function isOpen(of: Payment, operation: Operation): Promise<void> {
  expect(await w.seen(of)).toMatchObject({ status: { AccountCheck: 1, Payment: 2, Status: 9 }[operation], finalAt: null, held: true });
  expect(await w.booked(of)).toBe(operation === 'Status' ? 1 : 0);
}

async function endsWell(of: Payment): Promise<void> {
  expect(await w.goes(of)).toMatchObject({ next: 'finished', status: 10 });
  expect(await w.booked(of)).toBe(1);
  const { rows } = await w.database.query<{ status: number }>('SELECT status FROM payment_events WHERE payment_id = $1', [of.id]);
  expect(rows.filter(({ status }) => status < 1)).toEqual([]);
}

const STOPS = [
  [-1, 'refuses us'],
  [-2, 'deposit empty'],
] as const;
const stopped = STOPS.flatMap(([code, trouble]) => (['AccountCheck', 'Payment', 'Status'] as const).map((at) => [code, at, trouble] as const));

test.each(stopped)(
  '%d at %s stops the route: payments wait with the one reason "%s", and go on when a probe is good again',
  async (code, at, trouble) => {
    const [of, other] = [await w.payment(), await w.payment('48')];
    await w.fault('CheckBalance', 'status', { status: code, ...EVERY_CALL });
    await answers(code, at, of);
    const reason = `${trouble}: ${inWords(code)}`;
    await waitsFor(of, at === 'Status' ? `upstream says: ${inWords(code)}` : `: ${reason}`);
    await isOpen(of, at);
    expect(await supplierState(w.database, 'upstream')).toMatchObject({ state: 'stopped', reason });
    await waitsFor(other, reason);
    expect(await w.attempts(other)).toEqual([]);
    expect((await w.attempts(of)).map(({ outcome }) => outcome)).toEqual({ AccountCheck: [], Payment: ['not sent'], Status: ['pending'] }[at]);
    await w.clearFaults();
    await endsWell(of);
    await endsWell(other);
  },
);

const unroutable = ([-501, -502] as const).flatMap((code) => (['AccountCheck', 'Payment', 'Status'] as const).map((at) => [code, at] as const));

test.each(unroutable)('%d at %s: that service waits, the others go on', async (code, at) => {
  const of = await w.payment();
  await answers(code, at, of);
  const words = { AccountCheck: 'upstream did not answer the check', Payment: 'nothing was sent, another attempt follows', Status: 'upstream says' }[
    at
  ];
  await waitsFor(of, `${words}: ${inWords(code)}`);
  await isOpen(of, at);
  const { rows } = await w.database.query<{ id: string; trouble: string }>('SELECT id, trouble FROM services WHERE trouble IS NOT NULL');
  expect(rows).toEqual([{ id: '7', trouble: inWords(code) }]);
  expect(await supplierState(w.database, 'upstream')).toMatchObject({ state: 'open' });
  await endsWell(await w.payment('48'));
  await w.clearFaults();
  await endsWell(of);
  const after = await w.database.query('SELECT id FROM services WHERE trouble IS NOT NULL');
  expect(after.rows).toEqual([]);
});

const doubtful = [-4, -500, -503] as const;

test.each(doubtful)('%d at AccountCheck is no word about the account: it is asked again', async (code) => {
  const of = await w.payment();
  await answers(code, 'AccountCheck', of);
  await waitsFor(of, `upstream did not answer the check: ${inWords(code)}`);
  await isOpen(of, 'AccountCheck');
  expect(await w.attempts(of)).toEqual([]);
  await w.clearFaults();
  await endsWell(of);
});

test.each(doubtful)('%d at Payment: Status is asked, and not found twice, the last after the settle delay, the same is sent again', async (code) => {
  const of = await w.payment();
  await answers(code, 'Payment', of, 1);
  await waitsFor(of, `no clear answer to the payment (${inWords(code)})`);
  await isOpen(of, 'Payment');
  await endsWell(of);

  // Raw exchanges are kept beside the calls: the last one may not be there yet.
  const asked = await until('the exchanges up to the final status', async () => {
    const kept = (await w.exchanged(of)).filter(({ operation }) => operation !== 'AccountCheck');
    return kept.findLastIndex(({ operation }) => operation === 'Status') > kept.findLastIndex(({ operation }) => operation === 'Payment') && kept;
  });
  const [first, ...since] = asked.map(({ operation }) => operation);
  expect([first, new Set(since.slice(0, since.indexOf('Payment')))]).toEqual(['Payment', new Set(['Status'])]);
  const sent = asked.filter(({ operation }) => operation === 'Payment').map(({ request }) => request);
  expect(sent).toHaveLength(2);
  expect(sent[0]).toBe(sent[1]);

  const absent = (await w.looks(of)).filter(({ said }) => said === 'absent').map(({ after_ms }) => Number.parseInt(after_ms, 10));
  expect(absent.length).toBeGreaterThanOrEqual(2);
  expect(absent.at(-1)).toBeGreaterThanOrEqual(w.dependencies.ladders.settleDelayMs);
  expect((await w.attempts(of)).map(({ outcome }) => outcome)).toEqual(['absent', 'accepted']);
});

test.each([-500, -503] as const)('%d at Status proves nothing: as often as it comes, nothing is sent again', async (code) => {
  const of = await w.payment();
  await w.fault('Payment', 'lost-before', { containing: of.account });
  await answers(code, 'Status', of);
  await w.goes(of, async () => {
    const late = (await w.looks(of)).filter(({ after_ms }) => Number.parseInt(after_ms, 10) >= w.dependencies.ladders.settleDelayMs);
    return late.some(({ count }) => count >= 3);
  });
  expect(new Set((await w.looks(of)).map(({ said, detail }) => `${said}: ${detail}`))).toEqual(new Set([`inconclusive: ${inWords(code)}`]));
  expect(await w.attempts(of)).toMatchObject([{ number: 1, outcome: 'unknown' }]);
  await isOpen(of, 'Payment');
  await w.clearFaults();
  await endsWell(of);
});

test.each([-500, -503] as const)('%d at Status of a payment that was taken: it is asked again', async (code) => {
  const of = await w.payment();
  await answers(code, 'Status', of);
  await waitsFor(of, `upstream says: ${inWords(code)}`);
  await isOpen(of, 'Status');
  await w.clearFaults();
  await endsWell(of);
});

test('-4 at Status of a payment that was taken is no absence: it is looked for, and never sent again', async () => {
  const of = await w.payment();
  await w.goes(of, ({ next }) => next === 'poll');
  await answers(-4, 'Status', of);
  await waitsFor(of, 'staff must decide');
  await isOpen(of, 'Status');
  expect(await w.attempts(of)).toHaveLength(1);
  await w.clearFaults();
  await endsWell(of);
});
