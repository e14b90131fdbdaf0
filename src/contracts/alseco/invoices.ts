import { date, decimal, type Element, flag, group, int, MANY, OPTIONAL, rows, text } from './element';

/** «Xml-документ ответа на запрос на получение электронных счетов»; `InvoceId` is the document's spelling. */
const INVOICE_PARAMETER = rows('InvoiceParameter', [
  int('ServiceId'),
  text('ServiceName'),
  flag('IsCounterService'),
  text('Measure'),
  decimal('Tariff', OPTIONAL),
  text('ExpireDateInfo'),
  decimal('AvgPaySum', OPTIONAL),
  decimal('AvgCount', OPTIONAL),
  decimal('LastCount', OPTIONAL),
  decimal('PrevCount', OPTIONAL),
  decimal('FixCount', OPTIONAL),
  decimal('FixSum', OPTIONAL),
  text('DebtInfo'),
  decimal('PaySum', OPTIONAL),
]);

const INVOICE = rows('Invoice', [
  text('InvoceId'),
  date('FormedDate', OPTIONAL),
  date('ExpireDate', OPTIONAL),
  group('InvoiceParameters', [INVOICE_PARAMETER]),
]);

/**
 * IIN comes from the WithIIN methods only. The answer of LastVers is not shown; of what its prose promises only the consumer's
 * name apart from the address is declared, and whatever else comes is kept unread.
 */
const ACCOUNT_INVOICES = group('AccountInvoices', [
  text('IIN'),
  int('AccountId'),
  text('AccountName'),
  text('AccountAddress'),
  group('Invoices', [INVOICE]),
  group('CalculationParameters', [rows('CalculationParameter', [int('ParameterId'), text('ParameterName'), decimal('ParameterValue', OPTIONAL)])]),
]);

export const byAccountsRequest: readonly Element[] = [group('accounts', [int('int', MANY)]), text('bankCode')];
export const byInvoicesRequest: readonly Element[] = [group('inputInvoices', [text('string', MANY)]), text('bankCode')];
export const byAccountsRows = rows('ResultAccountInvoicesOfInt32', [int('InputValue'), text('State'), ACCOUNT_INVOICES]);
export const byInvoicesRows = rows('ResultAccountInvoicesOfString', [text('InputValue'), text('State'), ACCOUNT_INVOICES]);
