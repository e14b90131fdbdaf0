import type { DocumentPlan, SupplierPayment } from '../../../src/suppliers/supplier';
import { documentOf, payment, type World, world } from './world';

/** Each fault of the upstream × each operation: which case of the union comes back, with whose trouble. */
let w: World;
let of: SupplierPayment;
let document: DocumentPlan;

beforeAll(async () => {
  w = await world();
});
afterAll(() => w.close());
beforeEach(async () => {
  await w.clearFaults();
  of = payment();
  document = await documentOf(of, w);
});

function shown({ kind, trouble, contradiction }: { kind: string; trouble?: string; contradiction?: true }): string {
  const more = contradiction ? 'contradiction' : trouble;
  return more ? `${kind}/${more}` : kind;
}

const OPERATIONS = {
  accountCheck: { operation: 'AccountCheck', call: async () => shown(await w.upstream.accountCheck({ ...of }, w.context)) },
  check: { operation: 'AccountCheck', call: async () => shown(await w.upstream.check(of, 1, w.context)) },
  pay: { operation: 'Payment', call: async () => (await w.upstream.pay(of, [document], w.context)).map(shown).join() },
  status: { operation: 'Status', call: async () => shown(await w.upstream.status(of, document, w.context)) },
  look: {
    operation: 'Status',
    call: async () =>
      (await w.upstream.look({ payment: of, documents: [{ ...document, days: [DAY] }], from: DAY, to: DAY, known: [], claims: [] }, w.context))
        .map(({ look }) => look.said)
        .join(),
  },
  balance: { operation: 'CheckBalance', call: async () => shown(await w.upstream.balance(w.context)) },
  probe: {
    operation: 'CheckBalance',
    call: async () => {
      const probe = await w.upstream.probe(w.context);
      return probe.ok ? 'ok' : probe.trouble;
    },
  },
} as const;
const DAY = '2026-11-21' as Parameters<World['upstream']['look']>[0]['from'];

type Row = readonly [fault: string, more: object, ...outcomes: string[]];
const NO_ANSWER = ['unknown/down', 'unknown/down', 'unknown/down', 'unknown/down', 'inconclusive', 'unknown/down', 'down'] as const;
const refused = (trouble: string) => [...Array(4).fill(`not sent/${trouble}`), 'inconclusive', `not sent/${trouble}`, trouble];
const status = (code: number): readonly [string, object] => ['status', { status: code }];

const TABLE: readonly Row[] = [
  ['lost-before', {}, ...NO_ANSWER],
  ['lost-after', {}, ...NO_ANSWER],
  ['late', { afterMs: 1 }, ...NO_ANSWER],
  ['hang', {}, ...NO_ANSWER],
  ['hang', { execute: true }, ...NO_ANSWER],
  ['blank', {}, ...NO_ANSWER],
  ['blank', { execute: false }, ...NO_ANSWER],
  ['html-502', {}, ...NO_ANSWER],
  ['html-502', { execute: true }, ...NO_ANSWER],
  ['truncated', {}, ...NO_ANSWER],
  ['delay', { afterMs: 60_000 }, ...NO_ANSWER],
  [...status(-1), ...refused('refuses us')],
  [...status(-2), ...refused('deposit empty')],
  [...status(-501), ...refused('service unavailable')],
  [...status(-502), ...refused('service unavailable')],
  [...status(-3), ...Array<string>(4).fill('unknown/contradiction'), 'contradiction', 'unknown/contradiction', 'down'],
  [...status(-4), 'unknown', 'unknown', 'unknown', 'not found', 'absent', 'unknown', 'down'],
  [...status(-500), 'unknown', 'unknown', 'unknown', 'unknown', 'inconclusive', 'unknown', 'down'],
  [...status(-503), ...NO_ANSWER],
];

describe.each(Object.keys(OPERATIONS) as Array<keyof typeof OPERATIONS>)('%s', (name) => {
  const at = 2 + Object.keys(OPERATIONS).indexOf(name);
  test.each(TABLE.map((row) => [row[0], row[1], String(row[at])] as const))('under %s %j says: %s', async (fault, more, expected) => {
    const { operation, call } = OPERATIONS[name];
    await w.fault(operation, fault, more);
    expect(await call()).toBe(expected);
  });
});

test.each([
  ['other-transaction', 'pay', 'unknown'],
  ['other-transaction', 'check', 'unknown'],
  ['other-transaction', 'status', 'unknown'],
  ['other-transaction', 'look', 'inconclusive'],
  ['other-facts', 'pay', 'unknown/contradiction'],
  ['other-facts', 'status', 'unknown/contradiction'],
  ['other-facts', 'look', 'contradiction'],
] as const)('an answer with %s to %s is no evidence: %s', async (fault, name, expected) => {
  await w.upstream.pay(of, [document], w.context);
  await w.fault(OPERATIONS[name].operation, fault);
  expect(await OPERATIONS[name].call()).toBe(expected);
});

test('a server that is not there is not sent, and a withdrawn permit is no trouble of the upstream', async () => {
  const gone = await world();
  const plan = await documentOf(of, gone);
  await gone.sandbox.stop();
  expect((await gone.upstream.pay(of, [plan], gone.context))[0]).toMatchObject({ kind: 'not sent', trouble: 'down' });
  await gone.close();

  const before = await w.counts();
  const [held] = await w.upstream.pay(of, [document], { ...w.context, permit: async () => false });
  expect(held).toEqual({ kind: 'not sent', reason: 'the permit to send was withdrawn' });
  expect((await w.counts())['Payment']).toBe(before['Payment']);
});
