import { BREAK_KINDS, costsMoney } from '../../src/domain/bank-day/verdict';
import { type KnownDocument, type LineVerdict, lineVerdict, type Reading } from '../../src/domain/breaks';
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
const SINCE = '2026-11-22T10:00:00Z';
const read = (stands: boolean | null): Reading => ({ since: SINCE, shows: () => stands });
const OPEN: KnownDocument['payment'] = { status: 2, final: false };
const PAID: KnownDocument['payment'] = { status: 10, final: true };
const FAILED: KnownDocument['payment'] = { status: -115, final: true };

const attempts = (...outcomes: Array<AttemptOutcome | null>): KnownDocument['attempts'] =>
  outcomes.map((outcome, at) => ({ number: at + 1, state: outcome === null ? 'sending' : 'closed', outcome }));
const known = (changes: Partial<KnownDocument>): KnownDocument => ({
  number: 1,
  state: 'planned',
  supplierPaymentId: null,
  bookedDay: null,
  undoneAt: null,
  account: ROW.account,
  invoice: ROW.invoice,
  amount: ROW.amount,
  attempts: attempts('unknown'),
  payment: OPEN,
  ...changes,
});

const TWICE: Partial<KnownDocument> = { state: 'taken', supplierPaymentId: '76', payment: PAID };
const UNDONE: Partial<KnownDocument> = { state: 'rolled back', supplierPaymentId: '77', payment: FAILED };
/** Half a tiyn is no sum, a tiyn is one. */
const OTHER: ReadonlyArray<readonly [string, Partial<KnownDocument>]> = [
  ['the same facts', {}],
  ['a tiyn more', { amount: money('5610.17') }],
  ['a tiyn less', { amount: money('5610.19') }],
  ['another account', { account: '1' }],
  ['another invoice', { invoice: '1' }],
];

/** `stands`: whether the document's own booking is in the same reading. */
const TABLE: ReadonlyArray<readonly [name: string, known: KnownDocument | null, is: LineVerdict['is'] | string, stands?: boolean | null]> = [
  ['our own booking', known({ state: 'taken', supplierPaymentId: '77', payment: PAID }), 'matched'],
  ...OTHER.flatMap(([facts, other]) => [
    [`a second PaymentId of a taken document, ${facts}`, known({ ...TWICE, ...other }), 'duplicate'] as const,
    [`the same, where the first is gone, ${facts}`, known({ ...TWICE, ...other }), 'reference', false] as const,
    [`the same, where nobody has looked for the first, ${facts}`, known({ ...TWICE, ...other }), 'under way', null] as const,
    [`a refused document, ${facts}`, known({ state: 'refused', payment: FAILED, ...other }), 'refused by us but booked'] as const,
    [`a refused document of a payment that goes on, ${facts}`, known({ state: 'refused', ...other }), 'refused by us but booked'] as const,
    [`a refused document of a payment paid otherwise, ${facts}`, known({ state: 'refused', payment: PAID, ...other }), 'duplicate'] as const,
    [`a payment that staff closed as failed, ${facts}`, known({ payment: FAILED, ...other }), 'refused by us but booked'] as const,
    [
      `a second PaymentId of a document rolled back, ${facts}`,
      known({ ...UNDONE, supplierPaymentId: '76', ...other }),
      'refused by us but booked',
    ] as const,
    [`what was rolled back before the reading, ${facts}`, known({ ...UNDONE, undoneAt: '2026-11-22T09:59:59Z', ...other }), 'not undone'] as const,
    [`what was rolled back while it was read, ${facts}`, known({ ...UNDONE, undoneAt: '2026-11-22T10:00:01Z', ...other }), 'under way'] as const,
  ]),
  ['what was rolled back at the moment the reading began', known({ ...UNDONE, undoneAt: SINCE }), 'under way'],
  ['what was rolled back, nobody knows when', known({ ...UNDONE, undoneAt: null }), 'under way'],
  ['the same while a sibling is still open', known({ state: 'taken', supplierPaymentId: '76' }), 'duplicate'],
  ['a reference that no payment has', null, 'only theirs'],
  ['another account', known({ account: '1', state: 'taken', supplierPaymentId: '77', payment: PAID }), 'account'],
  ['another invoice', known({ invoice: '1' }), 'invoice'],
  ['another sum', known({ amount: money('5610.19') }), 'amount'],
  ['a document without an invoice asks for none', known({ invoice: null, state: 'taken', supplierPaymentId: '77' }), 'matched'],
  ['a refused invoice whose successor was paid', known({ state: 'replaced', attempts: attempts('refused'), payment: PAID }), 'duplicate'],
  ['a document whose call is under way', known({ attempts: attempts('absent', null) }), 'under way'],
  ['a document whose fate is unknown', known({}), 'found'],
  ['a document closed as absent and not sent again yet', known({ attempts: attempts('absent') }), 'doubt'],
  ['a document closed as absent and then held back', known({ attempts: attempts('absent', 'not sent') }), 'doubt'],
  ['a document that this registry never sent', known({ attempts: [] }), 'doubt'],
  ['a payment that staff closed as successful', known({ payment: PAID }), 'adopt'],
];

test.each(TABLE.map(([name, document, is, stands = true]) => [name, is, document, stands] as const))('%s: %s', (_name, is, document, stands) => {
  const verdict = lineVerdict(ROW, document, read(stands));
  expect(verdict.is === 'break' ? verdict.kind : verdict.is).toBe(is);
});

test('a line that is not ours says so', () => {
  expect(lineVerdict({ ...ROW, ours: false, reference: '847' }, null, read(true))).toMatchObject({
    kind: 'only theirs',
    why: expect.stringContaining('not ours'),
  });
});

test('an extra booking costs money whatever it was booked with', () => {
  for (const [, other] of OTHER) {
    const verdict = lineVerdict(ROW, known({ ...TWICE, ...other }), read(true));
    expect(verdict.is === 'break' && costsMoney(verdict.kind)).toBe(true);
  }
});

test('the other facts of an extra booking stand in its evidence', () => {
  expect(lineVerdict(ROW, known({ ...TWICE, amount: money('5610.17') }), read(true))).toMatchObject({
    why: 'document 1 is booked already as PaymentId 76; document 1 is of 5610.17, booked with 5610.18',
  });
});

test('what costs money is what the supplier keeps without a payment of ours', () => {
  expect(BREAK_KINDS.filter(costsMoney)).toEqual(['duplicate', 'not undone', 'refused by us but booked', 'half taken']);
});

test.each<[Partial<KnownDocument> | null, string, boolean?]>([
  [null, 'reference TLM2611220000000011 is of our shape but of no payment here'],
  [TWICE, 'document 1 is known as PaymentId 76, which the book no longer shows', false],
  [{ state: 'refused' }, 'document 1 was refused'],
  [{ state: 'refused', account: '1' }, 'document 1 was refused; document 1 is for account 1, booked for 7898380'],
  [{ state: 'replaced' }, 'document 1 was refused and replaced by a fresh invoice'],
  [{ ...UNDONE, supplierPaymentId: '76' }, 'document 1 is rolled back here'],
  [{ ...UNDONE, undoneAt: '2026-11-22T09:59:59Z' }, 'document 1 was rolled back at 2026-11-22T09:59:59Z, and stands in the book all the same'],
  [{ payment: FAILED }, 'document 1 belongs to a payment closed with -115'],
  [{ account: '1' }, 'document 1 is for account 1, booked for 7898380'],
  [{ invoice: '1' }, 'document 1 is for invoice 1, booked for 100000000001'],
  [{ amount: money('1') }, 'document 1 is of 1, booked with 5610.18'],
])('the evidence of %j says it in words', (changes, why, stands = true) => {
  expect(lineVerdict(ROW, changes && known(changes), read(stands))).toMatchObject({ is: 'break', why });
});

test('a line without a reference says so', () => {
  expect(lineVerdict({ ...ROW, ours: false, reference: '' }, null, read(true))).toMatchObject({ why: 'reference (none) is not ours' });
});
