import { add, type Money, ZERO } from '../../../domain/money';
import type { NotSent, Unknown } from '../../supplier';
import { owed, payAllTotal } from '../account-check';
import type { AlsecoConnection, AlsecoContext } from '../connection';
import { unreadable } from '../faults';
import { type InvoiceService, type InvoicesOf, invoicesByAccounts, invoicesByInvoices } from '../invoices';
import { decimalIn, groupIn, has, rowsIn, type SoapElement, textIn } from '../reading';

export interface ClerkService extends InvoiceService {
  /** Until when this service is to be paid, in Alseco's words. */
  readonly expireInfo: string | null;
  readonly avgPaySum: Money | null;
  readonly avgCount: Money | null;
}

export interface ClerkInvoice {
  readonly number: string;
  /** `2024-07`: the first four digits of the number. */
  readonly period: string;
  /** Local times as sent. */
  readonly formedDate: string | null;
  readonly expireDate: string | null;
  /** What «Оплатить всё» of this invoice would be. */
  readonly total: Money;
  readonly services: readonly ClerkService[];
}

/** One account, or one invoice, as a clerk sees it: the newest period first. */
export interface ClerkInvoices {
  readonly asked: string;
  readonly state: string;
  readonly account: string | null;
  readonly name: string | null;
  readonly address: string | null;
  readonly iin: string | null;
  readonly total: Money;
  readonly invoices: readonly ClerkInvoice[];
  readonly parameters: ReadonlyArray<{ readonly name: string; readonly value: Money | null }>;
  /** What the document does not show (LastVers), by element name. */
  readonly more: Readonly<Record<string, SoapElement | readonly SoapElement[]>>;
}

const FORMS = { new: 'New', 'with-iin': 'WithIIN', 'last-vers': 'LastVers' } as const;
export type ClerkForm = keyof typeof FORMS;
export type ClerkAnswer = { readonly kind: 'answered'; readonly found: ClerkInvoices } | NotSent | Unknown;

const SHOWN = new Set(['AccountId', 'AccountName', 'AccountAddress', 'IIN', 'Invoices', 'CalculationParameters']);

/** The invoices of one account, or one invoice by its number (12 digits). */
export async function clerkInvoices(
  connection: AlsecoConnection,
  asked: { readonly account: string } | { readonly invoice: string },
  form: ClerkForm,
  context: AlsecoContext,
): Promise<ClerkAnswer> {
  const answer =
    'account' in asked
      ? await invoicesByAccounts(connection, `GetInvoicesByAccounts${FORMS[form]}`, [asked.account], context)
      : await invoicesByInvoices(connection, `GetInvoicesByInvoices${FORMS[form]}`, [asked.invoice], context);
  if (answer.kind !== 'answered') return answer;
  const input = 'account' in asked ? asked.account : asked.invoice;
  const [result, ...others] = answer.results.filter((one) => one.input === input);
  if (!result || others.length > 0) return unreadable(new Error(`not one answer for ${input}`));
  try {
    return { kind: 'answered', found: seen(result) };
  } catch (error) {
    return unreadable(error);
  }
}

function seen({ input, state, account }: InvoicesOf): ClerkInvoices {
  const said = account?.said ?? null;
  const groups = rowsIn(groupIn(said, 'Invoices'), 'Invoice');
  const invoices = (account?.invoices ?? []).map((invoice, at): ClerkInvoice => {
    const lines = rowsIn(groupIn(groups[at] ?? null, 'InvoiceParameters'), 'InvoiceParameter');
    return {
      number: invoice.id,
      period: periodOf(invoice.id),
      formedDate: textIn(groups[at] ?? null, 'FormedDate'),
      expireDate: textIn(groups[at] ?? null, 'ExpireDate'),
      total: invoice.services.map(owed).reduce(add, ZERO),
      services: invoice.services.map((service, place) => ({ ...service, ...restOf(lines[place] ?? null) })),
    };
  });
  return {
    asked: input,
    state,
    account: account?.account ?? null,
    name: account?.name ?? null,
    address: account?.address ?? null,
    iin: account?.iin ?? null,
    total: payAllTotal(account?.invoices ?? []),
    invoices: invoices.sort((a, b) => b.period.localeCompare(a.period) || a.number.localeCompare(b.number)),
    parameters: rowsIn(groupIn(said, 'CalculationParameters'), 'CalculationParameter').map((parameter) => ({
      name: textIn(parameter, 'ParameterName') ?? '',
      value: decimalIn(parameter, 'ParameterValue'),
    })),
    more: Object.fromEntries(Object.entries(said !== null && typeof said === 'object' ? said : {}).filter(([name]) => !SHOWN.has(name))),
  };
}

const restOf = (line: SoapElement): Pick<ClerkService, 'expireInfo' | 'avgPaySum' | 'avgCount'> => ({
  expireInfo: has(line, 'ExpireDateInfo') ? textIn(line, 'ExpireDateInfo') : null,
  avgPaySum: decimalIn(line, 'AvgPaySum'),
  avgCount: decimalIn(line, 'AvgCount'),
});

/** «Первые четыре цифры обозначают период»; a number of another shape has none. */
const periodOf = (number: string): string => (/^\d{2}(0[1-9]|1[0-2])/.test(number) ? `20${number.slice(0, 2)}-${number.slice(2, 4)}` : '');
