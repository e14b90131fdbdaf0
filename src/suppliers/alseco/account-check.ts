import { PAY_ALL } from '../../contracts/partner-api';
import { compare, isNegative, type Money, money, negate, printMoney, sum, twoPlaces, ZERO } from '../../domain/money';
import { LosslessNumber, printJson } from '../../wire/json';
import type { AccountInvoices, Invoice, InvoiceService } from './invoices';

const PAY_ALL_NAME = 'Оплатить всё';

/**
 * The text of AccountCheck's `Invoice` field, key by key as in the sample of 815. What Alseco does not send is null, as
 * the sample has it for Measure, Tariff, FixCount. AccountName is «-»: Alseco gives name and address in one text, AccountAddress.
 */
export function invoiceField(account: AccountInvoices): string {
  const total = payAllTotal(account.invoices);
  const last = account.invoices.length - 1;
  const invoices = account.invoices.map((invoice, at) => ({
    AccountName: account.name ?? '-',
    InvoiceId: invoice.id,
    Services: { Service: [...invoice.services.map(line), ...(at === last ? [payAll(total)] : [])] },
  }));
  return printJson({ Account: { Address: account.address, Invoices: { Invoice: invoices.length === 1 ? invoices[0] : invoices }, Params: null } });
}

/** What 999 pays: every FixSum over all invoices; an overpaid service (negative) counts as nothing, because nothing can be paid for it. */
export const payAllTotal = (invoices: readonly Invoice[]): Money => sum(invoices.flatMap((invoice) => invoice.services.map(owed)));

export const owed = (service: InvoiceService): Money => (service.fixSum === null || isNegative(service.fixSum) ? ZERO : service.fixSum);

const line = (service: InvoiceService) => ({
  ServiceId: new LosslessNumber(service.id),
  ServiceName: service.name,
  IsCounterService: new LosslessNumber(service.isCounter ? '1' : '0'),
  Measure: service.measure,
  Tariff: number(service.tariff),
  DebtInfo: debtInfo(service),
  FixSum: number(service.fixSum ?? ZERO),
  DebtSum: number(debtSum(service.debtInfo)),
  FixCount: number(service.fixCount),
  PrevCount: number(service.prevCount),
  lastCount: number(service.lastCount),
});

const payAll = (total: Money) => ({
  ServiceId: new LosslessNumber(PAY_ALL),
  ServiceName: PAY_ALL_NAME,
  IsCounterService: new LosslessNumber('0'),
  Measure: null,
  Tariff: null,
  DebtInfo: null,
  FixSum: number(total),
  DebtSum: null,
  FixCount: null,
  PrevCount: null,
  lastCount: null,
});

const number = (amount: Money | null): LosslessNumber | null => (amount === null ? null : new LosslessNumber(printMoney(amount)));

function debtInfo(service: InvoiceService): string | null {
  const paid = service.paySum;
  if (paid === null || compare(paid, ZERO) <= 0) return service.debtInfo;
  return `оплачено в этом месяце ${twoPlaces(paid)}`;
}

/** «долг 339.78» → 339.78, «арт.төлен переп. 415.90» → −415.90, anything else → 0. */
export function debtSum(said: string | null): Money {
  const overpaid = /переп\.?\s*(\d+(?:[.,]\d+)?)/i.exec(said ?? '')?.[1];
  if (overpaid) return negate(amount(overpaid));
  const debt = /долг\.?\s*(\d+(?:[.,]\d+)?)/i.exec(said ?? '')?.[1];
  return debt ? amount(debt) : ZERO;
}

const amount = (text: string): Money => money(text.replace(',', '.'));
