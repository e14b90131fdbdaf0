import { date, decimal, type Element, group, int, MANY, OPTIONAL, rows, text } from './element';

/** «Платежный документ»: the document of Pay and PayD. */
export const PAYMENT_DOCUMENT = rows('PaymentDocument', [
  int('AccountId'),
  text('InvoiceId', { optional: false }),
  date('PaymentDate'),
  text('SysRef', { optional: false, typed: true }),
  group('PaymentParameters', [rows('PaymentParameter', [int('ServiceId'), decimal('PayCounts'), decimal('LastCounts'), decimal('PaySum')])], {
    optional: false,
  }),
]);

export const payRequest: readonly Element[] = [group('paymentDocuments', [PAYMENT_DOCUMENT]), text('bankCode')];

const ANSWERED = [text('State'), text('InvoiceId'), int('PaymentId', OPTIONAL)];

/** PayD is shown answering as PayResponse/PayResult too, so that one element holds the rows of both. */
export const payRows: readonly Element[] = [
  rows('ResultPaymentInvoice', ANSWERED),
  rows('ResultPaymentInvoiceD', [...ANSWERED, date('PayResDate', OPTIONAL)]),
];

export const rollbackRequest: readonly Element[] = [group('paymentIds', [int('int', MANY)]), text('bankCode')];
export const rollbackRows = rows('ResultRollbackPaymentOfInt32', [int('PaymentId'), text('Result')]);
export const rollbackBySysRefRequest: readonly Element[] = [group('sysRefs', [text('string', MANY)]), text('bankCode')];
export const rollbackBySysRefRows = rows('ResultRollbackPaymentOfString', [text('PaymentId'), text('Result')]);

export const payItem = rows('PayItem', [
  int('InvoicePaymentId'),
  int('AccountId'),
  text('InvoiceId'),
  date('PaymentReceiveDate'),
  text('SysRef'),
  decimal('PaySum'),
]);

export const bankPayInfo = rows('BankPayInfo', [
  int('AccountId'),
  text('InvoiceId'),
  int('PaymentId'),
  text('SysRef'),
  decimal('PaySum'),
  date('PayDate'),
]);

export const notMovedPay = rows('ResultNotMovedPays', [
  int('InvoicePaymentId'),
  text('InvoiceId'),
  int('AccountId'),
  text('SysRef'),
  date('PaymentDate'),
  decimal('PaySum'),
  date('PaymentReceiveDate'),
]);
