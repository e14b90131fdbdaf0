import { FAULTS, type FaultOrder, Faults, faultOrder, isCarriedOut } from '../../src/sandbox/faults';

const Order = faultOrder([...FAULTS.alseco, ...FAULTS.upstream], ['PayD', 'Pay', 'GetNotMovedPays']);
const order = (given: object): FaultOrder => Order.parse({ operation: 'PayD', ...given });
function armed(...given: object[]): Faults {
  const faults = new Faults();
  for (const one of given) faults.add(order(one));
  return faults;
}
const take = (faults: Faults, operation: string, says = '') => faults.take(operation, () => says)?.fault ?? null;

test('an order is met by so many calls, the first that fits goes first, and * fits all', () => {
  const faults = armed({ fault: 'blank', count: 2 }, { operation: '*', fault: 'hang', count: 1 });
  expect(['PayD', 'GetNotMovedPays', 'PayD', 'PayD'].map((operation) => take(faults, operation))).toEqual(['blank', 'hang', 'blank', null]);
});

test('what is cleared is what is named, all where nothing is', () => {
  const faults = armed({ fault: 'blank' }, { fault: 'hang' }, { operation: 'Pay', fault: 'hang' });
  faults.clear({ operation: 'PayD', fault: 'blank' });
  expect(faults.list()).toMatchObject([{ operation: 'PayD', fault: 'hang' }, { operation: 'Pay' }]);
  faults.clear({ operation: 'PayD' });
  expect(faults.list()).toMatchObject([{ operation: 'Pay' }]);
  faults.clear();
  expect(faults.list()).toEqual([]);
});

test('a fault says whether the call is carried out, unless the order does', () => {
  const carriedOut = (given: object): boolean => isCarriedOut(order(given));
  const names = [...new Set([...FAULTS.alseco, ...FAULTS.upstream])];
  const status = (fault: string): object => (fault === 'status' ? { status: -1 } : {});
  expect(names.filter((fault) => carriedOut({ fault, ...status(fault) }))).toEqual([
    'lost-after',
    'late',
    'blank',
    'truncated',
    'delay',
    'other-transaction',
    'other-facts',
    'no-code',
  ]);
  expect([carriedOut({ fault: 'hang', execute: true }), carriedOut({ fault: 'blank', execute: false })]).toEqual([true, false]);
});

test.each([
  ['a status without its code', { fault: 'status' }],
  ['an answer that is changed and never made', { fault: 'truncated', execute: false }],
  ['a name that says the contrary', { fault: 'lost-before', execute: true }],
  ['an unknown operation', { fault: 'hang', operation: 'Refund' }],
])('%s is refused', (_name, given) => {
  expect(() => order(given)).toThrow();
});

test('an order may be aimed by what the call says, lets so many that fit pass, and says how often it was met', () => {
  const faults = armed({ fault: 'hang', count: 1, skip: 1, containing: '7898380' }, { fault: 'blank', containing: '7898381' });
  const calls = ['<AccountId>7898380</AccountId>', '7898381', '7898382', '7898380', '7898380', '7898381'];
  expect(calls.map((says) => take(faults, 'PayD', says))).toEqual([null, 'blank', null, 'hang', null, 'blank']);
  expect(faults.list()).toMatchObject([
    { fault: 'hang', met: 1, left: 0 },
    { fault: 'blank', met: 2, left: null },
  ]);
});

test('orders that are used up make room; more than can be held are refused', () => {
  const faults = armed(...Array.from({ length: 2_000 }, () => ({ fault: 'hang', count: 1 })));
  expect(() => faults.add(order({ fault: 'blank' }))).toThrow(/wait to be met/);
  take(faults, 'PayD');
  faults.add(order({ fault: 'blank' }));
  expect(faults.list()).toHaveLength(2_000);
});
