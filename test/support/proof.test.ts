import type { Booked } from './proof/books';
import type { Fact } from './proof/registry';
import { bookedTwice, bookingsThatDiffer, historiesThatTurn } from './proof/standing';

/** The proofs must be able to fail: what each of them finds. */
const fact = (changes: Partial<Fact> = {}): Fact => ({
  id: '1',
  agent: '144',
  transaction: '112',
  request: '261122000000001',
  supplier: 'alseco',
  amount: '100',
  remuneration: '0.5',
  status: 10,
  final: true,
  held: true,
  reversed: false,
  needsStaff: null,
  waitsFor: null,
  seconds: 1,
  documents: [{ reference: 'TLM2611220000000011', amount: '100', state: 'taken', paymentId: '7', writtenOff: false }],
  breaks: [],
  events: [1, 2, 10].map((status) => ({ status, why: 'as it went' })),
  decisions: [],
  ...changes,
});
const booked = (changes: Partial<Booked> = {}): Booked => ({
  supplier: 'alseco',
  reference: 'TLM2611220000000011',
  paymentId: '7',
  sum: '100',
  stands: true,
  ...changes,
});
const decision = (kind: string, agreed = true) => [{ kind, result: 'done', consent: false, agreed }];
const found = (one: Fact, lines: readonly Booked[]): string => bookingsThatDiffer([one], new Map([[one.request, lines]])).join('\n');
const LOST = [{ reference: 'TLM2611220000000011', amount: '100', state: 'taken', paymentId: '7', writtenOff: true }];
const EXTRA = (ended: string | null) => [{ booking: '8', kind: 'duplicate', amount: '100', ended }];
const FAILED = { status: -105, events: [1, 2, -105].map((status) => ({ status, why: 'as it went' })) };

test.each<[string, Fact, Booked[], string]>([
  ['one booking for a success', fact(), [booked()], ''],
  ['a success without a booking', fact(), [], 'but 0 stands'],
  ['a success declared by staff without a booking', fact({ decisions: decision('succeeded') }), [], '100 is paid for it and 0 lost, but 0 stands'],
  ['a success whose booking was taken back', fact(), [booked({ stands: false })], 'but 0 stands'],
  ['a booking made twice', fact(), [booked(), booked({ paymentId: '8' })], 'stands 2 times'],
  ['another sum', fact(), [booked({ sum: '99.99' })], 'but 99.99 stands'],
  ['another PaymentId than ours', fact(), [booked({ paymentId: '8' })], 'our documents say'],
  ['a failure without a booking', fact(FAILED), [], ''],
  ['a failure that is booked', fact(FAILED), [booked()], '0 is paid for it and 0 lost, but 100 stands'],
  ['the same by staff’s own decision', fact({ ...FAILED, decisions: decision('failed') }), [booked()], 'but 100 stands'],
  ['a failure that became our loss', fact({ ...FAILED, documents: LOST }), [booked()], ''],
  ['a loss of what does not stand', fact({ ...FAILED, documents: LOST }), [], '100 lost, but 0 stands'],
  ['an extra booking that became our loss', fact({ breaks: EXTRA('written off') }), [booked(), booked({ paymentId: '8', reference: 'TLM9' })], ''],
  ['one that nobody has cleared', fact({ breaks: EXTRA(null) }), [booked(), booked({ paymentId: '8', reference: 'TLM9' })], 'but 200 stands'],
  ['an open payment that is booked twice', fact({ status: 2, final: false }), [booked(), booked({ paymentId: '8' })], 'stands 2 times'],
  ['a reversal nobody decided', fact({ status: -115, reversed: true }), [], 'without a decision'],
  ['a reversal that left the booking', fact({ status: -115, reversed: true, decisions: decision('reverse') }), [booked()], 'but 100 stands'],
  [
    'a reversal that the upstream agreed to',
    fact({ supplier: 'upstream', status: -115, reversed: true, decisions: decision('reverse') }),
    [booked()],
    '',
  ],
])('%s', (_name, one, lines, said) => {
  if (said === '') expect(found(one, lines)).toBe('');
  else expect(found(one, lines)).toContain(said);
});

test('a booking that no payment explains is named', () => {
  expect(bookingsThatDiffer([], new Map([['261122000000002', [booked()]]]))).toEqual([
    expect.stringContaining('booked without a payment: 261122000000002'),
  ]);
  expect(bookedTwice([fact()], new Map([['261122000000001', [booked(), booked()]]]))).toHaveLength(1);
});

const history = (statuses: readonly number[], changes: Partial<Fact> = {}, last = 'as it went'): string =>
  historiesThatTurn([
    fact({
      status: statuses.at(-1) ?? 0,
      events: statuses.map((status, at) => ({ status, why: at === statuses.length - 1 ? last : 'as it went' })),
      ...changes,
    }),
  ]).join('\n');

test('a status that goes back, and a final one that changes, are named; a recorded reversal is none', () => {
  expect(history([1, 2, 3, 9, 10])).toBe('');
  expect(history([1, 2, 3, 3, -203])).toBe('');
  expect(history([1, 3, 2, 10])).toContain('3 → 2');
  expect(history([1, 10, -115])).toContain('10 → -115');
  expect(history([1, -105, 10])).toContain('-105 → 10');
  expect(history([1, 10, -115], { reversed: true }, 'reversed by decision 7')).toBe('');
  expect(history([1, 2], { final: false, status: 3 })).toContain('the row says 3');
});
