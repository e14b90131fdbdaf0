import { FaultOrder, Faults } from '../../../src/sandbox/alseco/faults';

const order = (given: object) => FaultOrder.parse(given);

test('an order is met by so many calls, the first that fits goes first, and * fits all', () => {
  const faults = new Faults();
  faults.add(order({ operation: 'PayD', fault: 'blank', count: 2 }));
  faults.add(order({ operation: '*', fault: 'hang', count: 1 }));
  expect([faults.take('PayD')?.fault, faults.take('GetNotMovedPays')?.fault, faults.take('PayD')?.fault, faults.take('PayD')]).toEqual([
    'blank',
    'hang',
    'blank',
    null,
  ]);
});

test('what is cleared is what is named, all where nothing is', () => {
  const faults = new Faults();
  for (const given of [
    { operation: 'PayD', fault: 'blank' },
    { operation: 'PayD', fault: 'hang' },
    { operation: 'Pay', fault: 'hang' },
  ])
    faults.add(order(given));
  faults.clear({ operation: 'PayD', fault: 'blank' });
  expect(faults.list()).toMatchObject([{ operation: 'PayD', fault: 'hang' }, { operation: 'Pay' }]);
  faults.clear({ operation: 'PayD' });
  expect(faults.list()).toMatchObject([{ operation: 'Pay' }]);
  faults.clear();
  expect(faults.list()).toEqual([]);
});

test('blank and truncated run the operation, hang and html-502 do not, unless the order says otherwise', () => {
  const runs = (given: object): boolean | undefined => {
    const faults = new Faults();
    faults.add(order({ operation: 'PayD', ...given }));
    return faults.take('PayD')?.runs;
  };
  expect(['blank', 'truncated', 'lost-after', 'hang', 'html-502', 'fault', 'lost-before'].map((fault) => runs({ fault }))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  expect([runs({ fault: 'hang', execute: true }), runs({ fault: 'blank', execute: false })]).toEqual([true, false]);
});

test('an order may be aimed by what the call holds, lets so many that fit pass, and says how often it was met', () => {
  const faults = new Faults();
  faults.add(order({ operation: 'PayD', fault: 'hang', count: 1, skip: 1, containing: '7898380' }));
  faults.add(order({ operation: 'PayD', fault: 'blank', containing: '7898381' }));
  const take = (body: string) => faults.take('PayD', () => body)?.fault ?? null;
  expect([take('<AccountId>7898380</AccountId>'), take('7898381'), take('7898382'), take('7898380'), take('7898380'), take('7898381')]).toEqual([
    null,
    'blank',
    null,
    'hang',
    null,
    'blank',
  ]);
  expect(faults.list()).toMatchObject([
    { fault: 'hang', met: 1, left: 0 },
    { fault: 'blank', met: 2, left: null },
  ]);
});
