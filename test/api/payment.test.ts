import type { ServiceId } from '../../src/domain/ids';
import { pauseService } from '../../src/registry/catalog/services';
import { fingerprint } from '../../src/registry/payment/accept';
import { until } from '../support/until';
import { ask, type Fields, type Gateway, gateway, PAYMENT, postForm, rowCounts } from './gateway';
import { seedPayment } from './seeded';

let world: Gateway;
let next = 1_000;
const fresh = () => String(next++);
beforeAll(async () => {
  world = await gateway();
});
afterAll(() => world.close());

const pay = (fields: Fields = {}) => ask(world, { ...PAYMENT, TransactionID: fresh(), ...fields });
const UTILITY = {
  Service: '815',
  Account: '7898380',
  Amount: '5610.18',
  Services: '{ "services":[ { "id":13, "amount":"5110.18" }, { "id":12, "amount":"500.00" } ] }',
};

async function nothingWritten(work: () => Promise<unknown>): Promise<void> {
  const before = await rowCounts(world.database);
  await work();
  expect(await rowCounts(world.database)).toEqual(before);
}

test('a payment is accepted with 1, held, queued for Temporal and started once', async () => {
  const before = await rowCounts(world.database);
  const answer = await pay({ TransactionID: '112' });
  const after = await rowCounts(world.database);
  expect(answer).toMatchObject({ ResponseType: 'Payment', TransactinID: '112', ResponseStatus: '1', Message: 'Транзакция создана' });
  expect(answer.RequestID).toMatch(/^\d{15}$/);
  expect(Number(after['payments']) - Number(before['payments'])).toBe(1);
  expect(Number(after['outbox']) - Number(before['outbox'])).toBe(1);
  expect(Number(after['postings']) - Number(before['postings'])).toBe(2);
  expect(world.started.filter((payment) => payment.request === answer.RequestID)).toHaveLength(1);
});

test('a repeated TransactionID never pays twice: the same RequestID and present status, and one payment', async () => {
  const TransactionID = fresh();
  const first = await pay({ TransactionID });
  const started = world.started.length;
  await nothingWritten(async () => expect(await pay({ TransactionID })).toEqual(first));
  expect(world.started).toHaveLength(started);
});

test('50 copies at once are one payment, also where the balance covers exactly one', async () => {
  await world.database.query(`UPDATE agent_balances SET available = 100 WHERE agent_id = 146`);
  const before = await rowCounts(world.database);
  const copies = await Promise.all(Array.from({ length: 50 }, () => pay({ AgentID: '146', AgentPassword: 'poor', TransactionID: '112' })));
  expect(new Set(copies.map((copy) => copy.RequestID)).size).toBe(1);
  expect(new Set(copies.map((copy) => copy.ResponseStatus))).toEqual(new Set(['1']));
  const after = await rowCounts(world.database);
  expect(Number(after['payments']) - Number(before['payments'])).toBe(1);
  expect(Number(after['held']) - Number(before['held'])).toBe(100);
  const [balance] = ((await ask(world, { RequestType: 'CheckBalance', AgentID: '146', AgentPassword: 'poor' })) as unknown as { Balances: object[] })
    .Balances;
  expect(balance).toMatchObject({ Balance: '0.0' });
});

test.each<[string, Fields]>([
  ['another amount', { Amount: '101' }],
  ['another account', { Account: 'galek11' }],
  ['another service', { Service: '48', Account: '7081982000' }],
  ['a service that does not exist', { Service: '999999' }],
])('a TransactionID repeated with %s meets the earlier payment; the conflict is logged', async (_name, change) => {
  const TransactionID = fresh();
  const first = await pay({ TransactionID });
  await nothingWritten(async () => expect(await pay({ TransactionID, ...change })).toEqual(first));
  expect(world.lines().at(-1)).toMatchObject({ conflict: true, transaction: TransactionID });
});

test('the same amount in another spelling is a repetition and no conflict', async () => {
  const TransactionID = fresh();
  await pay({ TransactionID, Amount: '100' });
  await pay({ TransactionID, Amount: '100.00' });
  expect(world.lines().at(-1)).not.toHaveProperty('conflict');
});

test('each agent has TransactionIDs of its own', async () => {
  const first = await pay({ TransactionID: '777' });
  const second = await pay({ TransactionID: '777', AgentID: '145', AgentPassword: 'sandbox2' });
  expect(second.ResponseStatus).toBe('1');
  expect(second.RequestID).not.toBe(first.RequestID);
});

test('what the free balance does not cover is −2, stores nothing, and the TransactionID may come again', async () => {
  await world.database.query(`UPDATE agent_balances SET available = 1, overdraft = 0, held = 0 WHERE agent_id = 146`);
  const poor = { AgentID: '146', AgentPassword: 'poor', TransactionID: '900' };
  await nothingWritten(async () => {
    const refused = await pay(poor);
    expect(refused).toMatchObject({
      ResponseStatus: '-2',
      Message: 'Недостаточно средств для транзакции',
      TransactinID: '900',
      TransactionContent: null,
    });
  });
  expect((await ask(world, { ...poor, RequestType: 'Status' })).ResponseStatus).toBe('-4');
  await world.database.query(`UPDATE agent_balances SET overdraft = 99 WHERE agent_id = 146`);
  expect((await pay(poor)).ResponseStatus).toBe('1');
});

test.each<[string, string, Fields]>([
  ['-100', 'an account against the expression', { Account: 'no such form!' }],
  ['-100', 'an account of 201 characters', { Account: 'a'.repeat(201) }],
  ['-200', 'an amount of zero', { Amount: '0' }],
  ['-200', 'an amount of 0.00', { Amount: '0.00' }],
  ['-201', 'less than the least', { Amount: '0.99' }],
  ['-202', 'more than the most', { Amount: '90000.01' }],
  ['-200', 'services that do not add up', { ...UTILITY, Amount: '5610.19' }],
  ['-200', '999 beside another service', { ...UTILITY, Services: '{"services":[{"id":13,"amount":"5110.18"},{"id":999,"amount":"500.00"}]}' }],
  ['-200', '999 with another total', { ...UTILITY, Services: '{"services":[{"id":999,"amount":"5000.00"}]}' }],
])('%s is a stored failed payment without a hold: %s', async (status, _name, fields) => {
  const TransactionID = fresh();
  const held = (await rowCounts(world.database))['held'];
  const first = await pay({ ...fields, TransactionID });
  expect(first).toMatchObject({ ResponseStatus: status, ResponseType: 'Payment', TransactinID: TransactionID });
  expect(first.TransactionContent).toMatchObject({ account: (fields['Account'] ?? 'galek10').slice(0, 200) });
  await nothingWritten(async () => expect(await pay({ ...fields, TransactionID })).toEqual(first));
  expect(world.lines().at(-1)).not.toHaveProperty('conflict');
  expect((await ask(world, { RequestType: 'Status', TransactionID })).ResponseStatus).toBe(status);
  expect((await rowCounts(world.database))['held']).toBe(held);
  expect(world.started.some((payment) => payment.transaction === TransactionID)).toBe(false);
});

test.each<[string, Fields]>([
  ['exactly 200 characters', { Service: '1549', Account: `${'я'.repeat(190)}@${'ж'.repeat(9)}` }],
  ['the least amount', { Amount: '1' }],
  ['the most', { Amount: '90000.00' }],
  ['999 alone with the total', { ...UTILITY, Services: '{"services":[{"id":999,"amount":"5610.18"}]}' }],
  ['a meter reading', { ...UTILITY, Services: '{"services":[{"id":13,"amount":5110.18,"lastCount":"18900"},{"id":12,"amount":500.00}]}' }],
  ['SendType=api', { Service: '1911', Account: 'kkazbek.smeken@gmail.com', InvoiceId: '4063', SendType: 'api' }],
  ['ISO time with an offset', { RequestDate: '2026-11-21T10:15:00+05:00' }],
  ['ISO time with Z', { RequestDate: '2026-11-21T05:15:00.123Z' }],
  ['time without seconds', { RequestDate: '2026-11-21 10:15' }],
  ['a TransactionID of 18 digits', { TransactionID: '638405063993273260' }],
  ['leading zeros', { TransactionID: '0000000000000638' }],
])('accepted: %s', async (_name, fields) => {
  expect(await pay(fields)).toMatchObject({ ResponseStatus: '1' });
});

test.each<[string, string, Fields]>([
  ['-501', 'a service that does not exist', { Service: '123456' }],
  ['-500', 'a dynamic voucher without InvoiceId', { Service: '1911', Account: 'kkazbek.smeken@gmail.com' }],
  ['-500', 'a utility payment without Services', { ...UTILITY, Services: undefined }],
])('%s stores nothing: %s', async (status, _name, fields) => {
  await nothingWritten(async () => expect(await pay(fields)).toMatchObject({ ResponseStatus: status, TransactionContent: null }));
});

test('no route, a pause and a missing rate are −501, −501 and −502; the earlier payment answers before them', async () => {
  const TransactionID = fresh();
  const service = { Service: '48', Account: '7081982000' };
  const earlier = await pay({ ...service, TransactionID });
  await pauseService(world.database, '48' as ServiceId, 'works');
  expect((await pay(service)).ResponseStatus).toBe('-501');
  expect(await pay({ ...service, TransactionID })).toEqual(earlier);
  await pauseService(world.database, '48' as ServiceId, null);
  await world.database.query('UPDATE services SET supplier = NULL WHERE id = 48');
  expect((await pay(service)).ResponseStatus).toBe('-501');
  await world.database.query(`UPDATE services SET supplier = 'upstream' WHERE id = 48`);
  await world.database.query('DELETE FROM rates WHERE service_id = 48');
  expect((await pay(service)).ResponseStatus).toBe('-502');
  expect((await pay({ ...service, Account: 'not its form' })).ResponseStatus).toBe('-502');
});

test('a payment freezes its rate; Status repeats it after the rate has changed', async () => {
  const TransactionID = fresh();
  await pay({ TransactionID });
  await world.database.query(`INSERT INTO rates (service_id, from_currency, to_currency, rate, source) VALUES (7, 'KZT', 'USD', 0.0031, 'own')`);
  const status = await ask(world, { RequestType: 'Status', TransactionID });
  expect(status.TransactionContent).toMatchObject({ ExchangeRate: '0.0021598272' });
  const later = await pay();
  expect(later.TransactionContent).toMatchObject({ ExchangeRate: '0.0031', AmountOnClient: '0.31' });
  await world.database.query('DELETE FROM rates WHERE rate = 0.0031');
});

test('numbers beyond 2^53 and long fractions survive: 638405063993273260, 6527505296357515, 11.51933037984', async () => {
  await seedPayment(world.database, {
    transaction: '6527505296357515',
    request: '638405063993273260',
    service: '1549',
    account: 'kkazbek.smeken@gmail.com',
    amount: '5333.45',
    at: '2026-11-21T05:15:00.123456Z',
    final: '2026-11-21T05:16:00Z',
  });
  const { text } = await postForm(world, {
    ...PAYMENT,
    Service: '1549',
    Amount: '5333.45',
    Account: 'kkazbek.smeken@gmail.com',
    TransactionID: '6527505296357515',
  });
  for (const exact of [
    '"RequestID":638405063993273260,',
    '"TransactinID":6527505296357515,',
    '"AmountOnClient":11.51933037984,',
    '"Amount":5333.45,',
  ])
    expect(text).toContain(exact);
});

test('a voucher code stands in Extras of Status and of a repeated Payment after 10, and in no log line', async () => {
  const code = 'AAAA-BBBB-CCCC';
  const seeded = { service: '1911', account: 'kkazbek.smeken@gmail.com', amount: '100', at: '2026-11-21T05:15:00Z', code: world.vault.seal(code) };
  await seedPayment(world.database, { ...seeded, transaction: '5001', request: '261121000005001', final: '2026-11-21T05:16:00Z' });
  await seedPayment(world.database, { ...seeded, transaction: '5002', request: '261121000005002', status: 9 });
  const voucher = { Service: '1911', Account: 'kkazbek.smeken@gmail.com', InvoiceId: '4063' };
  expect((await ask(world, { RequestType: 'Status', TransactionID: '5001' })).TransactionContent).toMatchObject({ Extras: { Code: code } });
  expect((await pay({ ...voucher, TransactionID: '5001' })).TransactionContent).toMatchObject({ Extras: { Code: code } });
  expect((await ask(world, { RequestType: 'Status', TransactionID: '5002' })).TransactionContent).toMatchObject({ Extras: null });
  expect(JSON.stringify(world.lines())).not.toContain(code);
});

test('after a reversal Status says −115 with the registry’s words', async () => {
  await seedPayment(world.database, {
    ...{ transaction: '5003', request: '261121000005003', service: '48', account: '7081982000', amount: '10' },
    ...{ at: '2026-11-21T05:15:00Z', final: '2026-11-21T05:16:00Z', status: -115, statusText: 'платёж отменён 22.11.2026' },
  });
  const status = await ask(world, { RequestType: 'Status', TransactionID: '5003' });
  expect(status).toMatchObject({ ResponseStatus: '-115', Message: 'Транзакция невозможна по техническим причинам; платёж отменён 22.11.2026' });
});

test('the fingerprint tells apart what an agent asked for', () => {
  const one = { service: '7' as ServiceId, account: 'galek10', amount: '100' as never, currency: 'KZT', invoiceId: null, services: null };
  expect(fingerprint(one)).toEqual(fingerprint({ ...one }));
  expect(fingerprint(one)).not.toEqual(fingerprint({ ...one, invoiceId: '4063' }));
});

test('new payments get 503 with Retry-After while an old one is unstarted; nothing is written, earlier ones still answer', async () => {
  const own = await gateway({ config: { ...world.parts.config, ACCEPT_BACKLOG_MAX_AGE_S: 60 } });
  const earlier = await ask(own, PAYMENT);
  await own.database.query(`UPDATE outbox SET created_at = now() - interval '2 minutes'`);
  const before = await rowCounts(own.database);
  // The age is asked at most once a second; a balance that covers nothing keeps the tries until then from storing.
  await own.database.query('UPDATE agent_balances SET available = -1');
  const refused = await until('503', async () => {
    const reply = await postForm(own, { ...PAYMENT, TransactionID: '113' });
    return reply.code === 503 ? reply : null;
  });
  expect(refused.headers.get('retry-after')).toBe('30');
  expect(JSON.parse(refused.text)).toMatchObject({ ResponseStatus: -503, TransactionContent: null });
  expect(await rowCounts(own.database)).toEqual(before);
  expect(await ask(own, PAYMENT)).toEqual(earlier);
  await own.close();
});

test('SendType may come with Status as well as with Payment: once given it stays with the payment', async () => {
  const sendTypeOf = async (transaction: string) =>
    (await world.database.query<{ sendType: string | null }>('SELECT send_type AS "sendType" FROM payments WHERE transaction_id = $1', [transaction]))
      .rows[0]?.sendType;
  const voucher = { Service: '1549', Account: 'kkazbek.smeken@gmail.com', Amount: '5333.45' };
  const [late, early] = [fresh(), fresh()];
  await pay({ ...voucher, TransactionID: late });
  const status = (TransactionID: string, SendType: string) => ask(world, { RequestType: 'Status', TransactionID, SendType });
  expect((await status(late, 'a b')).ResponseStatus).toBe('-500');
  expect(await sendTypeOf(late)).toBeNull();
  expect((await status(late, 'api')).ResponseStatus).toBe('1');
  await status(late, 'mail');
  expect(await sendTypeOf(late)).toBe('api');
  await pay({ ...voucher, TransactionID: early, SendType: 'mail' });
  await status(early, 'api');
  expect(await sendTypeOf(early)).toBe('mail');
});
