import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { outcomeTable, takeDemoPayments } from '../../src/start/demo/demo';
import { DEMO_PAYMENTS } from '../../src/start/demo/payments';

type Form = Record<string, string>;
type Extras = Array<{ FieldName: string; FieldValue: string }>;

/** A Partner API of a few lines, so that the demo is judged by what it sends and by what it is answered. */
async function partnerApi(statusOf: (form: Form, asked: number) => number, offers: Record<string, Extras> = {}) {
  const forms: Form[] = [];
  const asked = new Map<string, number>();
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      const form = Object.fromEntries(new URLSearchParams(body));
      forms.push(form);
      const key = `${form['RequestType']} ${form['TransactionID']}`;
      asked.set(key, (asked.get(key) ?? 0) + 1);
      const status = form['RequestType'] === 'AccountCheck' ? 10 : statusOf(form, asked.get(key) ?? 0);
      const content = `{"Service": 7, "Extras": ${JSON.stringify(offers[form['Service'] ?? ''] ?? null)}}`;
      response.end(`{"RequestID": 638405063993273260, "ResponseStatus": ${status}, "Message": "код ${status}", "TransactionContent": ${content}}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return { forms, api: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

const OFFERS = {
  '1911': [
    { FieldName: 'Invoice-1', FieldValue: '{"InvoiceId":4063,"OrderAmount":"238345.4409","InvoiceName":"a"}' },
    { FieldName: 'Invoice-2', FieldValue: '{"InvoiceId":2621,"OrderAmount":"471.9336","InvoiceName":"b"}' },
  ],
  '1549': [{ FieldName: 'OrderAmount', FieldValue: '5333.4471' }],
};
const options = () => ({ say: () => {}, signal: new AbortController().signal });
const failing = (form: Form) => form['Account'] === 'no-such-account';

test('each kind of service is paid as the document says, under fresh TransactionIDs', async () => {
  const failed = new Set<string>();
  const { api, forms } = await partnerApi((form, asked) => {
    if (form['RequestType'] === 'Payment' && failing(form)) failed.add(form['TransactionID'] ?? '');
    if (form['RequestType'] === 'Payment') return 1;
    if (asked === 1) return 2;
    return failed.has(form['TransactionID'] ?? '') ? -105 : 10;
  }, OFFERS);
  const outcomes = await takeDemoPayments({ api, ...options() });
  expect(outcomes.map((each) => [each.payment.service, each.amount, each.status, each.asItShould])).toEqual([
    ['7', '100', 10, true],
    ['1911', '471.94', 10, true],
    ['1549', '5333.45', 10, true],
    ['815', '5610.18', 10, true],
    ['7', '100', -105, true],
  ]);
  const payments = forms.filter((form) => form['RequestType'] === 'Payment');
  expect(new Set(payments.map((form) => form['TransactionID'])).size).toBe(5);
  expect(payments.every((form) => /^\d{14,15}$/.test(form['TransactionID'] ?? ''))).toBe(true);
  expect(payments.find((form) => form['Service'] === '1911')).toMatchObject({ InvoiceId: '2621', Account: 'kkazbek.smeken@gmail.com' });
  expect(payments.find((form) => form['Service'] === '815')).toMatchObject({
    Account: '7898380',
    Services: '{ "services":[ { "id":13, "amount":"5110.18" }, { "id":12, "amount":"500.00" } ] }',
  });
  expect(payments[0]?.['RequestDate']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
});

test('a payment that ends otherwise, is refused or never ends is not as it should, and the others go on', async () => {
  const { api } = await partnerApi((form) => (form['RequestType'] === 'Payment' ? (form['Service'] === '815' ? -2 : 1) : 3), OFFERS);
  const outcomes = await takeDemoPayments({ api, ...options(), payments: DEMO_PAYMENTS.slice(0, 4), finalTimeoutMs: 700 });
  expect(outcomes.map((each) => [each.status, each.asItShould])).toEqual([
    [3, false],
    [3, false],
    [3, false],
    [-2, false],
  ]);
  expect(outcomeTable(outcomes).filter((line) => line.includes('NOT as it should (10 expected)'))).toHaveLength(4);
});

test('no denomination on offer is said and fails that payment alone', async () => {
  const { api } = await partnerApi(() => 10);
  const outcomes = await takeDemoPayments({ api, ...options(), payments: DEMO_PAYMENTS.slice(0, 2) });
  expect(outcomes.map((each) => [each.asItShould, each.said])).toEqual([
    [true, 'код 10'],
    [false, 'AccountCheck offered no denomination'],
  ]);
});
