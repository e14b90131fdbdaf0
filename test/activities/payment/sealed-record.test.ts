import type { Logger } from 'pino';
import { find } from '../../../src/activities/payment/find';
import { pay } from '../../../src/activities/payment/pay';
import { type RecordInput, record } from '../../../src/activities/payment/record';
import type { NextStep, SealedOutcome } from '../../../src/contracts/workflows';
import type { Database } from '../../../src/registry/database';
import { unfoundedSteps } from '../../../src/registry/evidence/unfounded';
import { askNow } from '../../../src/registry/last-statement';
import { claim, closeAttempt, startSending } from '../../../src/registry/payment/attempts';
import { documentRolledBack } from '../../../src/registry/payment/documents';
import type { Payment } from '../../../src/registry/payment/payments';
import { vault } from '../../../src/registry/secrets';
import type { PayOutcome } from '../../../src/suppliers/supplier';
import { metrics } from '../../../src/telemetry';
import { type Scripted, scripted, twoInvoices } from '../scripted';
import { inContext, inputOf } from '../steps';

/**
 * What a supplier said may have to come back through Temporal, where others can write. It counts under the seal of `pay` alone, and only
 * for the attempt it was said of.
 */
let w: Scripted;
beforeAll(async () => {
  w = await scripted();
});
afterAll(() => w?.close());
afterEach(() => {
  delete w.script.look;
});

type Recorded = Extract<NextStep, { next: 'record' }>;
const accepted = (number: number): PayOutcome => ({ kind: 'accepted', paymentId: `10264${number}`, bookedAt: null });

/** Sent, and answered while the registry is away; what travels. */
async function heardWhileAway(answer: (number: number) => PayOutcome = accepted): Promise<{ of: Payment; step: Recorded }> {
  const of = await w.payment();
  w.script.check = twoInvoices;
  await w.goes(of, ({ next }) => next === 'pay');
  let isAway = false;
  w.script.pay = (documents) => {
    isAway = true;
    return documents.map(({ number }) => answer(number));
  };
  const gone: Database['transaction'] = (work) =>
    isAway ? Promise.reject(new Error('Connection terminated unexpectedly')) : w.database.transaction(work);
  const away = { ...w.dependencies, ladders: { ...w.dependencies.ladders, writeBudgetMs: 0 }, database: { ...w.database, transaction: gone } };
  const step = await inContext(() => pay(away, { ...inputOf(of), attempt: 1 }));
  if (step.next !== 'record') throw new Error(`it came to ${step.next}`);
  return { of, step };
}
const records = (of: Payment, words: Partial<Recorded> | object, dependencies = w.dependencies): Promise<NextStep> =>
  inContext(() => record(dependencies, { ...inputOf(of), attempt: 1, ...words } as RecordInput));

const counted = async (): Promise<number> => {
  const text = await metrics.registry.getSingleMetricAsString('tolem_unfounded_steps_total');
  return Number.parseInt(/activity="record"[^}]*} (\d+)/.exec(text)?.[1] ?? '0', 10);
};
/** Nothing is written, evidence decides, and somebody is told. */
async function refuses(of: Payment, words: object): Promise<void> {
  const [before, documents] = [await counted(), await w.documents(of)];
  const errors: unknown[] = [];
  const logger = { ...w.dependencies.logger, error: (about: unknown) => errors.push(about) } as unknown as Logger;
  expect(await records(of, words, { ...w.dependencies, logger })).toMatchObject({ next: 'find' });
  expect(await w.documents(of)).toEqual(documents);
  expect(await w.seen(of)).toMatchObject({ finalAt: null, held: true });
  expect(errors).toEqual([expect.objectContaining({ activity: 'record', payment: of.id })]);
  expect(await counted()).toBe(before + 1);
  expect((await unfoundedSteps(w.database, 60_000)).last).toMatchObject({ subject: `${of.agent} ${of.transaction}`, activity: 'record' });
}

test('an answer that could not be written travels sealed, with no word of the supplier to be read, and is written once it can be', async () => {
  const { of, step } = await heardWhileAway();
  expect(JSON.stringify(step)).not.toMatch(/10264|accepted/);
  expect(await records(of, step)).toMatchObject({ next: 'finished', status: 10 });
  expect(await w.documents(of)).toEqual([
    [1, 'taken', ['accepted']],
    [2, 'taken', ['accepted']],
  ]);
  // The activity is repeated where its own end got lost.
  expect(await records(of, step)).toMatchObject({ next: 'finished', status: 10 });
});

test('what came with the answer beside its status travels under the seal too', async () => {
  const { of, step } = await heardWhileAway((number) => ({ ...accepted(number), code: 'ABCD-1' }) as PayOutcome);
  await records(of, step);
  const { voucherCode } = await w.seen(of);
  expect(voucherCode && w.dependencies.vault.open(voucherCode)).toBe('ABCD-1');
});

test('an answer in the clear, from an earlier release or somebody else, is refused', async () => {
  const { of, step } = await heardWhileAway();
  await refuses(of, {
    outcomes: [1, 2].map((document) => ({ document, outcome: { kind: 'accepted', paymentId: `66${document}`, bookedAt: null } })),
  });
  await refuses(of, { sealed: [] });
  // The true one still counts.
  expect(await records(of, step)).toMatchObject({ next: 'finished', status: 10 });
});

const flipped = (seal: string): string => {
  const bytes = Buffer.from(seal, 'base64');
  bytes.writeUInt8((bytes.readUInt8(20) + 1) % 256, 20);
  return bytes.toString('base64');
};
const forgeries: Array<[string, (words: readonly SealedOutcome[], other: readonly SealedOutcome[]) => object]> = [
  ['with a changed byte', ([one]) => ({ sealed: [{ ...one, seal: flipped(one?.seal ?? '') }] })],
  ['of another payment', (_words, other) => ({ sealed: other })],
  ['of another document', ([one, two]) => ({ sealed: [{ ...one, document: two?.document }] })],
  ['of another attempt', (sealed) => ({ sealed, attempt: 2 })],
  ['of another claim', ([one]) => ({ sealed: [{ ...one, sendBefore: '2026-11-24T00:00:00.000Z' }] })],
  ['of a document that is a text', ([one]) => ({ sealed: [{ ...one, document: '1' }] })],
  ['with another key', () => ({ sealed: [{ document: 1, sendBefore: '', seal: vault('1'.repeat(64)).seal('{}').toString('base64') }] })],
  ['that is none', () => ({ sealed: [null, 7, { document: 1 }, { document: 1, sendBefore: '', seal: 'x' }] })],
];
test.each(forgeries)('a seal %s is refused', async (_name, forged) => {
  const { step: other } = await heardWhileAway();
  const { of, step } = await heardWhileAway();
  await refuses(of, forged(step.sealed ?? [], other.sealed ?? []));
});

test('however often it is tried, one mark stands and the payment’s history says it once', async () => {
  const { of } = await heardWhileAway();
  for (const _ of [1, 2, 3]) await refuses(of, {});
  const { rows } = await w.database.query('SELECT times FROM unfounded_steps WHERE payment_id = $1', [of.id]);
  expect(rows).toEqual([{ times: 3 }]);
  const events = await w.database.query(`SELECT 1 FROM payment_events WHERE payment_id = $1 AND why LIKE 'Temporal asked to record %'`, [of.id]);
  expect(events.rows).toHaveLength(1);
});

test('a true answer comes again after its booking was rolled back: it books nothing anew', async () => {
  const { of, step } = await heardWhileAway();
  await records(of, step);
  for (const document of [1, 2]) await documentRolledBack(w.database, of.id, document, -115);
  await records(of, step);
  expect((await w.documents(of)).map(([, state]) => state)).toEqual(['rolled back', 'rolled back']);
});

test('an attempt that was never sent takes no answer: evidence closes it, and the next is sent', async () => {
  const { of, step } = await heardWhileAway();
  await w.database.query(`UPDATE attempts SET state = 'claimed', sent_at = NULL WHERE payment_id = $1`, [of.id]);
  expect(await records(of, step)).toMatchObject({ next: 'find' });
  expect(await inContext(() => find(w.dependencies, inputOf(of)))).toMatchObject({ next: 'pay', attempt: 2 });
});

test('a true acceptance of what was held for absent is not lost, a refusal of it is', async () => {
  const absent = async ({ id }: Payment) => {
    for (const document of [1, 2]) await closeAttempt(w.database, id, document, 1, 'absent', 'a test');
  };
  const taken = await heardWhileAway();
  await absent(taken.of);
  expect(await records(taken.of, taken.step)).toMatchObject({ next: 'finished', status: 10 });
  const refused = await heardWhileAway(() => ({ kind: 'refused', code: -300, text: 'no' }));
  await absent(refused.of);
  expect(await records(refused.of, refused.step)).toMatchObject({ next: 'wait' });
  expect((await w.documents(refused.of)).map(([, state]) => state)).toEqual(['planned', 'planned']);
});

test('an answer to a claim of a life that is lost is none to the same attempt of this life', async () => {
  const { of, step } = await heardWhileAway();
  await w.database.query('DELETE FROM attempts WHERE payment_id = $1', [of.id]);
  expect(await askNow(w.database, claim(of.id, [1, 2], 1, new Date(Date.now() + 90_000)))).toBe(true);
  expect(await startSending(w.database, of.id, [1, 2], 1)).toBe(true);
  expect(await records(of, step)).toMatchObject({ next: 'find' });
  expect((await w.documents(of)).map(([, state]) => state)).toEqual(['planned', 'planned']);
});
