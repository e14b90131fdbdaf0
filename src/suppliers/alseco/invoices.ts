import { isInvoiceState } from '../../contracts/alseco/states';
import type { Money } from '../../domain/money';
import type { NotSent, Refused, Unknown } from '../supplier';
import type { AlsecoConnection, AlsecoContext } from './connection';
import { unreadable } from './faults';
import { decimalIn, groupIn, rowsIn, type SoapElement, textIn, Unreadable } from './reading';

/** One service of an invoice; null where Alseco sends no value. */
export interface InvoiceService {
  readonly id: string;
  readonly name: string | null;
  readonly isCounter: boolean;
  readonly measure: string | null;
  readonly tariff: Money | null;
  readonly lastCount: Money | null;
  readonly prevCount: Money | null;
  readonly fixCount: Money | null;
  readonly fixSum: Money | null;
  readonly debtInfo: string | null;
  /** Already paid in the current month. */
  readonly paySum: Money | null;
}

export interface Invoice {
  /** As received: it is sent back unchanged. */
  readonly id: string;
  readonly services: readonly InvoiceService[];
}

export interface AccountInvoices {
  readonly account: string;
  readonly name: string | null;
  readonly address: string | null;
  readonly iin: string | null;
  readonly invoices: readonly Invoice[];
  /** The whole group as said, with whatever the document does not show (LastVers). */
  readonly said: SoapElement;
}

export interface InvoicesOf {
  /** The account or the invoice that was asked for. */
  readonly input: string;
  readonly state: string;
  readonly account: AccountInvoices | null;
}

export type InvoicesAnswer = { readonly kind: 'answered'; readonly results: readonly InvoicesOf[] } | NotSent | Unknown;

type ByAccounts = 'GetInvoicesByAccountsNew' | 'GetInvoicesByAccountsWithIIN' | 'GetInvoicesByAccountsLastVers';
type ByInvoices = 'GetInvoicesByInvoicesNew' | 'GetInvoicesByInvoicesWithIIN' | 'GetInvoicesByInvoicesLastVers';

/** Accounts in one call never repeat. */
export const invoicesByAccounts = (
  connection: AlsecoConnection,
  name: ByAccounts,
  accounts: readonly string[],
  context: AlsecoContext,
): Promise<InvoicesAnswer> =>
  asked(
    connection,
    name,
    { accounts: { int: [...new Set(accounts)] }, bankCode: connection.options.bankCode },
    'ResultAccountInvoicesOfInt32',
    context,
  );

export const invoicesByInvoices = (
  connection: AlsecoConnection,
  name: ByInvoices,
  invoices: readonly string[],
  context: AlsecoContext,
): Promise<InvoicesAnswer> =>
  asked(
    connection,
    name,
    { inputInvoices: { string: [...new Set(invoices)] }, bankCode: connection.options.bankCode },
    'ResultAccountInvoicesOfString',
    context,
  );

async function asked(
  connection: AlsecoConnection,
  name: ByAccounts | ByInvoices,
  args: Parameters<AlsecoConnection['call']>[1],
  row: string,
  context: AlsecoContext,
): Promise<InvoicesAnswer> {
  const answer = await connection.call(name, args, context);
  if (answer.kind !== 'answered') return answer;
  try {
    const result = groupIn(answer.content, connection.offer.operations[name].result.name);
    return { kind: 'answered', results: rowsIn(result, row).map(invoicesOf) };
  } catch (error) {
    return unreadable(error);
  }
}

function invoicesOf(said: SoapElement): InvoicesOf {
  const input = textIn(said, 'InputValue');
  const state = textIn(said, 'State');
  if (input === null || state === null) throw new Unreadable('a result without InputValue or State');
  const group = groupIn(said, 'AccountInvoices');
  return { input, state, account: group === null ? null : accountInvoices(group) };
}

function accountInvoices(said: SoapElement): AccountInvoices {
  const account = textIn(said, 'AccountId');
  if (account === null) throw new Unreadable('AccountInvoices without AccountId');
  return {
    account,
    name: textIn(said, 'AccountName'),
    address: textIn(said, 'AccountAddress'),
    iin: textIn(said, 'IIN'),
    invoices: rowsIn(groupIn(said, 'Invoices'), 'Invoice').map(invoice),
    said,
  };
}

function invoice(said: SoapElement): Invoice {
  const id = textIn(said, 'InvoceId');
  if (id === null) throw new Unreadable('an invoice without its number');
  return { id, services: rowsIn(groupIn(said, 'InvoiceParameters'), 'InvoiceParameter').map(service) };
}

function service(said: SoapElement): InvoiceService {
  const id = textIn(said, 'ServiceId');
  if (id === null || !/^\d{1,9}$/.test(id)) throw new Unreadable('a service without its number');
  return {
    id,
    name: textIn(said, 'ServiceName'),
    isCounter: /^(true|1)$/.test(textIn(said, 'IsCounterService') ?? ''),
    measure: textIn(said, 'Measure'),
    tariff: decimalIn(said, 'Tariff'),
    lastCount: decimalIn(said, 'LastCount'),
    prevCount: decimalIn(said, 'PrevCount'),
    fixCount: decimalIn(said, 'FixCount'),
    fixSum: decimalIn(said, 'FixSum'),
    debtInfo: textIn(said, 'DebtInfo'),
    paySum: decimalIn(said, 'PaySum'),
  };
}

const REFUSALS: Readonly<Record<string, readonly [number, string]>> = {
  AccountNotFound: [-105, 'номер абонента не найден'],
  AccountIsDeleted: [-120, 'номер абонента удалён либо удалены все услуги абонента'],
  AccountIsMerged: [-120, 'абонент был слит с другим абонентом'],
  InvoiceNotFound: [-203, 'электронный счёт не найден'],
  InvoicesNotFormed: [-203, 'электронные счета не сформированы'],
};

export function refusal(state: string): Refused {
  const [code, text] = REFUSALS[state] ?? [-300, isInvoiceState(state) ? state : `состояние ${state.slice(0, 100)}`];
  return { kind: 'refused', code, text: `${text} (${state.slice(0, 100)})` };
}
