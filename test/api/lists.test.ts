import { parse } from 'lossless-json';
import { MAX_LISTED } from '../../src/api/partner/get-payments-by-date';
import { localTimesIn } from '../../src/api/partner/listed-time';
import { fractionalTime } from '../../src/zone';
import { ask, type Fields, type Gateway, gateway, postForm } from './gateway';
import { seedPayment } from './seeded';

let world: Gateway;
beforeAll(async () => {
  world = await gateway();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const list = async (fields: Fields): Promise<Array<Record<string, string>>> =>
  parse((await postForm(world, { RequestType: 'GetPaymentsByDate', ...fields })).text, undefined, (digits) => digits) as Array<
    Record<string, string>
  >;
const DAY = { From: '2026-11-21 00:00:00', To: '2026-11-22 00:00:00' };
let numbers = 1;
const seeded = (final: string, more: object = {}) =>
  seedPayment(world.database, {
    transaction: String(numbers),
    request: String(261121000000000 + numbers++),
    service: '48',
    account: '7081982000',
    amount: '10',
    at: final,
    final,
    ...more,
  });

test('GetPaymentsByDate serves successful payments with ProcessedOn in [From, To) of the agent’s zone', async () => {
  await seeded('2026-11-20T18:59:59.999999Z');
  await seeded('2026-11-20T19:00:00Z', { transaction: '501' });
  await seeded('2026-11-21T18:59:59.999999Z', { transaction: '502' });
  await seeded('2026-11-21T19:00:00Z');
  await seeded('2026-11-21T10:00:00Z', { status: -115 });
  await seeded('2026-11-21T10:00:00Z', { final: undefined });
  await seeded('2026-11-21T10:00:00Z', { agent: '145' });
  expect((await list(DAY)).map((row) => row['TransactionId'])).toEqual(['501', '502']);
  expect(await list({ From: '2030-01-01 00:00:00', To: '2030-01-01 00:00:00' })).toEqual([]);
});

test('AgentRequestCreatedOn is the agent’s time, CreatedOn and ProcessedOn are the contract’s, with seven digits', async () => {
  await world.database.query(`UPDATE agents SET zone = 'Europe/Moscow', contract_zone = 'Asia/Almaty' WHERE id = 144`);
  await seeded('2026-11-21T05:16:00.000001Z', { at: '2026-11-21T05:15:59.123456Z', date: '2026-11-21T10:15:00+05:00' });
  await seeded('2026-11-21T05:17:00Z', { date: '2026-11-21 08:15' });
  expect(await list(DAY)).toMatchObject([
    {
      AgentRequestCreatedOn: '2026-11-21T08:15:00',
      CreatedOn: '2026-11-21T10:15:59.1234560',
      ProcessedOn: '2026-11-21T10:16:00.0000010',
      Amount: '10.0',
      StatusId: '10',
    },
    { AgentRequestCreatedOn: '2026-11-21T08:15:00', ProcessedOn: '2026-11-21T10:17:00.0000000', Service: 'QIWI Wallet | KZT', ServiceId: '48' },
  ]);
});

test.each(['Asia/Almaty', 'Asia/Kathmandu', 'America/St_Johns', 'UTC'])('times of a list are the zone’s own: %s', (zone) => {
  const local = localTimesIn(zone);
  // Almaty's change of 2024-03-01 lies among them.
  for (let at = Date.parse('2024-02-29T18:30:00Z'); at < Date.parse('2024-02-29T19:30:00Z'); at += 17_123) {
    const instant = new Date(at).toISOString();
    expect(local(instant)).toBe(fractionalTime(zone, instant));
  }
  expect(local('2024-02-29T18:59:59Z')).toBe(fractionalTime(zone, '2024-02-29T18:59:59Z'));
  expect(local('2024-02-29T18:59:59.123456Z')).toBe(fractionalTime(zone, '2024-02-29T18:59:59.123456Z'));
});

test('a range that holds more than an answer may is −500 and says so', async () => {
  await world.database.query(
    `INSERT INTO payments (agent_id, transaction_id, request_id, fingerprint, service_id, kind, supplier, account, amount, currency, rate, service_currency, remuneration, status, business_day, created_at, final_at, held)
     SELECT 144, n, n, '\\x00', 48, 'plain', 'upstream', '7081982000', 10, 'KZT', 1, 'KZT', 0, 10, '2026-11-21', '2026-11-21T10:00:00Z', '2026-11-21T10:00:00Z', false FROM generate_series(1, $1::int) AS n`,
    [MAX_LISTED + 1],
  );
  const refused = await ask(world, { RequestType: 'GetPaymentsByDate', ...DAY });
  expect(refused).toMatchObject({ ResponseStatus: '-500', ResponseType: 'GetPaymentsByDate' });
  expect(refused.Message).toContain(String(MAX_LISTED));
  await world.database.query('DELETE FROM payments WHERE transaction_id = 1');
  expect(await list(DAY)).toHaveLength(MAX_LISTED);
});

test('CheckBalance tells deposit less holds, which may be negative, and the overdraft', async () => {
  await world.database.query('UPDATE agent_balances SET available = -10.50, overdraft = 1000.00 WHERE agent_id = 144');
  const { text } = await postForm(world, { RequestType: 'CheckBalance' });
  expect(text).toBe('{"AgentID":144,"ResponseType":"CheckBalance","Balances":[{"Balance":-10.5,"Overbalance":1000.0,"Currency":"KZT"}]}');
});

test('GetSettingServices shows what the agent may use, with the keys of its currency', async () => {
  await world.database.query(`UPDATE services SET remuneration = 1.50, top_commission = 3 WHERE id = 48`);
  await world.database.query(`UPDATE services SET contract_currencies = '{KZT,RUB}' WHERE id = 48`);
  await world.database.query(`UPDATE services SET paused_reason = 'works' WHERE id = 1911`);
  await world.database.query(`UPDATE services SET supplier = NULL WHERE id = 1549`);
  await world.database.query(`UPDATE agents SET currency = 'RUB' WHERE id = 145`);
  world.contractIn('upstream', 'RUB');
  const { text } = await postForm(world, { RequestType: 'GetSettingServices', AgentID: '145', AgentPassword: 'sandbox2' });
  expect(text).toBe(
    '[{"Id":48,"Name":"QIWI Wallet | KZT","TestAccount":"","Rate":1.5,"TopCommission":3.0,"limits":[{"MinAmountRUB":1.0,"MaxAmountRUB":1000000.0}]}]',
  );
  world.contractIn('upstream', 'KZT');
  const own = (await postForm(world, { RequestType: 'GetSettingServices' })).text;
  expect(own).toContain('"MinAmountKZT":1.0,"MaxAmountKZT":90000.0');
  expect(own.match(/"Id":(\d+)/g)).toEqual(['"Id":7', '"Id":48', '"Id":815']);
});

test('CalculatedSum takes no TransactionID and stores nothing', async () => {
  const { text } = await postForm(world, {
    RequestType: 'CalculatedSum',
    Service: '7',
    Amount: '10',
    Currency: 'KZT',
    Account: 'galek10',
    TransactionID: '112',
  });
  expect(text).toBe(
    '{"ResponseType":"CalculatedSum","Amount":4630.000029632,"Service":7,"Currency":"KZT","ExchangeRate":0.0021598272,"ExpectedAmount":10.0,"ExpectedCurrency":"USD"}',
  );
  expect((await ask(world, { RequestType: 'Status', TransactionID: '112' })).ResponseStatus).toBe('-4');
});
