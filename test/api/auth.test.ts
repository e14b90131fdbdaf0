import { PasswordCheck } from '../../src/api/guard/password-check';
import { hashPassword } from '../../src/registry/secrets';
import { type Fields, FORM_TYPE, form, type Gateway, gateway, PAYMENT, post, postForm, rowCounts } from './gateway';

let world: Gateway;
beforeAll(async () => {
  world = await gateway({ config: { ACCEPT_BACKLOG_MAX_AGE_S: 900, ACCEPT_RATE_PER_MINUTE: 100_000, API_TRUST_PROXY: '127.0.0.1' } });
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const from = (address: string, fields: Fields = {}) =>
  post(world, '/home/index', form({ RequestType: 'CheckBalance', ...fields }), { 'content-type': FORM_TYPE, 'x-forwarded-for': address });
const status = async (reply: Promise<{ text: string }>) => (JSON.parse((await reply).text) as { ResponseStatus?: number }).ResponseStatus ?? 10;

test('an agent with a list may call from its addresses only, and a right password elsewhere looks like a wrong one', async () => {
  await world.database.query(`UPDATE agents SET allowed_ips = '{203.0.113.0/24,2001:db8::/32}' WHERE id = 144`);
  expect(await status(from('203.0.113.77'))).toBe(10);
  expect(await status(from('2001:db8::1'))).toBe(10);
  const refused = [
    await from('198.51.100.1'),
    await from('198.51.100.1', { AgentPassword: 'wrong' }),
    await from('198.51.100.1', { AgentID: '999' }),
  ];
  expect(new Set(refused.map(({ text }) => text.replace(/"RequestID":\d+/, '')))).toEqual(
    new Set(['{,"ResponseType":"CheckBalance","TransactinID":0,"ResponseStatus":-1,"Message":"Ошибка авторизации","TransactionContent":null}']),
  );
});

test('a paused agent is −1 with the reason in words; its password is checked first', async () => {
  await world.database.query(`UPDATE agents SET paused_reason = 'contract ended' WHERE id = 144`);
  expect((await from('127.0.0.1')).text).toContain('"ResponseStatus":-1,"Message":"Ошибка авторизации; партнёр приостановлен"');
  expect((await from('127.0.0.1', { AgentPassword: 'wrong' })).text).toContain('"Message":"Ошибка авторизации"');
});

test('a changed password counts at once, however long the old one was remembered', async () => {
  expect(await status(from('127.0.0.1'))).toBe(10);
  await world.database.query('UPDATE agents SET password_hash = $1 WHERE id = 144', [await hashPassword('new one')]);
  expect(await status(from('127.0.0.1'))).toBe(-1);
  expect(await status(from('127.0.0.1', { AgentPassword: 'new one' }))).toBe(10);
});

test('no password stands in a log line, whatever was sent', async () => {
  for (const AgentPassword of ['sandbox', 'hunter2-secret']) await postForm(world, { RequestType: 'CheckBalance', AgentPassword });
  await post(world, '/home/postpayments', '{"AgentId":144,"AgentPassword":"hunter2-secret","Transactions":[]}', {
    authorization: 'Basic aHVudGVyMg==',
  });
  const lines = JSON.stringify(world.lines());
  expect(world.lines()).toHaveLength(3);
  for (const secret of ['sandbox', 'hunter2-secret', 'aHVudGVyMg']) expect(lines).not.toContain(secret);
});

test('a whole account stands in no log line', async () => {
  await postForm(world, { ...PAYMENT, Service: '48', Account: '7081982000' });
  expect(JSON.stringify(world.lines())).not.toContain('7081982000');
  expect(world.lines()[0]).toMatchObject({ to: '70…00', agent: '144', transaction: '112', type: 'Payment', status: 1 });
});

test('guessing passwords from one address ends in 429 and leaves working agents alone', async () => {
  const own = await gateway({ passwords: new PasswordCheck() });
  await postForm(own, { RequestType: 'CheckBalance' });
  const tries = await Promise.all(
    Array.from({ length: 160 }, (_, at) => postForm(own, { RequestType: 'CheckBalance', AgentPassword: `guess ${at}` })),
  );
  const codes = new Set(tries.map((reply) => reply.code));
  expect(codes.has(429)).toBe(true);
  expect([...codes].every((code) => [200, 429, 503].includes(code))).toBe(true);
  expect(tries.find((reply) => reply.code === 429)?.headers.get('retry-after')).toMatch(/^\d+$/);
  expect((await postForm(own, { RequestType: 'CheckBalance' })).text).toContain('"Balances"');
  await own.close();
}, 60_000);

test('rates hold by address before anything is read, then by agent', async () => {
  const own = await gateway({ config: { ACCEPT_BACKLOG_MAX_AGE_S: 900, ACCEPT_RATE_PER_MINUTE: 3, API_TRUST_PROXY: '127.0.0.1' } });
  const call = (address: string, fields: Fields = {}) =>
    post(own, '/home/index', form({ RequestType: 'CheckBalance', ...fields }), { 'content-type': FORM_TYPE, 'x-forwarded-for': address });
  for (let at = 0; at < 3; at++) expect((await call('192.0.2.1')).code).toBe(200);
  const before = await rowCounts(own.database);
  const byAddress = await call('192.0.2.1', { AgentID: '145', AgentPassword: 'sandbox2' });
  const byAgent = await call('192.0.2.2');
  for (const refused of [byAddress, byAgent]) {
    expect(refused.code).toBe(429);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(JSON.parse(refused.text)).toMatchObject({ ResponseStatus: -500, TransactionContent: null });
  }
  expect((await call('192.0.2.2', { AgentID: '145', AgentPassword: 'sandbox2' })).code).toBe(200);
  expect(await rowCounts(own.database)).toEqual(before);
  await own.close();
});

test('without API_TRUST_PROXY a forwarded address is not believed', async () => {
  const own = await gateway();
  await own.database.query(`UPDATE agents SET allowed_ips = '{203.0.113.0/24}' WHERE id = 144`);
  const reply = await post(own, '/home/index', form({ RequestType: 'CheckBalance' }), {
    'content-type': FORM_TYPE,
    'x-forwarded-for': '203.0.113.77',
  });
  expect(reply.text).toContain('"ResponseStatus":-1,');
  await own.close();
});
