import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LIST_ERRORS } from '../../contracts/alseco/states';
import { money, sum, twoPlaces } from '../../domain/money';
import { plusMonths } from './clock';
import { askedMonth } from './days';
import { billLines } from './printed/lines';
import { printedPdf } from './printed/pdf';
import { notProcessed, textOf, type Value } from './value';
import type { Handler, World } from './world';

/** Bills of a month come in bundles («пачки») of this many accounts. */
const BUNDLE = 4;
const PDF_MONTHS_BACK = 6;
const SERIAL_DIGITS = 8;

export const getCurrentPeriod: Handler = (_request, { book }) => book.periods.current();

export const getAccountState: Handler = (request, { register }) => register.account(textOf(request, 'accountId'))?.state ?? 'NotFound';

export const getAccountInfo: Handler = (request, { register }) => {
  const account = register.account(textOf(request, 'accountId'));
  if (!account) throw notProcessed('номер абонента не найден');
  return {
    Name: account.name,
    Address: account.address,
    RNN: '600400000000',
    Phone: '7270000000',
    Square: account.square,
    QuantityPeople: account.people,
  };
};

/** What was formed since the last question, once per bank code. */
export const getAccountsWithFormedBill: Handler = (_request, { book, register }) => {
  const formed = register.all().filter((account) => account.state === 'Active' && account.invoices.length > 0 && register.isFormed(account));
  return { int: [...book.periods.handOut(formed.map((account) => account.id))] };
};

export const getBillInfoLabels: Handler = (request, world) => {
  const bills = billsOf(request, world, LIST_ERRORS['no data for the period']);
  if (typeof bills === 'string') return { exRes: failed(bills) };
  const labels = Array.from({ length: Math.ceil(bills.length / BUNDLE) }, (_, at) => ({ labelId: String(at + 1) }));
  return { exRes: OK, list: { BillInfoLabels: labels } };
};

export const getBillInfo: Handler = (request, world) => {
  const bills = billsOf(request, world, LIST_ERRORS['no data']);
  if (typeof bills === 'string') return { exRes: failed(bills) };
  const label = textOf(request, 'labelId');
  const bundle = bills.filter((_, at) => String(Math.floor(at / BUNDLE) + 1) === label);
  if (bundle.length === 0) return { exRes: failed(LIST_ERRORS['no data']) };
  return { exRes: OK, list: { BillInfo: bundle } };
};

const OK: Value = { Executed: 'true', ErrorMessage: '', StackTrace: '' };
const failed = (text: string): Value => ({ Executed: 'false', ErrorMessage: text, StackTrace: '' });

/** «Данные можно получить за текущий и предыдущий месяцы.» */
function billsOf(request: Parameters<Handler>[0], { book, register }: World, nothing: string): readonly Value[] | string {
  const month = askedMonth(request);
  const current = book.periods.current();
  if (month > current) return LIST_ERRORS['month later than current'];
  if (month < plusMonths(current, -1)) return nothing;
  const accounts = register.all().filter((account) => account.state === 'Active');
  const bills = accounts.flatMap((account) => {
    const formed = register.isFormed(account) || month < current;
    return formed
      ? account.invoices
          .filter((seed) => !seed.monthsAgo)
          .map((seed) => ({ account, number: `${seed.period ?? month.slice(2).replace('-', '')}${seed.serial}`, seed }))
      : [];
  });
  if (bills.length === 0) return nothing;
  return bills.map(({ account, number, seed }) => ({
    accountId: account.id,
    accountName: account.name,
    accountAddress: account.address,
    invoiceId: number,
    fixSum: twoPlaces(sum(seed.services.map((service) => money(service.fixSum)))),
  }));
}

/** One page per bill; where the month has none, the newest of the last six months, counted from the current period («будет выбрана последняя квитанция»). */
export const getPrintedInvoicePdf: Handler = async (request, { register, book }) => {
  const account = register.account(textOf(request, 'accountId'));
  const months = [askedMonth(request), ...Array.from({ length: PDF_MONTHS_BACK + 1 }, (_, back) => plusMonths(book.periods.current(), -back))];
  const bills = account ? months.map((month) => register.billsOf(account, month)).find((found) => found.length > 0) : undefined;
  if (!account || !bills) throw notProcessed('квитанция не найдена');
  const pdf = await printedPdf(bills.map((invoice) => billLines(account, invoice)));
  return pdf.toString('base64');
};

/** Of every bill the same drawn specimen: a real one is a picture without text, and nobody reads sums from it. */
const SPECIMEN = join(__dirname, 'printed', 'specimen.gif');

/** `bill_id` is the last eight digits of the bill's number. */
export const getPrintedInvoice: Handler = async (request, { register }) => {
  const account = register.account(textOf(request, 'accountId'));
  const serial = textOf(request, 'bill_id').padStart(SERIAL_DIGITS, '0');
  const bill = account && register.billsOf(account, askedMonth(request)).some((invoice) => invoice.seed.serial === serial);
  if (!bill) throw notProcessed('квитанция не найдена');
  return (await readFile(SPECIMEN)).toString('base64');
};
