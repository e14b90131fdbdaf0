import { LIST_ERRORS } from '../../contracts/alseco/states';
import { money, sum, twoPlaces } from '../../domain/money';
import { plusMonths } from './clock';
import { askedMonth } from './days';
import type { FormedInvoice } from './register';
import { notProcessed, textOf, type Value } from './value';
import type { Handler, World } from './world';

/** Bills of a month come in bundles («пачки») of this many accounts. */
const BUNDLE = 4;
const PDF_MONTHS_BACK = 6;

export const getCurrentPeriod: Handler = (_request, { book }) => book.period();

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
export const getAccountsWithFormedBill: Handler = async (_request, { book, register }) => {
  const formed = register.all().filter((account) => account.state === 'Active' && account.invoices.length > 0 && register.isFormed(account));
  return { int: [...(await book.handOut(formed.map((account) => account.id)))] };
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
  const current = book.period();
  if (month > current) return LIST_ERRORS['month later than current'];
  if (month < plusMonths(current, -1)) return nothing;
  const accounts = register.all().filter((account) => account.state === 'Active');
  const bills = accounts.flatMap((account) => {
    const formed = register.isFormed(account) || month < current;
    return formed
      ? account.invoices
          .filter((seed) => !seed.monthsAgo)
          .map((seed) => ({ account, number: `${month.slice(2).replace('-', '')}${seed.serial}`, seed }))
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

/** A one-page copy; where the month has no bill, the newest of the six months before («будет выбрана последняя квитанция»). */
export const getPrintedInvoicePdf: Handler = (request, { register, book }) => {
  const account = register.account(textOf(request, 'accountId'));
  const month = askedMonth(request);
  const oldest = plusMonths(book.period(), -PDF_MONTHS_BACK);
  if (!account || account.invoices.length === 0 || month < oldest) throw notProcessed('квитанция не найдена');
  return Buffer.from(pdf(register.invoicesOf(account))).toString('base64');
};

/** The smallest picture there is: one GIF pixel. */
const GIF = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
export const getPrintedInvoice: Handler = (request, { register }) => {
  if (!register.account(textOf(request, 'accountId'))?.invoices.length) throw notProcessed('квитанция не найдена');
  return GIF;
};

function pdf(invoices: readonly FormedInvoice[]): string {
  const text = `BT /F1 14 Tf 60 780 Td (${invoices.map((invoice) => invoice.number).join(', ')}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n';
  const starts = objects.map((object, at) => {
    const start = body.length;
    body += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return start;
  });
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  return `${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
}
