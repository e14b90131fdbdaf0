import { OPERATIONS } from '../../../contracts/alseco/operations';
import type { PaysQuestion } from '../../../contracts/alseco/questions';
import { type Day, type Month, monthOf } from '../../../domain/day';
import { type Money, twoPlaces } from '../../../domain/money';
import { type BookLine, notMovedPays, paysInfo } from '../bank-day/book';
import { bankPayByMonth, type ProcessedPayment, processedPayments } from '../bank-day/day';
import type { AlsecoConnection, AlsecoContext } from '../connection';
import type { ListEnd } from '../lists';
import { type Bill, billInfo, billLabels, type PaymentOrder, report108e } from './bills';

/** A list as clerks see it, for a table, for JSON and for CSV alike. Every cell is text: ids and sums stay exact. */
export interface DeskList {
  /** Names of the cells, in order; also the CSV's first line. */
  readonly columns: readonly string[];
  /** Which columns are sums or counts. */
  readonly numbers: ReadonlySet<string>;
  /** Rows are provisional until it ends as usable. */
  readonly ask: (onRows: (rows: ReadonlyArray<readonly string[]>) => void | Promise<void>, context: AlsecoContext) => Promise<ListEnd>;
}

const deskList = <Row>(
  columns: readonly string[],
  numbers: readonly string[],
  ask: (onRows: (rows: readonly Row[]) => void | Promise<void>, context: AlsecoContext) => Promise<ListEnd>,
  cells: (row: Row) => readonly string[],
): DeskList => ({
  columns,
  numbers: new Set(numbers),
  ask: (onRows, context) => ask((rows) => onRows(rows.map(cells)), context),
});

/** All columns of a payment order, spelled and ordered as in the document. */
const ORDER_COLUMNS = ((): string[] => {
  const { result, list } = OPERATIONS.GetReport108e;
  const inside = (of: typeof result.of, name: string): typeof result.of =>
    typeof of === 'string' ? [] : (of.find((element) => element.name === name)?.of ?? []);
  const row = inside(inside(result.of, list?.in ?? ''), list?.row ?? '');
  return typeof row === 'string' ? [] : row.map((element) => element.name);
})();

export const orders = (connection: AlsecoConnection, day: Day): DeskList =>
  deskList<PaymentOrder>(
    ORDER_COLUMNS,
    ['SUMP', 'SERV_ID'],
    (take, context) => report108e(connection, day, take, context),
    ({ fields }) => ORDER_COLUMNS.map((name) => fields[name] ?? ''),
  );

/** A line that cannot be read says so instead of vanishing. */
const UNREADABLE = 'unreadable';

export const bundles = (connection: AlsecoConnection, month: Month): DeskList =>
  deskList<string | null>(
    ['labelId'],
    ['labelId'],
    (take, context) => billLabels(connection, month, take, context),
    (label) => [label ?? UNREADABLE],
  );

export const bills = (connection: AlsecoConnection, month: Month, label: string): DeskList =>
  deskList<Bill | null>(
    ['account', 'invoice', 'name', 'address', 'sum'],
    ['sum'],
    (take, context) => billInfo(connection, { month, label }, take, context),
    (bill) => (bill === null ? [UNREADABLE, '', '', '', ''] : [bill.account, bill.invoice, bill.name ?? '', bill.address ?? '', shown(bill.amount)]),
  );

const BOOK_COLUMNS = ['paymentId', 'reference', 'account', 'invoice', 'sum', 'day', 'bookedAt'];

const bookLine = (line: BookLine): readonly string[] => {
  if (line.kind === 'row') {
    const { paymentId, reference, account, invoice, amount, day, bookedAt } = line.row;
    return [paymentId, reference, account, invoice, shown(amount), day, bookedAt ?? ''];
  }
  const { InvoicePaymentId, PaymentId, SysRef = '', AccountId = '', InvoiceId = '', PaySum = '' } = line.fields;
  return [`${UNREADABLE} ${InvoicePaymentId ?? PaymentId ?? ''}`.trim(), SysRef, AccountId, InvoiceId, PaySum, '', ''];
};

/** One of four lists of our payments at Alseco. */
export function pays(connection: AlsecoConnection, { from, to, month, notMoved, processed }: PaysQuestion): DeskList {
  const lines = (ask: (take: (rows: readonly BookLine[]) => void | Promise<void>, context: AlsecoContext) => Promise<ListEnd>) =>
    deskList(BOOK_COLUMNS, ['sum'], ask, bookLine);
  if (from && to) return lines((take, context) => paysInfo(connection, { from, to }, take, context));
  if (month) return lines((take, context) => bankPayByMonth(connection, month, take, context));
  if (notMoved) return lines((take, context) => notMovedPays(connection, notMoved, take, context));
  if (!processed) throw new TypeError('no list of payments is asked for');
  const when =
    processed.length === DAY_CHARACTERS ? { month: monthOf(processed as Day), day: processed as Day } : { month: processed as Month, day: null };
  return deskList<ProcessedPayment | null>(
    ['paymentId', 'reference'],
    [],
    (take, context) => processedPayments(connection, when, take, context),
    (payment) => (payment === null ? [UNREADABLE, ''] : [payment.paymentId, payment.reference]),
  );
}

const DAY_CHARACTERS = '2026-11-21'.length;

/** Two places, as people read sums, where that is exact. */
function shown(amount: Money): string {
  return /\.\d{3,}$/.test(amount) ? amount : twoPlaces(amount);
}
