import { type KnownDocument, type LineVerdict, lineVerdict } from '../../src/domain/breaks';
import type { Day } from '../../src/domain/day';
import type { BookRow } from '../../src/domain/evidence';
import type { AttemptOutcome } from '../../src/domain/lifecycle';
import { money } from '../../src/domain/money';

const ROW: BookRow = {
  paymentId: '77',
  reference: 'TLM2611220000000011',
  ours: true,
  account: '7898380',
  invoice: '100000000001',
  amount: money('5610.18'),
  day: '2026-11-22' as Day,
  bookedAt: null,
  moved: false,
};
const READ = '2026-11-22T10:00:00Z';
const OPEN: KnownDocument['payment'] = { status: 2, final: false, settledAt: null };
const PAID: KnownDocument['payment'] = { status: 10, final: true, settledAt: '2026-11-22T09:00:00Z' };
const FAILED: KnownDocument['payment'] = { status: -115, final: true, settledAt: '2026-11-22T09:00:00Z' };

const attempts = (...outcomes: Array<AttemptOutcome | null>): KnownDocument['attempts'] =>
  outcomes.map((outcome, at) => ({ number: at + 1, state: outcome === null ? 'sending' : 'closed', outcome }));
const known = (changes: Partial<KnownDocument>): KnownDocument => ({
  number: 1,
  state: 'planned',
  supplierPaymentId: null,
  account: ROW.account,
  invoice: ROW.invoice,
  amount: ROW.amount,
  attempts: attempts('unknown'),
  payment: OPEN,
  ...changes,
});

const TABLE: ReadonlyArray<readonly [name: string, known: KnownDocument | null, is: LineVerdict['is'] | string]> = [
  ['our own booking', known({ state: 'taken', supplierPaymentId: '77', payment: PAID }), 'matched'],
  ['a second PaymentId of a taken document', known({ state: 'taken', supplierPaymentId: '76', payment: PAID }), 'duplicate'],
  ['the same while a sibling is still open', known({ state: 'taken', supplierPaymentId: '76' }), 'duplicate'],
  ['a reference that no payment has', null, 'only theirs'],
  ['another account', known({ account: '1', state: 'taken', supplierPaymentId: '77', payment: PAID }), 'account'],
  ['another invoice', known({ invoice: '1' }), 'invoice'],
  ['another sum', known({ amount: money('5610.19') }), 'amount'],
  ['a document without an invoice asks for none', known({ invoice: null, state: 'taken', supplierPaymentId: '77' }), 'matched'],
  ['a payment that staff closed as failed', known({ payment: FAILED }), 'refused by us but booked'],
  ['a refused document', known({ state: 'refused', attempts: attempts('refused'), payment: FAILED }), 'refused by us but booked'],
  ['a refused invoice whose successor was paid', known({ state: 'replaced', attempts: attempts('refused'), payment: PAID }), 'duplicate'],
  ['a document whose call is under way', known({ attempts: attempts('absent', null) }), 'under way'],
  ['a document whose fate is unknown', known({}), 'found'],
  ['a document closed as absent and not sent again yet', known({ attempts: attempts('absent') }), 'doubt'],
  ['a document closed as absent and then held back', known({ attempts: attempts('absent', 'not sent') }), 'doubt'],
  ['a document that this registry never sent', known({ attempts: [] }), 'doubt'],
  ['a payment that staff closed as successful', known({ payment: PAID }), 'adopt'],
  [
    'a booking rolled back after the book was asked for',
    known({ state: 'rolled back', supplierPaymentId: '77', payment: { ...FAILED, settledAt: '2026-11-22T10:00:01Z' } }),
    'matched',
  ],
  [
    'a booking rolled back that stands all the same',
    known({ state: 'rolled back', supplierPaymentId: '77', payment: FAILED }),
    'refused by us but booked',
  ],
];

test.each(TABLE)('%s: %s', (_name, document, is) => {
  const verdict = lineVerdict(ROW, document, READ);
  expect(verdict.is === 'break' ? verdict.kind : verdict.is).toBe(is);
});

test('a line that is not ours says so', () => {
  expect(lineVerdict({ ...ROW, ours: false, reference: '847' }, null, READ)).toMatchObject({
    kind: 'only theirs',
    why: expect.stringContaining('not ours'),
  });
});
