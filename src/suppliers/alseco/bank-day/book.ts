import { type Day, daysBetween, plusDays } from '../../../domain/day';
import type { BookRow } from '../../../domain/evidence';
import type { SoapRow } from '../../../wire/soap-rows';
import type { AlsecoConnection, AlsecoContext } from '../connection';
import { type ListEnd, list } from '../lists';
import { decimalOf, positiveId } from '../reading';
import { dayParameter, readTime } from '../time';

/** Days that one look may span; a payment that is unknown for longer is for staff. */
export const BOOK_MAX_DAYS = 45;

/** A row that could not be read: it may be anyone's payment, so it stands against every proof of absence. */
export type BookLine =
  | { readonly kind: 'row'; readonly row: BookRow }
  | { readonly kind: 'unreadable'; readonly fields: Readonly<Record<string, string>> };

/** A SysRef of ours: prefix, the 15 digits of a RequestID, the number of a document. */
export function isOurs(prefix: string): (reference: string) => boolean {
  const shape = new RegExp(`^${prefix}\\d{15}[1-9]\\d{0,2}$`);
  return (reference) => shape.test(reference);
}

/** GetNotMovedPays of one day: what Alseco has not yet taken for processing. */
export function notMovedPays(
  connection: AlsecoConnection,
  day: Day,
  onLines: (lines: readonly BookLine[]) => void | Promise<void>,
  context: AlsecoContext,
): Promise<ListEnd> {
  const read = lineReader(connection, { id: 'InvoicePaymentId', date: 'PaymentReceiveDate', moved: false });
  const args = { bankCode: connection.options.bankCode, dateIn: dayParameter(day) };
  return list(connection, 'GetNotMovedPays', args, (rows) => onLines(rows.map(read)), context);
}

/** getPaysInfo over days, both included: all payments of the bank by date of payment, moved or not. */
export function paysInfo(
  connection: AlsecoConnection,
  range: { readonly from: Day; readonly to: Day },
  onLines: (lines: readonly BookLine[]) => void | Promise<void>,
  context: AlsecoContext,
): Promise<ListEnd> {
  const read = lineReader(connection, { id: 'PaymentId', date: 'PayDate', moved: true });
  const args = { bankCode: connection.options.bankCode, DateBegin: dayParameter(range.from), DateEnd: dayParameter(range.to) };
  return list(connection, 'getPaysInfo', args, (rows) => onLines(rows.map(read)), context);
}

/**
 * Alseco's book of a range of days: GetNotMovedPays of each day, then getPaysInfo from the day before to the day after.
 * Lines come provisional and a payment may come from both lists; the first of a PaymentId counts. Only `usable` is a book.
 */
export async function book(
  connection: AlsecoConnection,
  range: { readonly from: Day; readonly to: Day },
  onLines: (lines: readonly BookLine[]) => void | Promise<void>,
  context: AlsecoContext,
): Promise<ListEnd> {
  let rows = 0;
  for (const day of daysBetween(range.from, range.to, BOOK_MAX_DAYS)) {
    const ended = await notMovedPays(connection, day, onLines, context);
    if (ended.kind !== 'usable') return ended;
    rows += ended.rows;
  }
  const ended = await paysInfo(connection, { from: plusDays(range.from, -1), to: plusDays(range.to, 1) }, onLines, context);
  return ended.kind === 'usable' ? { kind: 'usable', rows: rows + ended.rows } : ended;
}

export function lineReader(connection: AlsecoConnection, columns: { id: string; date: string; moved: boolean }): (row: SoapRow) => BookLine {
  const { zone, sysRefPrefix } = connection.options;
  const ours = isOurs(sysRefPrefix);
  return ({ fields, flawed }) => {
    const paymentId = positiveId(fields[columns.id] ?? null);
    const time = readTime(fields[columns.date] ?? '', zone);
    const { AccountId: account, InvoiceId: invoice, SysRef: reference = '', PaySum: amount } = fields;
    if (flawed || !paymentId || !time || !account || !invoice || !amount) return { kind: 'unreadable', fields };
    try {
      const row = {
        paymentId,
        reference,
        ours: ours(reference),
        account,
        invoice,
        amount: decimalOf(amount, 'PaySum'),
        day: time.day,
        bookedAt: time.instant,
        moved: columns.moved,
      };
      return { kind: 'row', row };
    } catch {
      return { kind: 'unreadable', fields };
    }
  };
}
