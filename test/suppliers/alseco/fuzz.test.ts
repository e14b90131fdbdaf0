import fc from 'fast-check';
import type { Day } from '../../../src/domain/day';
import { money } from '../../../src/domain/money';
import type { AlsecoSupplier } from '../../../src/suppliers/alseco/alseco';
import type { DocumentPlan } from '../../../src/suppliers/supplier';
import { type Answering, answering } from './answering';
import { ASTANA, envelope, paid, paidRow } from './envelope';
import { client, context, payment } from './world';

let server: Answering;
let alseco: AlsecoSupplier;
beforeAll(async () => {
  server = await answering();
  alseco = client(server.endpoint);
});
afterAll(async () => {
  await alseco.close();
  await server.close();
});

const document: DocumentPlan = {
  number: 1,
  reference: 'TLM2611210000000011',
  account: '7898380',
  invoice: '888555',
  amount: money('100'),
  content: '<PaymentDocument/>',
};

/** Bytes cut, doubled, swapped or overwritten somewhere. */
const mutation = fc.record({
  at: fc.nat(2_000),
  length: fc.integer({ min: 0, max: 60 }),
  by: fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('<', '>', '&', '</State>', '<State>', '-', '0', '', '<!--', ']]>', '\u0000')),
  kind: fc.constantFrom('cut', 'double', 'put'),
});

function mutated(text: string, changes: ReadonlyArray<{ at: number; length: number; by: string; kind: string }>): string {
  return changes.reduce((now, { at, length, by, kind }) => {
    const from = now.length === 0 ? 0 : at % now.length;
    const piece = now.slice(from, from + length);
    const put = kind === 'cut' ? '' : kind === 'double' ? piece + piece : by;
    return now.slice(0, from) + put + now.slice(from + length);
  }, text);
}

test('no mutation of a refusal or of an unknown answer becomes a success', async () => {
  const bases = [
    paid(paidRow('InvoiceNotFound', '888555', '-1')),
    paid(paidRow('AccountNotFound', '888555', null)),
    paid(''),
    envelope('PayResponse', ''),
    '',
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...bases), fc.array(mutation, { minLength: 1, maxLength: 4 }), async (base, changes) => {
      server.next = { body: mutated(base, changes) };
      const [outcome] = await alseco.pay(payment(), [document], context());
      expect(['refused', 'unknown', 'not sent']).toContain(outcome?.kind);
    }),
    { numRuns: 150 },
  );
});

test('a damaged success is accepted or unknown: never refused, never not sent', async () => {
  const base = paid(paidRow('Success', '888555', '26', '<PayResDate>2026-01-15T10:59:00</PayResDate>'));
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (changes) => {
      server.next = { body: mutated(base, changes) };
      const [outcome] = await alseco.pay(payment(), [document], context());
      expect(['accepted', 'unknown']).toContain(outcome?.kind);
    }),
    { numRuns: 150 },
  );
});

test('any bytes at all under any status are unknown after PayD', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(200, 201, 400, 404, 500, 503), async (bytes, status) => {
      server.next = { body: Buffer.from(bytes), status };
      const [outcome] = await alseco.pay(payment(), [document], context());
      expect(outcome?.kind).toBe('unknown');
    }),
    { numRuns: 150 },
  );
});

test('a damaged book never proves absence where the whole one shows the booking', async () => {
  const row = `<ResultNotMovedPays><InvoicePaymentId>26</InvoicePaymentId><InvoiceId>888555</InvoiceId><AccountId>7898380</AccountId><SysRef>${document.reference}</SysRef><PaymentDate>2026-11-21T10:00:00</PaymentDate><PaySum>100.00</PaySum><PaymentReceiveDate>2026-11-21T00:00:00</PaymentReceiveDate></ResultNotMovedPays>`;
  const base = envelope('GetNotMovedPaysResponse', `<GetNotMovedPaysResult>${row}</GetNotMovedPaysResult>`, ASTANA);
  const question = {
    payment: payment(),
    documents: [{ ...document, days: ['2026-11-21' as Day] }],
    from: '2026-11-21' as Day,
    to: '2026-11-21' as Day,
    known: [{ paymentId: '26', day: '2026-11-21' as Day }],
    claims: [],
  };
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 2 }), async (changes) => {
      server.next = { body: mutated(base, changes) };
      const [answer] = await alseco.look(question, context());
      expect(['found', 'inconclusive', 'contradiction']).toContain(answer?.look.said);
    }),
    { numRuns: 100 },
  );
});
