import { accountInfo, billInfo, billLabels, printedInvoice, printedInvoicePdf, report108e } from './bills';
import { date, type Element, flag, group, int, MANY, rows, text } from './element';
import { byAccountsRequest, byAccountsRows, byInvoicesRequest, byInvoicesRows } from './invoices';
import {
  bankPayInfo,
  notMovedPay,
  payItem,
  payRequest,
  payRows,
  rollbackBySysRefRequest,
  rollbackBySysRefRows,
  rollbackRequest,
  rollbackRows,
} from './payments';

export const PAYMENTS_NAMESPACE = 'http://www.alseco.kz/AlsecoPaymentsService/';
export const ASTANA_NAMESPACE = 'http://www.alseco.kz/AstanaErcPaymentService/';

export type SoapVersion = '1.1' | '1.2';

/** What the document says of one operation. Spelling, order of elements and the place of the rows are its samples'. */
export interface Operation {
  readonly name: OperationName;
  readonly namespace: string;
  readonly version: SoapVersion;
  readonly soapAction: string;
  readonly request: readonly Element[];
  /** The element in the Body of the answer. */
  readonly response: string;
  readonly result: Element;
  /** Where the rows of a list stand: `in` holds elements named `row`. Absent for answers that are no lists. */
  readonly list: { readonly in: string; readonly row: string } | null;
  /** Spellings that may come as well, and what each of them is read as. */
  readonly aliases: Readonly<Record<string, string>>;
  /** What a live service spells otherwise than the document, ours to theirs: written so, and read as well. Empty for the document's own rows. */
  readonly respelled: Readonly<Record<string, string>>;
}

type Row = Omit<Operation, 'name' | 'soapAction' | 'response' | 'list' | 'aliases' | 'version' | 'respelled'> &
  Partial<Pick<Operation, 'response' | 'list' | 'aliases' | 'version'>>;

const bankCode = text('bankCode');
const month = [int('year'), int('month')];
const payments = PAYMENTS_NAMESPACE;
const astana = ASTANA_NAMESPACE;
const regular = (name: string, children: readonly Element[]): Element => group(`${name}Result`, children);
const invoiceAliases = { InvoiceId: 'InvoceId' };
const byInvoicesAliases = { ...invoiceAliases, ResultAccountInvoicesOfInt32: 'ResultAccountInvoicesOfString' };

const DECLARED = {
  GetBankPayByMonth: {
    namespace: payments,
    request: [bankCode, ...month],
    result: regular('GetBankPayByMonth', [text('result'), text('ErrorMessage'), text('StackTrace'), group('list', [payItem])]),
    list: { in: 'list', row: 'PayItem' },
  },
  getPaysInfo: {
    namespace: payments,
    request: [bankCode, date('DateBegin'), date('DateEnd')],
    result: regular('getPaysInfo', [bankPayInfo]),
    list: { in: 'getPaysInfoResult', row: 'BankPayInfo' },
  },
  GetPrintedInvoicePDF: { namespace: payments, request: [int('accountId'), ...month, bankCode], result: printedInvoicePdf },
  GetAccountsWithFormedBill: {
    namespace: payments,
    request: [bankCode],
    result: regular('GetAccountsWithFormedBill', [int('int', MANY)]),
    list: { in: 'GetAccountsWithFormedBillResult', row: 'int' },
  },
  GetBillInfoLabels: {
    namespace: payments,
    request: [bankCode, ...month],
    result: regular('GetBillInfoLabels', billLabels),
    list: { in: 'list', row: 'BillInfoLabels' },
  },
  GetBillInfo: {
    namespace: payments,
    request: [bankCode, ...month, int('labelId')],
    result: regular('GetBillInfo', billInfo),
    list: { in: 'list', row: 'BillInfo' },
  },
  GetCurrentPeriod: { namespace: payments, request: [bankCode], result: text('GetCurrentPeriodResult') },
  GetInvoicesByAccountsNew: {
    namespace: payments,
    request: byAccountsRequest,
    result: group('GetInvoicesByAccountsResultNew', [byAccountsRows]),
    aliases: { ...invoiceAliases, GetInvoicesByAccountsNewResult: 'GetInvoicesByAccountsResultNew' },
  },
  GetInvoicesByAccountsWithIIN: {
    namespace: payments,
    request: byAccountsRequest,
    result: regular('GetInvoicesByAccountsWithIIN', [byAccountsRows]),
    aliases: { ...invoiceAliases, GetInvoicesByAccountsResultWithIIN: 'GetInvoicesByAccountsWithIINResult' },
  },
  GetInvoicesByAccountsLastVers: {
    namespace: payments,
    request: byAccountsRequest,
    result: regular('GetInvoicesByAccountsLastVers', [byAccountsRows]),
    aliases: { ...invoiceAliases, GetInvoicesByAccountsResultLastVers: 'GetInvoicesByAccountsLastVersResult' },
  },
  GetInvoicesByInvoicesNew: {
    namespace: payments,
    request: byInvoicesRequest,
    result: regular('GetInvoicesByInvoicesNew', [byInvoicesRows]),
    aliases: { ...byInvoicesAliases, GetInvoicesByInvoicesResultNew: 'GetInvoicesByInvoicesNewResult' },
  },
  GetInvoicesByInvoicesWithIIN: {
    namespace: payments,
    request: byInvoicesRequest,
    result: regular('GetInvoicesByInvoicesWithIIN', [byInvoicesRows]),
    aliases: { ...byInvoicesAliases, GetInvoicesByInvoicesResultWithIIN: 'GetInvoicesByInvoicesWithIINResult' },
  },
  GetInvoicesByInvoicesLastVers: {
    namespace: payments,
    request: byInvoicesRequest,
    result: regular('GetInvoicesByInvoicesLastVers', [byInvoicesRows]),
    aliases: { ...byInvoicesAliases, GetInvoicesByInvoicesResultLastVers: 'GetInvoicesByInvoicesLastVersResult' },
  },
  Pay: { namespace: payments, request: payRequest, result: group('PayResult', payRows), aliases: { InvoceId: 'InvoiceId' } },
  PayD: {
    namespace: payments,
    request: payRequest,
    response: 'PayResponse',
    result: group('PayResult', payRows),
    aliases: { InvoceId: 'InvoiceId', PayDResponse: 'PayResponse', PayDResult: 'PayResult' },
  },
  RollbackPayments: { namespace: payments, request: rollbackRequest, result: regular('RollbackPayments', [rollbackRows]) },
  RollbackPaymentsBySysRef: {
    namespace: payments,
    request: rollbackBySysRefRequest,
    result: regular('RollbackPaymentsBySysRef', [rollbackBySysRefRows]),
  },
  GetPaymentsInfo: {
    namespace: payments,
    request: [int('year'), int('month'), int('day', { nillable: true }), bankCode],
    result: regular('GetPaymentsInfo', [rows('PaymentInfo', [int('PaymentId'), text('SysRef')])]),
    list: { in: 'GetPaymentsInfoResult', row: 'PaymentInfo' },
  },
  GetAccountState: { namespace: payments, request: [int('accountId'), bankCode], result: text('GetAccountStateResult') },
  GetAccountInfo: { namespace: astana, version: '1.2', request: [int('accountId'), bankCode], result: regular('GetAccountInfo', accountInfo) },
  GetPrintedInvoice: { namespace: astana, request: [int('accountId'), int('bill_id'), ...month, bankCode], result: printedInvoice },
  GetReport108e: {
    namespace: astana,
    request: [bankCode, date('dateIn')],
    result: regular('GetReport108e', report108e),
    list: { in: 'list', row: 'Form108eItems' },
  },
  GetNotMovedPays: {
    namespace: astana,
    request: [bankCode, date('dateIn')],
    result: regular('GetNotMovedPays', [notMovedPay]),
    list: { in: 'GetNotMovedPaysResult', row: 'ResultNotMovedPays' },
  },
  GetBankDayChecks: {
    namespace: astana,
    request: [bankCode, date('dateIn')],
    result: regular('GetBankDayChecks', [rows('ResultBankDayCheck', [text('BankCode'), date('PaymentDate'), flag('CheckedSign')])]),
  },
} satisfies Record<string, Row>;

export type OperationName = keyof typeof DECLARED;
export type Operations = Readonly<Record<OperationName, Operation>>;

const complete = (name: OperationName, row: Row): Operation => ({
  version: '1.1',
  response: `${name}Response`,
  list: null,
  aliases: {},
  respelled: {},
  ...row,
  name,
  soapAction: `${row.namespace}${name}`,
});

export const OPERATION_NAMES = Object.keys(DECLARED) as OperationName[];
export const OPERATIONS = Object.fromEntries(OPERATION_NAMES.map((name) => [name, complete(name, DECLARED[name])])) as Operations;
