import { OPERATIONS } from '../../../src/contracts/alseco/operations';
import { money } from '../../../src/domain/money';
import type { AlsecoSupplier } from '../../../src/suppliers/alseco/alseco';
import { rollback } from '../../../src/suppliers/alseco/rollback';
import type { DocumentPlan } from '../../../src/suppliers/supplier';
import { escapeXml } from '../../../src/wire/xml';
import { CASES } from './cases';
import { envelope, fault, paid, paidRow } from './envelope';
import { golden, type Said, Told } from './loosened';
import { context, payment } from './world';

/**
 * Every answer of every operation with each element in turn absent, empty, nil, of another type, and with an unknown one beside it:
 * what is understood is what was said, or nothing. The lists have a file of their own.
 */
const told = new Told();
let alseco: AlsecoSupplier;
beforeAll(() => {
  alseco = told.client();
});
afterAll(() => told.close());

const first = async (outcomes: Promise<unknown>): Promise<Said> => ((await outcomes) as readonly Said[])[0] as Said;
const DOCUMENT: DocumentPlan = {
  number: 1,
  reference: 'TLM2611210000000011',
  account: '7898380',
  invoice: '888555',
  amount: money('100'),
  content: '<PaymentDocument/>',
};

describe('Pay', () => {
  const pay = () => first(alseco.pay(payment(), [DOCUMENT], context()));
  const essence = ({ kind, paymentId, code }: Said) => ({ kind, paymentId, code });

  test('a success', async () => {
    const answer = paid(paidRow('Success', '888555', '26', '<PayResDate>2026-01-15T10:59:00</PayResDate>'));
    expect(await told.held(pay, answer, [], essence)).toMatchObject({ kind: 'accepted', paymentId: '26' });
  });

  test.each([
    ['AccountNotFound', -105],
    ['AccountIsDeleted', -120],
    ['AccountIsMerged', -120],
    ['InvoiceNotFound', -203],
  ])('%s', async (state, code) => {
    for (const id of ['-1', null])
      expect(await told.held(pay, paid(paidRow(state, '888555', id)), [], essence)).toMatchObject({ kind: 'refused', code });
  });

  test('the golden answers', async () => {
    for (const folder of ['pay', 'pay-d']) {
      const { run, overrides } = CASES[folder] as (typeof CASES)[string];
      const { connection } = told.client({ overridesJson: overrides });
      expect(await told.held(() => first(run(connection, context())), golden(folder), [], essence)).toMatchObject({ kind: 'accepted' });
    }
  });
});

describe('Rollback', () => {
  test.each([
    ['Success', 'rolled back'],
    ['PaymentNotFound', 'not found'],
    ['PaymentProcessed', 'processed'],
  ])('%s', async (result, kind) => {
    for (const [name, row] of [
      ['RollbackPayments', 'ResultRollbackPaymentOfInt32'],
      ['RollbackPaymentsBySysRef', 'ResultRollbackPaymentOfString'],
    ] as const) {
      const rows = `<${row}><PaymentId>4</PaymentId><Result>${result}</Result></${row}>`;
      const answer = envelope(`${name}Response`, `<${name}Result>${rows}</${name}Result>`);
      expect(await told.held(() => first(rollback(alseco.connection, name, ['4'], context())), answer, [])).toMatchObject({ kind });
    }
  });
});

const service = (id: string, fixSum: string): string =>
  `<InvoiceParameter><ServiceId>${id}</ServiceId><ServiceName>услуга ${id}</ServiceName><IsCounterService>true</IsCounterService><Tariff>8.09</Tariff><LastCount>120.0</LastCount><PrevCount>100.0</PrevCount><FixCount>20.0</FixCount><FixSum>${fixSum}</FixSum><DebtInfo>долг 339.78</DebtInfo><PaySum>1.00</PaySum></InvoiceParameter>`;
const bill = (number: string, ...services: string[]): string =>
  `<Invoice><InvoceId>${number}</InvoceId><FormedDate>2026-11-10T11:49:00</FormedDate><ExpireDate>2026-11-20T00:00:00</ExpireDate><InvoiceParameters>${services.join('')}</InvoiceParameters></Invoice>`;
const invoices = (state: string, group: string): string =>
  envelope(
    'GetInvoicesByAccountsNewResponse',
    `<GetInvoicesByAccountsResultNew><ResultAccountInvoicesOfInt32><InputValue>7898380</InputValue><State>${state}</State>${group}</ResultAccountInvoicesOfInt32></GetInvoicesByAccountsResultNew>`,
  );
const BILLS = `<AccountInvoices><AccountId>7898380</AccountId><AccountAddress>Абая 1</AccountAddress><Invoices>${bill('261110296539', service('13', '500.00'), service('12', '70.00'))}${bill('261110296540', service('36', '30.00'))}</Invoices></AccountInvoices>`;
const ROWS = ['ResultAccountInvoicesOfInt32', 'ResultAccountInvoicesOfString', 'Invoice', 'InvoiceParameter', 'CalculationParameter'];

describe('Invoices before paying', () => {
  const essence = ({ kind, code, documents }: Said) => ({
    kind,
    code,
    documents: (documents as DocumentPlan[] | undefined)?.map(({ number, account, invoice, amount, content }) => ({
      number,
      account,
      invoice,
      amount,
      paid: [...content.matchAll(/<ServiceId>(\d+)<.*?<PaySum>([\d.]+)</g)].map(([, id, sum]) => [id, sum]),
    })),
  });
  const check = (services: string, amount: string) => () =>
    alseco.check(payment({ services, amount }), 1, context()) as Promise<unknown> as Promise<Said>;
  const NAMED = check('{"services":[{"id":13,"amount":"500"},{"id":36,"amount":"30"}]}', '530');
  const ALL = check('{"services":[{"id":999,"amount":"600"}]}', '600');

  test.each([
    ['services by name', NAMED],
    ['999', ALL],
  ])('%s', async (_name, ask) => {
    expect(await told.held(ask, invoices('Success', BILLS), ROWS, essence)).toMatchObject({ kind: 'payable' });
    // Bills that are not formed yet are those of the last period, or none: without any the State itself is the refusal.
    const withoutBills = (said: Said, where: string) => said['code'] === -203 && /(AccountInvoices|Invoices)$/.test(where);
    expect(await told.held(ask, invoices('InvoicesNotFormed', BILLS), ROWS, essence, withoutBills)).toMatchObject({ kind: 'payable' });
  });

  test('a bill whose ExpireDate has passed is payable: a late payment is booked into the current period', async () => {
    told.answers = () => invoices('Success', BILLS.replaceAll('2026-11-20T00:00:00', '2020-01-20T00:00:00'));
    expect(await NAMED()).toMatchObject({ kind: 'payable' });
  });

  test('readings that are not told are not invented', async () => {
    const unread = service('13', '500.00').replace(/<(PrevCount|FixCount)>[^<]*<\/\1>/g, '');
    told.answers = () => invoices('Success', BILLS.replace(service('13', '500.00'), unread));
    const said = await NAMED();
    expect((said['documents'] as DocumentPlan[])[0]?.content).toContain(
      '<ServiceId>13</ServiceId><PayCounts>0</PayCounts><LastCounts>120</LastCounts><PaySum>500.00</PaySum>',
    );
  });

  test.each([
    ['AccountNotFound', -105],
    ['AccountIsDeleted', -120],
    ['AccountIsMerged', -120],
    ['InvoicesNotFormed', -203],
    ['AccountIsArrested', -300],
  ])('%s', async (state, code) => {
    expect(await told.held(NAMED, invoices(state, ''), ROWS, essence)).toMatchObject({ kind: 'refused', code });
  });

  test('for an agent that waits', async () => {
    const question = { ...payment(), kind: 'utility' as const };
    const ask = () => alseco.accountCheck(question, context()) as Promise<unknown> as Promise<Said>;
    expect(await told.held(ask, invoices('Success', BILLS), ROWS, ({ kind, code }) => ({ kind, code }))).toMatchObject({ kind: 'found' });
  });
});

describe('what clerks and the bank day are told', () => {
  test.each<[string, (said: Said) => unknown]>([
    ['current-period', (said) => said],
    ['account-state', (said) => said],
    ['account-info', ({ kind }) => kind],
    ['printed-invoice', (said) => said],
    ['printed-invoice-pdf', (said) => said],
    ['bank-day-checks', (said) => said],
    ['invoices-by-accounts-new', ({ kind }) => kind],
    ['invoices-by-accounts-with-iin', ({ kind }) => kind],
    ['invoices-by-accounts-last-vers', ({ kind }) => kind],
    ['invoices-by-invoices-new', ({ kind }) => kind],
    ['invoices-by-invoices-with-iin', ({ kind }) => kind],
    ['invoices-by-invoices-last-vers', ({ kind }) => kind],
  ])('%s', async (folder, essence) => {
    const { operation, run } = CASES[folder] as (typeof CASES)[string];
    told.version = OPERATIONS[operation].version;
    await told.held(async () => (await run(alseco.connection, context())) as Said, golden(folder), ROWS, essence);
    told.version = '1.1';
  });

  test('a day that is not confirmed', async () => {
    const row =
      '<ResultBankDayCheck><BankCode>ALSC</BankCode><PaymentDate>2018-03-26T00:00:00</PaymentDate><CheckedSign>false</CheckedSign></ResultBankDayCheck>';
    const answer = envelope('GetBankDayChecksResponse', `<GetBankDayChecksResult>${row}</GetBankDayChecksResult>`);
    const { run } = CASES['bank-day-checks'] as (typeof CASES)[string];
    const ask = async () => (await run(alseco.connection, context())) as Said;
    expect(await told.held(ask, answer, [])).toEqual({ kind: 'checked', sign: false });
  });
});

describe('a fault', () => {
  test.each([
    ['Client', 'Server was unable to read request. ---> There is an error in XML document (1, 348).', 'not sent'],
    ['Server', 'Невозможно идентифицировать банк', 'not sent'],
    ['Server', 'Timeout expired.', 'unknown'],
  ])('%s: %s', async (code, text, kind) => {
    const ask = () => first(alseco.pay(payment(), [DOCUMENT], context()));
    expect(await told.held(ask, fault(code, escapeXml(text)), [], ({ kind: said }) => said)).toMatchObject({ kind });
  });
});
