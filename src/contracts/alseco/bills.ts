import { bytes, decimal, type Element, flag, group, int, rows, text } from './element';

/** Bills, printed copies and payment orders. `exRes`, `result` and the places of ErrorMessage are as shown, operation by operation. */
const exRes = group('exRes', [flag('Executed'), text('ErrorMessage'), text('StackTrace')]);

export const billLabels: readonly Element[] = [exRes, group('list', [rows('BillInfoLabels', [int('labelId')])])];

export const billInfo: readonly Element[] = [
  exRes,
  group('list', [rows('BillInfo', [int('accountId'), text('accountName'), text('accountAddress'), text('invoiceId'), decimal('fixSum')])]),
];

export const report108e: readonly Element[] = [
  text('result'),
  group('list', [
    rows('Form108eItems', [
      text('DAT'),
      text('KODBN'),
      text('NUMRS'),
      text('TSH'),
      text('BIN'),
      decimal('SUMP'),
      text('NAME_POL'),
      text('NAZN_PL'),
      int('SERV_ID'),
      text('KODD'),
      flag('FL'),
      text('KBE'),
      text('KNP'),
      text('IIN_ABON'),
      text('FIO'),
    ]),
  ]),
  text('ErrorMessage'),
  text('StackTrace'),
];

export const accountInfo: readonly Element[] = [text('Name'), text('Address'), text('RNN'), text('Phone'), decimal('Square'), int('QuantityPeople')];
export const printedInvoice = bytes('GetPrintedInvoiceResult');
export const printedInvoicePdf = bytes('GetPrintedInvoicePDFResult');
