import iconv from 'iconv-lite';
import { money } from '../../../src/domain/money';
import type { AlsecoSupplier } from '../../../src/suppliers/alseco/alseco';
import type { DocumentPlan, PayOutcome } from '../../../src/suppliers/supplier';
import { type Answering, answering } from './answering';
import { envelope, fault, paid, paidRow } from './envelope';
import { client, context, payment } from './world';

let server: Answering;
let alseco: AlsecoSupplier;
beforeAll(async () => {
  server = await answering();
  alseco = client(server.endpoint);
});
afterAll(async () => {
  await alseco.close();
  await server.close();
});

const document = (invoice: string, number = 1): DocumentPlan => ({
  number,
  reference: `TLM26112100000000${number}1`,
  account: '7898380',
  invoice,
  amount: money('100'),
  content: `<PaymentDocument><AccountId>7898380</AccountId><InvoiceId>${invoice}</InvoiceId></PaymentDocument>`,
});

async function paidWith(next: Answering['next'], documents = [document('888555')]): Promise<readonly PayOutcome[]> {
  server.next = next;
  return alseco.pay(payment(), documents, context());
}
const outcome = async (body: string | Buffer, more: Partial<Answering['next']> = {}) => (await paidWith({ body, ...more }))[0];

describe('PayD succeeded only with State Success and PaymentId > 0', () => {
  test('Success with a PaymentId is accepted with the time of booking', async () => {
    expect(await outcome(paid(paidRow('Success', '888555', '26', '<PayResDate>2026-01-15T10:59:00.1234567</PayResDate>')))).toEqual({
      kind: 'accepted',
      paymentId: '26',
      bookedAt: '2026-01-15T05:59:00.1234567Z',
      bookedDay: '2026-01-15',
    });
  });
  test('a PayResDate without a time of day names its day all the same: smalldatetime makes 23:59:30 midnight of the next', async () => {
    expect(await outcome(paid(paidRow('Success', '888555', '26', '<PayResDate>2026-01-16T00:00:00</PayResDate>')))).toEqual({
      kind: 'accepted',
      paymentId: '26',
      bookedAt: null,
      bookedDay: '2026-01-16',
    });
  });
  test('without a readable PayResDate it names no day', async () => {
    for (const date of ['', '<PayResDate/>', '<PayResDate>soon</PayResDate>'])
      expect(await outcome(paid(paidRow('Success', '888555', '26', date)))).toEqual({ kind: 'accepted', paymentId: '26', bookedAt: null });
  });
  test.each(['-1', '0', '', 'x', '26 27', '0x1A'])('Success with PaymentId "%s" is unknown', async (id) => {
    expect(await outcome(paid(paidRow('Success', '888555', id)))).toMatchObject({ kind: 'unknown' });
  });
  test.each([
    ['AccountNotFound', -105],
    ['AccountIsDeleted', -120],
    ['AccountIsMerged', -120],
    ['InvoiceNotFound', -203],
  ])('%s without a PaymentId is refused %i', async (state, code) => {
    for (const id of ['-1', null]) expect(await outcome(paid(paidRow(state, '888555', id)))).toMatchObject({ kind: 'refused', code });
  });
  test.each([
    ['a refusal with a PaymentId', paidRow('InvoiceNotFound', '888555', '26')],
    ['a State that the document does not know', paidRow('Executed', '888555', '-1')],
    ['no State', '<ResultPaymentInvoiceD><InvoiceId>888555</InvoiceId><PaymentId>26</PaymentId></ResultPaymentInvoiceD>'],
    ['two States', paidRow('Success', '888555', '26', '<State>Success</State>')],
    ['the invoice answered twice', paidRow('Success', '888555', '26') + paidRow('Success', '888555', '27')],
    ['another invoice', paidRow('Success', '888556', '26')],
    ['no rows', ''],
  ])('%s is unknown', async (_, rows) => {
    expect(await outcome(paid(rows))).toMatchObject({ kind: 'unknown' });
  });
  test('a PaymentId beyond 2^53 keeps its digits', async () => {
    expect(await outcome(paid(paidRow('Success', '888555', '9007199254740993')))).toMatchObject({ paymentId: '9007199254740993' });
  });
  test('each document has its own outcome, whatever the order; one that is missing is unknown', async () => {
    const documents = [document('1', 1), document('2', 2), document('3', 3)];
    const body = paid(paidRow('InvoiceNotFound', '2', '-1'), paidRow('Success', '1', '26'));
    expect(await paidWith({ body }, documents)).toMatchObject([
      { kind: 'accepted', paymentId: '26' },
      { kind: 'refused', code: -203 },
      { kind: 'unknown' },
    ]);
  });
});

describe('what is shown is read all the same', () => {
  const row = paidRow('Success', '888555', '26');
  test.each([
    ['PayD answered as PayResponse/PayResult/ResultPaymentInvoiceD', paid(row)],
    ['PayD answered as PayDResponse/PayDResult', envelope('PayDResponse', `<PayDResult>${row}</PayDResult>`)],
    ['rows of Pay instead of PayD', paid(row.replaceAll('ResultPaymentInvoiceD', 'ResultPaymentInvoice'))],
    ['InvoceId', paid(row.replaceAll('InvoiceId', 'InvoceId'))],
    ['text after values', paid(row.replace('</State>', '</State> - состояние операции').replace('</PaymentId>', '</PaymentId> код платежа'))],
    ['xsi:type', paid(row.replace('<PaymentId>', '<PaymentId xsi:type="xsd:int">').replace('<State>', '<State xsi:type="tns:OperationState">'))],
    ['a prefix that nobody declared', paid(row.replace('<State>', '<ast:State>').replace('</State>', '</ast:State>'))],
    ['elements that nobody knows', paid(row.replace('<State>', '<Commission><Sum>0</Sum></Commission><State>'))],
    ['CDATA', paid(row.replace('>26<', '><![CDATA[26]]><'))],
    ['comments', paid(row.replace('<PaymentId>', '<!-- Optional: --><PaymentId>'))],
    ['another namespace', envelope('PayResponse', `<PayResult>${row}</PayResult>`, 'http://www.alseco.kz/AstanaErcPaymentService/')],
    ['SOAP 1.2', paid(row).replace('http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope')],
  ])('%s', async (_, body) => {
    expect(await outcome(body)).toMatchObject({ kind: 'accepted', paymentId: '26' });
  });
  test('windows-1251, by the declaration or by the header', async () => {
    const body = paid(paidRow('Success', '888555', '26', '<Comment>Оплачено</Comment>'));
    const declared = iconv.encode(body.replace('utf-8', 'windows-1251'), 'windows-1251');
    expect(await outcome(declared, { contentType: 'text/xml' })).toMatchObject({ kind: 'accepted' });
    expect(await outcome(iconv.encode(body, 'windows-1251'), { contentType: 'text/xml; charset=windows-1251' })).toMatchObject({ kind: 'accepted' });
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(body, 'utf-16le')]);
    expect(await outcome(utf16)).toMatchObject({ kind: 'accepted' });
  });
});

describe('what is no answer to PayD is unknown, never a success and never a failure', () => {
  const whole = paid(paidRow('Success', '888555', '26'));
  test.each<[string, string, Partial<Answering['next']>]>([
    ['blank 200', '', {}],
    ['layout only', ' \n ', {}],
    ['HTML 502', '<html><body>Bad Gateway</body></html>', { status: 502, contentType: 'text/html' }],
    ['HTML 200', '<html><body>Обслуживание</body></html>', { contentType: 'text/html' }],
    ['truncated', whole.slice(0, -30), {}],
    ['a success under HTTP 500', whole, { status: 500 }],
    ['a success under HTTP 404', whole, { status: 404 }],
    ['a redirect', '', { status: 302 }],
    ['DOCTYPE', whole.replace('?>', '?><!DOCTYPE x [<!ENTITY e "26">]>').replace('>26<', '>&e;<'), {}],
    ['deep nesting', whole.replace('<PayResult>', '<PayResult>'.repeat(40)).replace('</PayResult>', '</PayResult>'.repeat(40)), {}],
    ['an inherited name', whole.replace('<State>', '<__proto__><State>').replace('</State>', '</State></__proto__>'), {}],
    ['no result', envelope('PayResponse', ''), {}],
    ['nil result', envelope('PayResponse', '<PayResult xsi:nil="true"/>'), {}],
    ["another operation's answer", envelope('RollbackPaymentsResponse', '<RollbackPaymentsResult/>'), {}],
    ['two answers in one Body', whole.replace('</soap:Body>', '<PayResponse/></soap:Body>'), {}],
    ['an unknown charset', whole, { contentType: 'text/xml; charset=x-none' }],
    ['JSON', '{"State":"Success"}', { contentType: 'application/json' }],
    ['a server fault', fault('Server', 'Server was unable to process request. ---> Timeout expired.'), { status: 500 }],
    ['a client fault of unknown words', fault('Client', 'unexpected'), { status: 500 }],
  ])('%s', async (_, body, more) => {
    expect(await outcome(body, more)).toMatchObject({ kind: 'unknown' });
  });

  test.each([
    ['the caller is not known by its address', fault('Server', 'Невозможно идентифицировать банк, IP-адрес 10.0.0.1'), 'refuses us'],
    ['likewise in capitals and over two lines', fault('Client', 'не удалось ИДЕНТИФИЦИРОВАТЬ\n банк'), 'refuses us'],
    [
      'the request could not be read',
      fault('Client', 'Server was unable to read request. ---&gt; There is an error in XML document (1, 348).'),
      'down',
    ],
    ['the operation is not known', fault('Client', 'Server did not recognize the value of HTTP Header SOAPAction: x.'), 'down'],
  ])('%s: nothing was executed, so nothing was sent', async (_, body, trouble) => {
    expect(await outcome(body, { status: 500 })).toMatchObject({ kind: 'not sent', trouble });
  });
  test('a server fault that only repeats such words is unknown', async () => {
    expect(await outcome(fault('Server', 'Server was unable to read request.'), { status: 500 })).toMatchObject({ kind: 'unknown' });
  });
  test.each([
    ['Server', 'Cannot open server: client with IP address 10.0.0.1 is not allowed to access the server.'],
    ['Server', 'Запись платежа: IP-адрес сервера 10.0.0.1 недоступен'],
    ['Client', 'IP address 10.0.0.1 is refused'],
  ])('a %s fault that only speaks of an address may have come in the middle of Pay: unknown', async (code, text) => {
    expect(await outcome(fault(code, text), { status: 500 })).toMatchObject({ kind: 'unknown', trouble: 'refuses us' });
  });
  test('HTTP 403 is unknown, and says that Alseco refuses us', async () => {
    expect(await outcome('<html/>', { status: 403 })).toMatchObject({ kind: 'unknown', trouble: 'refuses us' });
  });
});

test('nobody listens: nothing was sent', async () => {
  const gone = await answering();
  await gone.close();
  const lonely = client(gone.endpoint);
  expect(await lonely.pay(payment(), [document('1')], context())).toMatchObject([{ kind: 'not sent', trouble: 'down' }]);
  await lonely.close();
});

test('a permit that is refused sends nothing', async () => {
  const before = server.requests.length;
  const outcomes = await alseco.pay(payment(), [document('1')], { ...context(), permit: async () => false });
  expect(outcomes).toMatchObject([{ kind: 'not sent' }]);
  expect(server.requests).toHaveLength(before);
});

test('every attempt carries the documents byte for byte as they were planned', async () => {
  const content = '<PaymentDocument><AccountId>1</AccountId><!-- kept --><InvoiceId >2&amp;3</InvoiceId></PaymentDocument>';
  for (let attempt = 0; attempt < 2; attempt++) await paidWith({ body: '' }, [{ ...document('2'), content }]);
  for (const { body } of server.requests.slice(-2)) expect(body).toContain(`<s0:paymentDocuments>${content}</s0:paymentDocuments>`);
});

test('what is kept of an exchange has no names, addresses or personal numbers', async () => {
  const call = context();
  server.next = {
    body: envelope(
      'GetInvoicesByAccountsNewResponse',
      '<GetInvoicesByAccountsResultNew><ResultAccountInvoicesOfInt32><InputValue>1</InputValue><State>Success</State><AccountInvoices><IIN>660523302303</IIN><AccountId>1</AccountId><AccountAddress>Абай 10</AccountAddress><Invoices><Invoice><InvoceId>240710296539</InvoceId><InvoiceParameters><InvoiceParameter><ServiceId>133</ServiceId><ServiceName>Налог ЖСН/ИИН: 000819501142; 27.06.2024</ServiceName></InvoiceParameter></InvoiceParameters></Invoice></Invoices></AccountInvoices></ResultAccountInvoicesOfInt32></GetInvoicesByAccountsResultNew>',
    ),
  };
  await alseco.accountCheck({ ...payment(), account: '1' }, call);
  const [exchange] = call.exchanges;
  expect(exchange).toMatchObject({ operation: 'GetInvoicesByAccountsNew', ended: 'answered' });
  expect(exchange?.answer).toContain('240710296539');
  for (const secret of ['660523302303', 'Абай', '000819501142']) expect(exchange?.answer).not.toContain(secret);
});
