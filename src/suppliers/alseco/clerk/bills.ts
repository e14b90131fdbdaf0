import type { Day, Month } from '../../../domain/day';
import type { Money } from '../../../domain/money';
import type { SoapRow } from '../../../wire/soap-rows';
import { monthParameters } from '../bank-day/day';
import type { AlsecoConnection, AlsecoContext } from '../connection';
import { type ListEnd, list } from '../lists';
import { decimalOf, positiveId } from '../reading';
import { dayParameter } from '../time';

type Take<T> = (items: readonly T[]) => void | Promise<void>;

/** GetAccountsWithFormedBill hands each account out once per bank code: whoever calls it stores what it gets. Null: a line that cannot be read. */
export const accountsWithFormedBill = (connection: AlsecoConnection, onAccounts: Take<string | null>, context: AlsecoContext): Promise<ListEnd> =>
  list(
    connection,
    'GetAccountsWithFormedBill',
    { bankCode: connection.options.bankCode },
    (rows) => onAccounts(rows.map((row) => numberOf(row, ''))),
    context,
  );

/** Null: a line that cannot be read. */
export const billLabels = (connection: AlsecoConnection, month: Month, onLabels: Take<string | null>, context: AlsecoContext): Promise<ListEnd> =>
  list(
    connection,
    'GetBillInfoLabels',
    { bankCode: connection.options.bankCode, ...monthParameters(month) },
    (rows) => onLabels(rows.map((row) => numberOf(row, 'labelId'))),
    context,
  );

const numberOf = ({ fields, flawed }: SoapRow, name: string): string | null => (flawed ? null : positiveId(fields[name] ?? null));

export interface Bill {
  readonly account: string;
  readonly name: string | null;
  readonly address: string | null;
  readonly invoice: string;
  readonly amount: Money;
}

/** Bills of one bundle; the current and the previous month only. A line that cannot be read is null. */
export const billInfo = (
  connection: AlsecoConnection,
  asks: { readonly month: Month; readonly label: string },
  onBills: Take<Bill | null>,
  context: AlsecoContext,
): Promise<ListEnd> =>
  list(
    connection,
    'GetBillInfo',
    { bankCode: connection.options.bankCode, ...monthParameters(asks.month), labelId: asks.label },
    (rows) => onBills(rows.map(billOf)),
    context,
  );

function billOf({ fields, flawed }: SoapRow): Bill | null {
  const { accountId, accountName, accountAddress, invoiceId, fixSum } = fields;
  if (flawed || !accountId || !invoiceId || !fixSum) return null;
  try {
    return {
      account: accountId,
      name: accountName || null,
      address: accountAddress || null,
      invoice: invoiceId,
      amount: decimalOf(fixSum, 'fixSum'),
    };
  } catch {
    return null;
  }
}

/** One payment order to a provider («Form108eItems»); lengths of the document's table are not enforced, its own sample breaks them. */
export interface PaymentOrder {
  readonly fields: Readonly<Record<string, string>>;
  /** Null where the order cannot be read. */
  readonly amount: Money | null;
}

/** GetReport108e of a day; its refusals come as `failed` with their name. */
export const report108e = (connection: AlsecoConnection, day: Day, onOrders: Take<PaymentOrder>, context: AlsecoContext): Promise<ListEnd> =>
  list(
    connection,
    'GetReport108e',
    { bankCode: connection.options.bankCode, dateIn: dayParameter(day) },
    (rows) => onOrders(rows.map(({ fields, flawed }) => ({ fields, amount: flawed ? null : amountOf(fields['SUMP']) }))),
    context,
  );

function amountOf(text: string | undefined): Money | null {
  try {
    return text === undefined ? null : decimalOf(text, 'SUMP');
  } catch {
    return null;
  }
}
