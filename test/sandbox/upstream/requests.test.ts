import { until } from '../../support/until';
import { order, type Place, place, statusContent } from './place';

let p: Place;
beforeAll(async () => {
  p = await place();
});
afterAll(() => p.close());
beforeEach(async () => {
  await p.control('reset', {});
  await p.control('settings', { stepMs: 0 });
});

test('Payment answers as the sample, to the digit', async () => {
  await p.control('settings', { stepMs: 10_000 });
  const sample = order({ Service: '1549', Amount: '5333.45', TransactionID: '114', Account: 'kkazbek.smeken@gmail.com' });
  expect(await p.post(sample)).toBe(
    '{"RequestID":11637001,"ResponseType":"Payment","TransactinID":114,"ResponseStatus":1,"Message":"Транзакция создана","TransactionContent":' +
      '{"Service":1549,"account":"kkazbek.smeken@gmail.com","Amount":5333.45,"Currency":"KZT","ExchangeRate":0.0021598272,"ServiceCurrency":"USD",' +
      '"AmountOnClient":11.51933037984,"Extras":null}}',
  );
});

test('AccountCheck of the denominations ends as in the sample, under a RequestID beyond 2^53', async () => {
  const text = await p.post(order({ RequestType: 'AccountCheck', Service: '1911', TransactionID: '1100000', Account: 'kkazbek.smeken@gmail.com' }));
  expect(text).toContain('"Amount":100.0,"Currency":"KZT","ExchangeRate":1.0,"ServiceCurrency":"KZT","Extras":[{"FieldName":"Invoice-1",');
  expect(text).toContain(String.raw`"{\"InvoiceId\":2621,\"OrderAmount\":\"471.9336\",\"InvoiceName\":\"60 UC\"}"`);
  expect(text).toMatch(/^\{"TransactinID":1100000,"RequestID":6\d{17},"ResponseType":"AccountCheck"/);
});

test('50 copies at once and a repetition with other parameters are one payment under one RequestID', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => p.ask(order())));
  expect(new Set(answers.map(({ RequestID }) => RequestID)).size).toBe(1);
  const other = await p.ask(order({ Amount: '7', Account: 'someone-else' }));
  expect(other.RequestID).toBe(answers[0]?.RequestID);
  expect(statusContent(other.TransactionContent).Amount).toBe('100');
  expect(await p.book()).toContain('"count":1,');
});

test('without deduplication a repetition is another payment', async () => {
  await p.control('settings', { deduplicate: false });
  const [first, second] = [await p.ask(order()), await p.ask(order())];
  expect(first.RequestID).not.toBe(second.RequestID);
  expect(await p.book()).toContain('"count":2,');
});

test('statuses come in the order 1, 2, 3, 9, 10', async () => {
  await p.control('settings', { stepMs: 60 });
  await p.post(order());
  const seen = new Set<number>();
  await until('status 10', async () => seen.add((await p.ask({ RequestType: 'Status', TransactionID: '112' })).ResponseStatus).has(10));
  expect([...seen]).toEqual([1, 2, 3, 9, 10].filter((status) => seen.has(status)));
  expect(seen.size).toBeGreaterThan(2);
});

test.each([
  ['no AgentID', { AgentID: undefined }, -500, '112'],
  ['an AgentID that is no number', { AgentID: 'x' }, -500, '112'],
  ['a wrong password', { AgentPassword: 'guess' }, -1, '112'],
  ['an unknown agent', { AgentID: '9002' }, -1, '112'],
  ['no RequestType', { RequestType: undefined }, -500, '112'],
  ['an unknown RequestType', { RequestType: 'Refund' }, -500, '112'],
  ['no TransactionID', { TransactionID: undefined }, -500, '0'],
  ['a TransactionID of 19 digits', { TransactionID: '1234567890123456789' }, -500, '0'],
  ['a negative TransactionID', { TransactionID: '-112' }, -500, '0'],
  ['three decimals', { Amount: '100.001' }, -500, '112'],
  ['a comma', { Amount: '100,5' }, -500, '112'],
  ['another currency', { Currency: 'USD' }, -500, '112'],
  ['no RequestDate', { RequestDate: undefined }, -500, '112'],
  ['a service without a route', { Service: '999999' }, -501, '112'],
])('Payment with %s is a request status, and nothing is booked', async (_name, change, status, transaction) => {
  const answer = await p.ask(order(change));
  expect(answer).toMatchObject({ ResponseStatus: status, TransactinID: transaction, TransactionContent: null });
  expect(await p.book()).toContain('"count":0,');
});

test('a field given twice is −500', async () => {
  expect(await p.send('AgentID=9001&AgentPassword=tolem-sandbox&RequestType=CheckBalance&RequestType=Status')).toContain('"ResponseStatus":-500');
});

test.each([
  ['an account against the expression', { Account: 'two words' }, -100],
  ['an account over 200 characters', { Account: 'a'.repeat(201) }, -100],
  ['zero', { Amount: '0' }, -200],
  ['less than the limit', { Amount: '0.99' }, -201],
  ['more than the limit', { Amount: '90000.01' }, -202],
  ['a denomination that is not there', { Service: '1911', InvoiceId: '1', Amount: '1000' }, -203],
  ['less than a voucher costs', { Service: '1549', Amount: '5333.44' }, -201],
])('Payment with %s is a payment that failed, answered the same again and by Status', async (_name, change, code) => {
  const first = await p.ask(order(change));
  expect(first.ResponseStatus).toBe(code);
  expect(await p.ask(order(change))).toEqual(first);
  expect(await p.ask({ RequestType: 'Status', TransactionID: '112' })).toMatchObject({ ResponseStatus: code, RequestID: first.RequestID });
});

test('the deposit pays for what succeeds or is under way, and gets back what failed', async () => {
  const balance = async () => /"Balance":([\d.-]+)/.exec(await p.post({ RequestType: 'CheckBalance' }))?.[1];
  await p.control('deposit', { balance: '1000' });
  await p.post(order({ TransactionID: '1' }));
  await p.post(order({ TransactionID: '2', Account: 'fail-110' }));
  expect(await balance()).toBe('900.0');
  await p.control('settings', { stepMs: 100_000 });
  await p.post(order({ TransactionID: '3', Account: 'late-110' }));
  await p.post(order({ TransactionID: '4', Account: 'stuck', Amount: '0.5' }));
  await p.post(order({ TransactionID: '5', Account: 'stuck', Amount: '1.5' }));
  expect(await balance()).toBe('798.5');
  await p.control('finish', { transaction: '3', code: -110 });
  await p.control('finish', { transaction: '5', code: 10 });
  expect(await balance()).toBe('898.5');
  expect((await p.ask(order({ TransactionID: '6', Amount: '898.51' }))).ResponseStatus).toBe(-2);
  expect((await p.ask({ RequestType: 'Status', TransactionID: '6' })).ResponseStatus).toBe(-4);
});

test('a voucher’s code stands in Status with SendType=api and nowhere else', async () => {
  const voucher = order({ Service: '1911', InvoiceId: '2621', Amount: '471.94' });
  expect(await p.post(voucher)).not.toContain('Code');
  expect(await p.post(voucher)).not.toContain('Code');
  const asked = await p.ask({ RequestType: 'Status', TransactionID: '112', SendType: 'api' });
  expect(statusContent(asked.TransactionContent).Extras).toEqual({
    InvoiceId: '2621',
    Code: expect.stringMatching(/^([0-9A-F]{4}-){3}[0-9A-F]{4}$/),
  });
  expect(await p.book()).toContain('"mailedMs":null');
  expect(await p.post({ RequestType: 'Status', TransactionID: '112' })).not.toContain('Code');
  expect(await p.book()).not.toContain('"mailedMs":null');
});

test('GetPaymentsByDate serves From and leaves out To, in the document’s spelling', async () => {
  await p.post(order({ TransactionID: '6527505296357515' }));
  const at = /"atMs":(\d+)/.exec(await p.book())?.[1] ?? '0';
  const almaty = (ms: number) => new Date(ms + 5 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const second = Math.floor(Number.parseInt(at, 10) / 1000) * 1000;
  const list = (from: number, to: number) => p.post({ RequestType: 'GetPaymentsByDate', From: almaty(from), To: almaty(to) });
  expect(await list(second, second + 1000)).toMatch(
    /^\[\{"TransactionId":6527505296357515,"RequestId":11637001,"AgentRequestCreatedOn":"2026-11-22T10:00:00","Account":"galek10","Amount":100\.0,"Currency":"KZT","ServiceId":7,"Service":"Steam","CreatedOn":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}","ProcessedOn":"[^"]+","StatusId":10,"Status":"Транзакция успешна"\}\]$/,
  );
  expect(await list(second - 60_000, second)).toBe('[]');
  expect(await p.post({ RequestType: 'GetPaymentsByDate', From: 'yesterday', To: almaty(second) })).toContain('"ResponseStatus":-500');
});

describe('registers', () => {
  const line =
    '{"TransactionId":112,"RequestId":11637001,"AgentRequestCreatedOn":"2026-11-22T10:00:00","Account":"galek10","Amount":100.00,"ServiceId":7,"Year":2026,"Month":11}';
  const object = `{"AgentId":9001,"AgentPassword":"tolem-sandbox","Transactions":[${line}]}`;

  test('the object, and the bare array by HTTP Basic or from the only agent, are loaded', async () => {
    await p.post(order());
    const loaded = '{"status":"success","details":{"message":"Реестр успешно загружен"}}';
    expect(await p.send(object, '/home/postpayments')).toBe(loaded);
    expect(await p.send(`[${line}]`, '/home/postpayments')).toBe(loaded);
    const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`9001:${password}`).toString('base64')}` });
    expect(await p.send(`[${line}]`, '/home/postpayments', basic('tolem-sandbox'))).toBe(loaded);
    expect(await p.send(`[${line}]`, '/home/postpayments', basic('guess'))).toContain('"status":"error"');
  });

  test.each(['', '{', '{"AgentId":9001}', `[${Array(1001).fill(line).join()}]`])('a body that cannot be used is refused (%#)', async (body) => {
    expect(await p.send(body, '/home/postpayments')).toBe('{"status":"error","details":{"message":"Неверный формат JSON"}}');
    expect(await p.send(body, '/home/posttotalamount')).toBe('{"status":"error","details":{"message":"Неверный формат JSON"}}');
  });

  test('the document’s own total, 254.00 off against its lines, succeeds', async () => {
    const services =
      '[{"ServiceId":48,"Amount":250000.00,"Count":100},{"ServiceId":59,"Amount":200000.00,"Count":100},{"ServiceId":78,"Amount":50000.67,"Count":50}]';
    const total = `{"AgentId":9001,"AgentPassword":"tolem-sandbox","Date":"2025-03-01","TotalAmount":500254.67,"TotalCount":250,"Services":${services}}`;
    expect(await p.send(total, '/home/posttotalamount')).toMatch(/^\{"status":"success","details":\{"message":"Итоговая строка успешно загружена; /);
  });
});

test.each([
  ['faults', { operation: 'Payment', fault: 'explode' }],
  ['faults', { operation: 'Payment', fault: 'status' }],
  ['faults', { operation: 'Payment', fault: 'fault' }],
  ['settings', { stepMs: -1 }],
  ['deposit', { balance: 'much' }],
  ['prices', { service: '5', orderAmount: '1' }],
  ['finish', { transaction: '112', code: 9 }],
  ['finish', { transaction: '404', code: 10 }],
])('a switch that cannot be set is refused with a reason: %s %j', async (path, body) => {
  expect(await p.control(path, body)).toMatchObject({ status: 400, body: expect.stringMatching(/"error":".+"/) });
});
