import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATIONS } from '../../../src/contracts/alseco/operations';
import { readRequest } from '../../../src/sandbox/alseco/strict';
import { type AlsecoWorld, alsecoWorld, context, payment } from '../../suppliers/alseco/world';

const GOLDEN = join(__dirname, '../../golden/alseco');
const golden = (folder: string): string => readFileSync(join(GOLDEN, folder, 'request.xml'), 'utf8');
const read = (
  body: string,
  name: keyof typeof OPERATIONS,
  soapAction: string | undefined = OPERATIONS[name].soapAction,
  contentType = 'text/xml; charset=utf-8',
) => readRequest(body, { soapAction: soapAction === undefined ? undefined : `"${soapAction}"`, contentType }, OPERATIONS);

test('the documented requests pass', () => {
  expect(read(golden('pay-d'), 'PayD').request).toMatchObject({
    bankCode: 'ALSC',
    paymentDocuments: { PaymentDocument: [{ AccountId: '666777', SysRef: 'TLM0712040000000011' }] },
  });
  expect(read(golden('payments-info'), 'GetPaymentsInfo').request).toMatchObject({ day: null });
  expect(read(golden('account-info'), 'GetAccountInfo', undefined, 'application/soap+xml; charset=utf-8').request).toMatchObject({
    accountId: '6666',
  });
});

describe('what .NET would drop or misread without a word is a fault that says why', () => {
  const pay = golden('pay-d');
  test.each([
    ['another namespace', pay.replace('AlsecoPaymentsService/"', 'AstanaErcPaymentService/"'), /did not recognize the operation/],
    ['no namespace inside', pay.replace('<bankCode>', '<bankCode xmlns="">'), /namespace/],
    [
      'elements out of order',
      pay.replace(/(<PayCounts>.*?<\/PayCounts>)\s*(<LastCounts>.*?<\/LastCounts>)/s, '$2$1'),
      /PayCounts is missing or out of order/,
    ],
    [
      'bankCode before the documents',
      pay.replace(/<bankCode>ALSC<\/bankCode>/, '').replace('<paymentDocuments>', '<bankCode>ALSC</bankCode><paymentDocuments>'),
      /out of order/,
    ],
    ['a missing element', pay.replace('<AccountId>666777</AccountId>', ''), /AccountId is missing/],
    [
      'an element twice',
      pay.replace('<AccountId>', '<AccountId>1</AccountId><AccountId>'),
      /AccountId is unknown, repeated or out of order|InvoiceId is missing/,
    ],
    ['an unknown element', pay.replace('<bankCode>', '<Comment>x</Comment><bankCode>'), /Comment is unknown/],
    ['InvoceId', pay.replaceAll('InvoiceId', 'InvoceId'), /InvoiceId is missing/],
    ['an int that is none', pay.replace('666777', '666777a'), /not a valid int/],
    ['an int too large', pay.replace('666777', '2147483648'), /not a valid int/],
    ['a decimal with a comma', pay.replace('>100.00<', '>100,00<'), /not a valid decimal/],
    ['a date that is none', pay.replace('2007-12-04T', '04.12.2007 '), /not a valid dateTime/],
    ['SysRef without its type', pay.replace(' xsi:type="xsd:string"', ''), /xsi:type/],
    ['a nil that may not be', pay.replace('<AccountId>666777</AccountId>', '<AccountId xsi:nil="true"/>'), /may not be nil/],
    ['stray text', pay.replace('<bankCode>', 'x<bankCode>'), /text in PayD/],
    ['no XML', 'PayD', /not well-formed|unable to read/],
    ['a DOCTYPE', `<!DOCTYPE x>${pay}`, /DOCTYPE/],
  ])('%s', (_, body, why) => {
    expect(() => read(body, 'PayD')).toThrow(why);
  });
  test('another SOAPAction, none at all, another SOAP version or content type', () => {
    expect(() => read(pay, 'PayD', OPERATIONS.Pay.soapAction)).toThrow(/SOAPAction/);
    expect(() => readRequest(pay, { soapAction: undefined, contentType: 'text/xml' }, OPERATIONS)).toThrow(/SOAPAction/);
    expect(() => read(pay, 'PayD', undefined, 'application/json')).toThrow(/Content-Type/);
    expect(() => read(pay.replaceAll('http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'), 'PayD')).toThrow(
      /SOAP 1.1/,
    );
  });
});

describe('over the socket', () => {
  let world: AlsecoWorld;
  beforeAll(async () => {
    world = await alsecoWorld();
  });
  afterAll(() => world.close());
  beforeEach(() => world.control('POST', 'reset'));

  const post = async (body: string, name: keyof typeof OPERATIONS): Promise<{ status: number; text: string }> => {
    const answer = await fetch(world.sandbox.endpoint, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${OPERATIONS[name].soapAction}"` },
    });
    return { status: answer.status, text: await answer.text() };
  };
  const ask = (accounts: readonly string[], bank = 'ALSC'): string =>
    golden('invoices-by-accounts-new')
      .replace(/<int>333[\s\S]*<int>555<\/int>/, accounts.map((one) => `<int>${one}</int>`).join(''))
      .replace('ALSC', bank);

  test('its WSDL is the contract with its own address', async () => {
    const wsdl = await (await fetch(`${world.sandbox.endpoint}?wsdl`)).text();
    expect(wsdl).toContain(`location="${world.sandbox.endpoint}"`);
    expect(wsdl.replaceAll(/location="[^"]*"/g, '')).toBe(
      readFileSync(join(__dirname, '../../../src/contracts/alseco/alseco.wsdl'), 'utf8').replaceAll(/location="[^"]*"/g, ''),
    );
  });
  test('a request it cannot read is a client fault with HTTP 500, and writes nothing', async () => {
    const { status, text } = await post(golden('pay-d').replace('<PayCounts>20</PayCounts>', ''), 'PayD');
    expect({ status, text }).toMatchObject({ status: 500, text: expect.stringContaining('<faultcode>soap:Client</faultcode>') });
    expect(await world.bookings()).toEqual([]);
  });
  test('repeated accounts and another bank are faults', async () => {
    expect((await post(ask(['7898380', '7898380']), 'GetInvoicesByAccountsNew')).text).toContain('номера не должны повторяться: 7898380');
    expect((await post(ask(['7898380'], 'XXXX'), 'GetInvoicesByAccountsNew')).text).toContain('Не найден банк');
  });
  test("the document's spellings stand in its answers", async () => {
    const { text } = await post(ask(['7898380', '7777444']), 'GetInvoicesByAccountsNew');
    expect(text).toContain('<GetInvoicesByAccountsResultNew>');
    expect(text).toContain('<InvoceId>240710296539</InvoceId>');
    expect(text).toContain('<InputValue>7777444</InputValue><State>AccountNotFound</State>');
  });
  test('a document with other services than its invoice is refused before anything is booked', async () => {
    const paid = payment({ account: '7898381', amount: '8951.70', services: '{"services":[{"id":999,"amount":"8951.70"}]}' });
    const checked = await world.alseco.check(paid, 1, context());
    const documents = checked.kind === 'payable' ? checked.documents : [];
    const damaged = documents.map((one) => ({
      ...one,
      content: one.number === 2 ? one.content.replace('<ServiceId>36</ServiceId>', '<ServiceId>37</ServiceId>') : one.content,
    }));
    expect(await world.alseco.pay(paid, damaged, context())).toMatchObject([{ kind: 'unknown' }, { kind: 'unknown' }]);
    expect(await world.bookings()).toEqual([]);
  });
  test('an unknown path, method or control order is answered as such', async () => {
    const base = `http://127.0.0.1:${world.sandbox.port}`;
    expect((await fetch(`${base}/other`)).status).toBe(404);
    expect((await fetch(world.sandbox.endpoint, { method: 'PUT' })).status).toBe(405);
    expect((await fetch(`${base}/control/other`)).status).toBe(404);
    expect((await fetch(`${base}/control/faults`, { method: 'POST', body: '{"operation":"PayX","fault":"blank"}' })).status).toBe(400);
    expect((await fetch(`${base}/health`)).status).toBe(200);
  });
});
