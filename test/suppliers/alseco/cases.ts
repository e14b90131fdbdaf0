import type { OperationName } from '../../../src/contracts/alseco/operations';
import type { Day, Month } from '../../../src/domain/day';
import type { RequestId } from '../../../src/domain/ids';
import { money } from '../../../src/domain/money';
import { notMovedPays, paysInfo } from '../../../src/suppliers/alseco/bank-day/book';
import { bankPayByMonth, checkBankDay, processedPayments } from '../../../src/suppliers/alseco/bank-day/day';
import { accountsWithFormedBill, billInfo, billLabels, report108e } from '../../../src/suppliers/alseco/clerk/bills';
import { accountInfo, accountState, printedInvoice, printedInvoicePdf } from '../../../src/suppliers/alseco/clerk/clerks';
import type { AlsecoConnection } from '../../../src/suppliers/alseco/connection';
import { invoicesByAccounts, invoicesByInvoices } from '../../../src/suppliers/alseco/invoices';
import { pay } from '../../../src/suppliers/alseco/pay';
import { currentPeriod } from '../../../src/suppliers/alseco/period';
import { planPayment } from '../../../src/suppliers/alseco/plan';
import { rollback } from '../../../src/suppliers/alseco/rollback';
import type { PayContext } from '../../../src/suppliers/supplier';
import { payment, ZONE } from './world';

/** Every operation of the document as its samples ask it, by the name of its golden folder. */
type Run = (connection: AlsecoConnection, call: PayContext) => Promise<unknown>;

/** A streamed list as one value: its rows and how it ended. */
const gathered = async <T>(ask: (take: (rows: readonly T[]) => void) => Promise<unknown>): Promise<unknown> => {
  const rows: T[] = [];
  const end = await ask((more) => void rows.push(...more));
  return { end, rows };
};

const payDocument = (connection: AlsecoConnection, call: PayContext): Promise<unknown> => {
  const service = (id: string) => ({
    id,
    name: null,
    isCounter: true,
    measure: null,
    tariff: null,
    lastCount: money('120.000000'),
    prevCount: money('100'),
    fixCount: money('20.000000'),
    fixSum: money('100'),
    debtInfo: null,
    paySum: null,
  });
  const account = {
    account: '666777',
    name: null,
    address: null,
    iin: null,
    said: null,
    invoices: [{ id: '5555', services: [service('36'), service('37')] }],
  };
  const paid = {
    ...payment({
      amount: '200',
      services: '{"services":[{"id":36,"amount":"100"},{"id":37,"amount":100.00}]}',
      createdOn: '2007-12-04T12:58:03.5381358Z',
    }),
    request: '071204000000001' as RequestId,
  };
  const plan = planPayment(paid, account, 1, { sysRefPrefix: 'TLM', zone: ZONE });
  if (plan.kind !== 'payable') throw new Error(JSON.stringify(plan));
  return pay(connection, plan.documents, call);
};

export interface Case {
  readonly operation: OperationName;
  readonly bank?: string;
  readonly overrides?: string;
  readonly run: Run;
}

export const CASES: Readonly<Record<string, Case>> = {
  'bank-pay-by-month': {
    operation: 'GetBankPayByMonth',
    bank: 'kasp',
    run: (alseco, call) => gathered((take) => bankPayByMonth(alseco, '2018-03' as Month, take, call)),
  },
  'pays-info': {
    operation: 'getPaysInfo',
    run: (alseco, call) => gathered((take) => paysInfo(alseco, { from: '2017-04-05' as Day, to: '2017-04-07' as Day }, take, call)),
  },
  'printed-invoice-pdf': {
    operation: 'GetPrintedInvoicePDF',
    run: (alseco, call) => printedInvoicePdf(alseco, { account: '3333', month: '2016-03' as Month }, call),
  },
  'accounts-with-formed-bill': {
    operation: 'GetAccountsWithFormedBill',
    run: (alseco, call) => gathered((take) => accountsWithFormedBill(alseco, take, call)),
  },
  'bill-info-labels': {
    operation: 'GetBillInfoLabels',
    run: (alseco, call) => gathered((take) => billLabels(alseco, '2018-12' as Month, take, call)),
  },
  'bill-info': {
    operation: 'GetBillInfo',
    run: (alseco, call) => gathered((take) => billInfo(alseco, { month: '2018-12' as Month, label: '14' }, take, call)),
  },
  'current-period': { operation: 'GetCurrentPeriod', run: currentPeriod },
  'invoices-by-accounts-new': {
    operation: 'GetInvoicesByAccountsNew',
    run: (alseco, call) => invoicesByAccounts(alseco, 'GetInvoicesByAccountsNew', ['333', '444', '555', '444'], call),
  },
  'invoices-by-accounts-with-iin': {
    operation: 'GetInvoicesByAccountsWithIIN',
    run: (alseco, call) => invoicesByAccounts(alseco, 'GetInvoicesByAccountsWithIIN', ['333', '444', '555'], call),
  },
  'invoices-by-accounts-last-vers': {
    operation: 'GetInvoicesByAccountsLastVers',
    run: (alseco, call) => invoicesByAccounts(alseco, 'GetInvoicesByAccountsLastVers', ['333', '444', '555'], call),
  },
  'invoices-by-invoices-new': {
    operation: 'GetInvoicesByInvoicesNew',
    run: (alseco, call) => invoicesByInvoices(alseco, 'GetInvoicesByInvoicesNew', ['567567'], call),
  },
  'invoices-by-invoices-with-iin': {
    operation: 'GetInvoicesByInvoicesWithIIN',
    run: (alseco, call) => invoicesByInvoices(alseco, 'GetInvoicesByInvoicesWithIIN', ['567567'], call),
  },
  'invoices-by-invoices-last-vers': {
    operation: 'GetInvoicesByInvoicesLastVers',
    run: (alseco, call) => invoicesByInvoices(alseco, 'GetInvoicesByInvoicesLastVers', ['567567'], call),
  },
  pay: { operation: 'Pay', overrides: '{"PayD":{"offered":false}}', run: payDocument },
  'pay-d': { operation: 'PayD', run: payDocument },
  'rollback-payments': { operation: 'RollbackPayments', run: (alseco, call) => rollback(alseco, 'RollbackPayments', ['4'], call) },
  'rollback-payments-by-sys-ref': {
    operation: 'RollbackPaymentsBySysRef',
    run: (alseco, call) => rollback(alseco, 'RollbackPaymentsBySysRef', ['4'], call),
  },
  'payments-info': {
    operation: 'GetPaymentsInfo',
    run: (alseco, call) => gathered((take) => processedPayments(alseco, { month: '2008-11' as Month, day: null }, take, call)),
  },
  'account-state': { operation: 'GetAccountState', run: (alseco, call) => accountState(alseco, '6666', call) },
  'account-info': { operation: 'GetAccountInfo', run: (alseco, call) => accountInfo(alseco, '6666', call) },
  'printed-invoice': {
    operation: 'GetPrintedInvoice',
    run: (alseco, call) => printedInvoice(alseco, { account: '6666', bill: '77', month: '2016-03' as Month }, call),
  },
  'report-108e': { operation: 'GetReport108e', run: (alseco, call) => gathered((take) => report108e(alseco, '2017-10-23' as Day, take, call)) },
  'not-moved-pays': {
    operation: 'GetNotMovedPays',
    run: (alseco, call) => gathered((take) => notMovedPays(alseco, '2018-03-26' as Day, take, call)),
  },
  'bank-day-checks': { operation: 'GetBankDayChecks', run: (alseco, call) => checkBankDay(alseco, '2018-03-26' as Day, call) },
};
