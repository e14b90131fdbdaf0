import { ask, DEMO_DATE, type Fields, type Gateway, gateway, PAYMENT, postForm, rowCounts } from './gateway';

/** Our contract at a supplier has one currency: its services are offered to agents whose contract has the same one. */
let world: Gateway;
beforeAll(async () => {
  world = await gateway();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.reset();
  world.contractIn('upstream', 'KZT');
  world.questions.splice(0);
  await world.database.query(`UPDATE agents SET currency = 'USD' WHERE id = 145`);
  await world.database.query(`UPDATE services SET contract_currencies = '{KZT,USD}' WHERE id IN (7, 48, 815)`);
  await world.database.query(`INSERT INTO rates (service_id, from_currency, to_currency, rate, source)
    VALUES (7, 'USD', 'USD', 1, 'own'), (48, 'USD', 'KZT', 463, 'own'), (815, 'USD', 'KZT', 463, 'own')`);
});

const USD: Fields = { AgentID: '145', AgentPassword: 'sandbox2', Currency: 'USD' };
const STEAM: Fields = { Service: '7', Amount: '100', Account: 'galek10', RequestDate: DEMO_DATE, TransactionID: '112' };
const BILLS: Fields = { ...STEAM, Service: '815', Account: '7898380', Services: '{"services":[{"id":999,"amount":"100"}]}' };
const listed = async (fields: Fields) => (await postForm(world, { ...fields, RequestType: 'GetSettingServices' })).text.match(/"Id":\d+/g) ?? [];

test.each([
  ['AccountCheck', STEAM],
  ['CalculatedSum', STEAM],
  ['Payment', STEAM],
  ['AccountCheck', BILLS],
  ['CalculatedSum', BILLS],
  ['Payment', BILLS],
])('%s of a contract in another currency than ours at the supplier is −501 at once', async (RequestType, fields) => {
  const before = await rowCounts(world.database);
  expect(await ask(world, { ...fields, ...USD, RequestType })).toMatchObject({ ResponseStatus: '-501', TransactionContent: null });
  expect(await rowCounts(world.database)).toEqual(before);
  expect(world.questions).toEqual([]);
});

test('GetSettingServices shows what such a contract may use, which is nothing', async () => {
  expect(await listed(USD)).toEqual([]);
  expect(await listed({})).toEqual(['"Id":7', '"Id":48', '"Id":815', '"Id":1549', '"Id":1911']);
});

test('with our contract upstream in USD, contracts in USD are served there and those in KZT are not', async () => {
  world.contractIn('upstream', 'USD');
  expect(await listed(USD)).toEqual(['"Id":7', '"Id":48']);
  expect(await listed({})).toEqual(['"Id":815']);
  for (const RequestType of ['AccountCheck', 'Payment']) {
    expect((await ask(world, { ...STEAM, ...USD, RequestType })).ResponseStatus).toBe(RequestType === 'Payment' ? '1' : '10');
    expect((await ask(world, { ...STEAM, Currency: 'KZT', RequestType })).ResponseStatus).toBe('-501');
    expect((await ask(world, { ...BILLS, Currency: 'KZT', RequestType })).ResponseStatus).toBe(RequestType === 'Payment' ? '1' : '10');
  }
});

test('a payment that was taken before our contract changed its currency answers as it is', async () => {
  const first = await ask(world, PAYMENT);
  expect(first.ResponseStatus).toBe('1');
  world.contractIn('upstream', 'USD');
  expect(await ask(world, PAYMENT)).toEqual(first);
  expect((await ask(world, { RequestType: 'Status', TransactionID: PAYMENT.TransactionID })).ResponseStatus).toBe('1');
});
