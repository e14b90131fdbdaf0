import { createConnection } from 'node:net';
import { Front } from '../support/front';
import { until } from '../support/until';
import { ask, FORM_TYPE, form, type Gateway, gateway, PAYMENT, post, postForm } from './gateway';

let world: Gateway;
beforeAll(async () => {
  world = await gateway();
});
afterAll(() => world.close());

const json = (text: string) => JSON.parse(text) as Record<string, unknown>;

test.each<[string, string, number, string | null]>([
  ['GET', '/home/index', 405, 'POST'],
  ['PUT', '/home/postpayments', 405, 'POST'],
  ['DELETE', '/callback/upstream', 405, 'POST'],
  ['POST', '/health', 405, 'GET'],
  ['GET', '/home', 404, null],
  ['POST', '/home/Index', 404, null],
  ['POST', '/callback/alseco', 404, null],
  ['GET', '/home/index/..%2f..%2fetc', 404, null],
])('%s %s is %d with JSON', async (method, path, code, allow) => {
  const logged = world.lines().length;
  const reply = await fetch(`${world.url}${path}`, { method });
  expect([reply.status, reply.headers.get('allow')]).toEqual([code, allow]);
  expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(Object.keys(json(await reply.text())).length).toBeGreaterThan(0);
  expect(world.lines()).toHaveLength(logged + 1);
});

test('a form of 64 KiB is read, one byte more is 413 with the document’s refusal', async () => {
  const head = `${form({ RequestType: 'CheckBalance' })}&Comment=`;
  const fits = head.padEnd(64 * 1024, 'a');
  expect((await post(world, '/home/index', fits, { 'content-type': FORM_TYPE })).text).toContain('"Balances"');
  const reply = await post(world, '/home/index', `${fits}a`, { 'content-type': FORM_TYPE });
  expect(reply.code).toBe(413);
  expect(json(reply.text)).toMatchObject({ ResponseType: '', TransactinID: 0, ResponseStatus: -500, TransactionContent: null });
});

test('a body that never ends is cut at the cap although its length was not told', async () => {
  const { port, hostname } = new URL(world.url);
  const socket = createConnection({ port: Number.parseInt(port, 10), host: hostname });
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk.toString('utf8');
  });
  socket.on('error', () => {});
  socket.write(`POST /home/index HTTP/1.1\r\nhost: x\r\ncontent-type: ${FORM_TYPE}\r\ntransfer-encoding: chunked\r\n\r\n`);
  const chunk = `4000\r\n${'a'.repeat(0x4000)}\r\n`;
  for (let at = 0; at < 6; at++) socket.write(chunk);
  await until('413', () => said.includes('HTTP/1.1 413'));
  socket.destroy();
});

test('/health says that the process lives, /ready that it can take payments, /metrics counts', async () => {
  expect(json(await (await fetch(`${world.url}/health`)).text())).toEqual({ status: 'ok' });
  const ready = await fetch(`${world.url}/ready`);
  expect([ready.status, json(await ready.text())]).toEqual([
    200,
    { ready: true, database: true, temporal: true, accepting: true, oldestUnstartedSeconds: 0 },
  ]);
  await ask(world, { RequestType: 'CheckBalance' });
  const metrics = await (await fetch(`${world.url}/metrics`)).text();
  expect(metrics).toMatch(/tolem_http_requests_total\{route="\/home\/index",method="POST",code="200"\} \d+/);
  expect(metrics).toContain('tolem_oldest_unstarted_seconds 0');
  // Read from the registry when somebody asks.
  expect(metrics).toContain('tolem_bank_days_not_opened{supplier="alseco"} 0');
});

test('Temporal away is told by /ready and stops nobody', async () => {
  const own = await gateway({ temporal: { nudge: async () => false, nudgeDay: async () => false, isReachable: async () => false } });
  const ready = await fetch(`${own.url}/ready`);
  expect([ready.status, json(await ready.text())]).toMatchObject([200, { ready: true, temporal: false, accepting: true }]);
  await own.close();
});

test('with the database away every RequestType is −503 in time, registers say an error, and nothing hangs', async () => {
  const gate = new Front();
  const own = await gateway({}, (url) => gate.before(url));
  gate.cut();
  const asked = Date.now();
  for (const RequestType of ['AccountCheck', 'Payment', 'Status', 'CheckBalance', 'GetPaymentsByDate', 'GetSettingServices', 'CalculatedSum']) {
    const { code, text } = await postForm(own, { ...PAYMENT, From: '2026-11-21 00:00:00', To: '2026-11-22 00:00:00', RequestType });
    expect([code, json(text)]).toMatchObject([200, { ResponseStatus: -503, ResponseType: RequestType, TransactinID: 112, TransactionContent: null }]);
  }
  const register = await post(own, '/home/postpayments', '{"AgentId":144,"AgentPassword":"sandbox","Transactions":[]}');
  expect([register.code, json(register.text)]).toEqual([200, { status: 'error', details: { message: 'Реестр не записан, повторите позже' } }]);
  expect(
    (await post(own, '/callback/upstream', '{"RequestID":1,"ResponseType":"CallBack","TransactinID":1,"ResponseStatus":10,"Message":""}')).code,
  ).toBe(200);
  const ready = await fetch(`${own.url}/ready`);
  expect([ready.status, json(await ready.text())]).toMatchObject([503, { ready: false, database: false }]);
  expect((await fetch(`${own.url}/health`)).status).toBe(200);
  expect(Date.now() - asked).toBeLessThan(10_000);
  await own.close();
});

test('a database that swallows everything is −503 before the agent’s sixty seconds', async () => {
  const gate = new Front();
  const own = await gateway({ answerMs: 2_000 }, (url) => gate.before(url));
  await ask(own, { RequestType: 'CheckBalance' });
  gate.swallows = true;
  const asked = Date.now();
  expect((await ask(own, { RequestType: 'CheckBalance' })).ResponseStatus).toBe('-503');
  expect(Date.now() - asked).toBeLessThan(8_000);
  gate.cut();
  await own.close();
});
