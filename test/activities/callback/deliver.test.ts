import { ApplicationFailure } from '@temporalio/common';
import pino from 'pino';
import { callback, deliver } from '../../../src/activities/callback/deliver';
import type { Dependencies } from '../../../src/activities/dependencies';
import { LADDERS } from '../../../src/ladders';
import type { Database } from '../../../src/registry/database';
import type { Payment } from '../../../src/registry/payment/payments';
import { settle } from '../../../src/registry/payment/settle';
import { vault } from '../../../src/registry/secrets';
import { queueCallback } from '../../../src/registry/telling/outbox';
import { inbox, itemView } from '../../../src/staff-view/inbox';
import { WebhookSender } from '../../../src/wire/webhook';
import { accepted, book, OTHER } from '../../registry/book';
import { callbackReceiver, type Receiver } from '../../support/proof/receiver';
import { inContext } from '../steps';

const LADDER_MS = [0, 1_000, 10_000] as const;
const RULES = { needsStaffMs: 3_600_000, stuckMs: 60_000, lowBalance: '0', bookZones: {} };

let database: Database;
let receiver: Receiver;
let webhooks: WebhookSender;
let dependencies: Dependencies;
beforeAll(async () => {
  database = await book(4);
  receiver = await callbackReceiver();
  webhooks = new WebhookSender({ limitMs: 1_000, connectMs: 1_000, allowLoopback: true, connections: 2 });
  dependencies = {
    database,
    suppliers: new Map(),
    ladders: { ...LADDERS.fast, callbackMs: LADDER_MS },
    vault: vault('0'.repeat(64)),
    webhooks,
    logger: pino({ level: 'silent' }),
    pollsPerSecond: 20,
  };
});
beforeEach(async () => {
  receiver.mood = 'takes';
  await database.query('UPDATE agents SET callback_url = $2 WHERE id = $1', [OTHER, receiver.url]);
});
afterAll(async () => {
  await Promise.all([webhooks?.close(), receiver?.close()]);
  await database?.close();
});

let transactions = 0;
async function ended(): Promise<Payment> {
  const payment = await accepted(database, OTHER, ++transactions, '1.00');
  await database.transaction((tx) => settle(tx, payment, { status: 10, why: 'a test' }));
  return payment;
}

interface Row {
  readonly number: number;
  readonly delivered: boolean;
  readonly given: boolean;
  readonly dueInS: number;
  readonly tries: string[];
}
const rows = async ({ id }: Payment): Promise<Row[]> =>
  (
    await database.query<Row>(
      `SELECT number, delivered_at IS NOT NULL AS delivered, given_up_at IS NOT NULL AS given, round(extract(epoch FROM due_at - now()))::int AS "dueInS",
         ARRAY(SELECT t.ended FROM callback_tries t WHERE t.payment_id = c.payment_id AND t.number = c.number ORDER BY t.id) AS tries
       FROM callbacks c WHERE payment_id = $1 ORDER BY number`,
      [id],
    )
  ).rows;
const asked = async ({ id }: Payment): Promise<number> =>
  (await database.query(`SELECT 1 FROM outbox WHERE kind = 'callback' AND payment_id = $1`, [id])).rows.length;
const shown = async ({ agent, transaction }: Payment) =>
  (await inbox(database, RULES, 100)).items
    .filter(({ kind, subject }) => kind === 'callback' && subject === `${agent} ${transaction}`)
    .map((item) => itemView(item, 'en'));

/** One rung, as the workflow asks for it; what it throws says when the next one is. */
async function rung(payment: Payment, changes: Partial<Payment> = {}, ladderMs: readonly number[] = LADDER_MS): Promise<string | ApplicationFailure> {
  const { id, agent, transaction } = { ...payment, ...changes };
  return inContext(() => deliver(dependencies, { payment: id, agent, transaction, number: 1, ladderMs, callMs: 1_000 })).catch((error: unknown) => {
    if (error instanceof ApplicationFailure) return error;
    throw error;
  });
}

test('410 at the first try ends the callback: it is given up, nobody tries it again, and the inbox shows it', async () => {
  receiver.mood = 'answers 410';
  const payment = await ended();
  expect(await callback(dependencies, payment.id)).toBe(true);
  expect([await rows(payment), await asked(payment)]).toMatchObject([[{ number: 1, delivered: false, given: true }], 0]);
  expect(await shown(payment)).toMatchObject([
    { what: expect.stringMatching(/^callback given up: HTTP 410/), command: `tolem payment resend-callback 145 ${payment.transaction}` },
  ]);
});

test('an address taken away before the first try ends the callback too; the inbox says what it lacks', async () => {
  const payment = await ended();
  await database.query('UPDATE agents SET callback_url = NULL WHERE id = $1', [OTHER]);
  expect(await callback(dependencies, payment.id)).toBe(true);
  expect([await rows(payment), await asked(payment)]).toMatchObject([[{ delivered: false, given: true, tries: ['no address'] }], 0]);
  expect(await shown(payment)).toMatchObject([{ what: 'callback given up: no address', command: 'tolem agent set 145 --callback-url "https://…"' }]);
});

test('a callback given up for 410 is told anew when it is asked for anew', async () => {
  receiver.mood = 'answers 410';
  const payment = await ended();
  await callback(dependencies, payment.id);
  receiver.mood = 'takes';
  await queueCallback(database, payment.id);
  expect(await callback(dependencies, payment.id)).toBe(true);
  expect(await rows(payment)).toMatchObject([
    { number: 1, given: true },
    { number: 2, delivered: true, given: false },
  ]);
  expect(await shown(payment)).toEqual([]);
});

test('each rung leaves in the registry when the next is due, and the last one gives up with its try', async () => {
  receiver.mood = 'answers 500';
  const payment = await ended();
  expect(await callback(dependencies, payment.id)).toBe(false);
  const pauses = [];
  for (let n = 1; n <= 2; n++) {
    const failure = await rung(payment);
    expect(failure).toMatchObject({ type: 'Waiting' });
    const [row] = await rows(payment);
    pauses.push(row?.dueInS);
    expect(Math.round(((failure as ApplicationFailure).nextRetryDelay as number) / 1_000)).toBe(row?.dueInS);
  }
  expect(pauses).toEqual([1, expect.any(Number)]);
  expect(pauses[1]).toBeGreaterThanOrEqual(9);
  expect(await rung(payment)).toBe('given up');
  expect(await rows(payment)).toMatchObject([{ delivered: false, given: true, tries: Array(4).fill('HTTP 500') }]);
});

test('a ladder that somebody has shortened in Temporal gives nothing up before our own has ended', async () => {
  receiver.mood = 'answers 500';
  const payment = await ended();
  expect(await callback(dependencies, payment.id)).toBe(false);
  for (const _ of [1, 2]) expect(await rung(payment, {}, [])).toMatchObject({ type: 'Waiting' });
  expect(await rows(payment)).toMatchObject([{ given: false }]);
  expect(await rung(payment, {}, [])).toBe('given up');
});

test('a ladder whose row’s number a restored registry gave to another payment tells nothing', async () => {
  const payment = await ended();
  await callback(dependencies, payment.id);
  await expect(rung(payment, { transaction: '999999' as Payment['transaction'] })).rejects.toThrow('the registry has no payment');
  expect(await rung(payment)).toBe('delivered');
});
