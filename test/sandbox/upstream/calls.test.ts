import { order, type Place, place } from './place';

let p: Place;
beforeAll(async () => {
  p = await place();
});
afterAll(() => p.close());

test('Status names no account: a fault aimed at one meets it by the payment that was booked', async () => {
  await p.control('settings', { stepMs: 0 });
  await p.ask(order({ TransactionID: '112', Account: 'aimed' }));
  await p.ask(order({ TransactionID: '113', Account: 'another' }));
  await p.control('faults', { operation: 'Status', fault: 'status', status: -503, containing: 'aimed', count: 1 });
  const status = async (transaction: string) => (await p.ask({ RequestType: 'Status', TransactionID: transaction })).ResponseStatus;
  expect([await status('113'), await status('112'), await status('112')]).toEqual([10, -503, 10]);
});
