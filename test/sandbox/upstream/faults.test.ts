import { FaultRule, Faults } from '../../../src/sandbox/upstream/faults';
import { order, type Place, place } from './place';

const rule = (given: object) => FaultRule.parse({ requestType: 'Payment', ...given });

test('a fault lets so many requests pass that fit, and those behind it have their turn meanwhile', () => {
  const faults = new Faults();
  faults.arm(rule({ fault: 'hang', skip: 1 }));
  faults.arm(rule({ fault: 'blank', account: 'galek10' }));
  expect(faults.take('Payment', '1', 'galek10')?.fault).toBe('blank');
  expect(faults.take('Status', '1', undefined)).toBeNull();
  expect(faults.take('Payment', '2', 'another')?.fault).toBe('hang');
  expect(faults.take('Payment', '3', 'galek10')).toBeNull();
  expect(faults.list()).toMatchObject([
    { fault: 'hang', hits: 1, left: 0 },
    { fault: 'blank', hits: 1, left: 0 },
  ]);
});

describe('over HTTP', () => {
  let p: Place;
  beforeAll(async () => {
    p = await place();
  });
  afterAll(() => p.close());

  test('Status names no account: a fault aimed at one meets it by the payment that was booked', async () => {
    await p.control('settings', { stepMs: 0 });
    await p.ask(order({ TransactionID: '112', Account: 'aimed' }));
    await p.ask(order({ TransactionID: '113', Account: 'another' }));
    await p.control('faults', { requestType: 'Status', fault: 'status', status: -503, account: 'aimed' });
    const status = async (transaction: string) => (await p.ask({ RequestType: 'Status', TransactionID: transaction })).ResponseStatus;
    expect([await status('113'), await status('112'), await status('112')]).toEqual([10, -503, 10]);
  });
});
