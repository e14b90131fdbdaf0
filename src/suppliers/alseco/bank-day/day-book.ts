import type { BookEnd, BookList, OnRows, StagedRow } from '../../../domain/bank-day/book';
import { type Day, daysBetween, plusDays } from '../../../domain/day';
import type { SoapRow } from '../../../wire/soap-rows';
import { localTime } from '../../../zone';
import type { BankDay, BookQuestion } from '../../bank-day';
import type { AlsecoConnection, AlsecoContext } from '../connection';
import { type ListEnd, list } from '../lists';
import { dayParameter } from '../time';
import { BOOK_MAX_DAYS, lineReader } from './book';

/**
 * Alseco's book of a closed day: all payments by date of payment first, then what is not moved of the day. A payment that moves between
 * the two stands in the first alone, as moved, and one that is booked between them in the second.
 */
export const alsecoBankDay = (connection: AlsecoConnection): BankDay => ({
  item: 'invoice',
  marksMoved: true,
  prefix: connection.options.sysRefPrefix,
  async book(question, onRows, context) {
    const paid = await paidAround(connection, question, onRows, context);
    return paid.kind === 'complete' ? notMoved(connection, question.day, 'not moved', onRows, context) : paid;
  },
  /** A line that no list of the day shows is moved, or stands on the day before or after. */
  async neighbours({ day }, onRows, context) {
    const before = await notMoved(connection, plusDays(day, -1), 'day before', onRows, context);
    return before.kind === 'complete' ? notMoved(connection, plusDays(day, 1), 'day after', onRows, context) : before;
  },
});

async function paidAround(connection: AlsecoConnection, { day, paidFrom }: BookQuestion, onRows: OnRows, context: AlsecoContext): Promise<BookEnd> {
  const [earliest = day] = [day, paidFrom].sort();
  const [from, to] = [plusDays(earliest, -1), plusDays(day, 1)];
  try {
    daysBetween(from, to, BOOK_MAX_DAYS);
  } catch {
    return { kind: 'failed', why: `a payment booked on ${day} is of ${paidFrom}: more than ${BOOK_MAX_DAYS} days are not asked for at once` };
  }
  const args = { bankCode: connection.options.bankCode, DateBegin: dayParameter(from), DateEnd: dayParameter(to) };
  const read = rowReader(connection, 'all', { id: 'PaymentId', date: 'PayDate', moved: true });
  return endOf(await list(connection, 'getPaysInfo', args, (rows) => onRows(rows.map(read)), context));
}

async function notMoved(connection: AlsecoConnection, day: Day, of: BookList, onRows: OnRows, context: AlsecoContext): Promise<BookEnd> {
  const args = { bankCode: connection.options.bankCode, dateIn: dayParameter(day) };
  const read = rowReader(connection, of, { id: 'InvoicePaymentId', date: 'PaymentReceiveDate', moved: false });
  return endOf(await list(connection, 'GetNotMovedPays', args, (rows) => onRows(rows.map(read)), context));
}

function endOf(ended: ListEnd): BookEnd {
  if (ended.kind === 'usable') return { kind: 'complete' };
  return { kind: 'failed', why: ended.kind === 'failed' ? `Alseco's list failed: ${ended.text}` : ended.reason };
}

function rowReader(connection: AlsecoConnection, of: BookList, columns: Parameters<typeof lineReader>[1]): (row: SoapRow) => StagedRow {
  const read = lineReader(connection, columns);
  const { zone } = connection.options;
  return (soap) => {
    const line = read(soap);
    if (line.kind === 'unreadable') return { list: of, raw: JSON.stringify(line.fields) };
    const { paymentId, reference, account, invoice, amount, day, bookedAt } = line.row;
    const minute = bookedAt === null ? null : minuteOf(soap.fields[columns.date] ?? '', zone, bookedAt);
    return { list: of, paymentId, reference, account, item: invoice, amount, day, minute };
  };
}

const LOCAL = /^\d{4}-\d{2}-\d{2}T(\d{2}:\d{2}):\d{2}(?:\.\d+)?$/;

/** Mostly the list shows it in Alseco's own time: the zone library is slow beside a long list. */
const minuteOf = (text: string, zone: string, instant: string): string => LOCAL.exec(text)?.[1] ?? localTime(zone, instant).slice(11, 16);
