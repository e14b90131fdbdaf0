import type { OperationName } from '../../contracts/alseco/operations';
import {
  getAccountInfo,
  getAccountState,
  getAccountsWithFormedBill,
  getBillInfo,
  getBillInfoLabels,
  getCurrentPeriod,
  getPrintedInvoice,
  getPrintedInvoicePdf,
} from './bills';
import { getBankDayChecks, getBankPayByMonth, getNotMovedPays, getPaymentsInfo, getPaysInfo, getReport108e } from './days';
import { byAccounts, byInvoices } from './invoices';
import { pay, rollbackBySysRef, rollbackPayments } from './payments';
import { type Group, notProcessed, textOf, type Value } from './value';
import type { Handlers, World } from './world';

const HANDLERS: Handlers = {
  GetBankPayByMonth: getBankPayByMonth,
  getPaysInfo,
  GetPrintedInvoicePDF: getPrintedInvoicePdf,
  GetAccountsWithFormedBill: getAccountsWithFormedBill,
  GetBillInfoLabels: getBillInfoLabels,
  GetBillInfo: getBillInfo,
  GetCurrentPeriod: getCurrentPeriod,
  GetInvoicesByAccountsNew: byAccounts('New'),
  GetInvoicesByAccountsWithIIN: byAccounts('WithIIN'),
  GetInvoicesByAccountsLastVers: byAccounts('LastVers'),
  GetInvoicesByInvoicesNew: byInvoices('New'),
  GetInvoicesByInvoicesWithIIN: byInvoices('WithIIN'),
  GetInvoicesByInvoicesLastVers: byInvoices('LastVers'),
  Pay: pay('ResultPaymentInvoice'),
  PayD: pay('ResultPaymentInvoiceD'),
  RollbackPayments: rollbackPayments,
  RollbackPaymentsBySysRef: rollbackBySysRef,
  GetPaymentsInfo: getPaymentsInfo,
  GetAccountState: getAccountState,
  GetAccountInfo: getAccountInfo,
  GetPrintedInvoice: getPrintedInvoice,
  GetReport108e: getReport108e,
  GetNotMovedPays: getNotMovedPays,
  GetBankDayChecks: getBankDayChecks,
};

/** Every operation asks for the bank's code; only GetReport108e has a text of its own for a wrong one. */
export function execute(name: OperationName, request: Group, world: World): Value | Promise<Value> {
  const bank = textOf(request, 'bankCode');
  if (bank !== world.bankCode && name !== 'GetReport108e') throw notProcessed(`Не найден банк с кодом «${bank.slice(0, 20)}»`);
  return HANDLERS[name](request, world);
}
