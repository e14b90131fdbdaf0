import type { Day, Month } from '../../../domain/day';
import type { SoapRow } from '../../../wire/soap-rows';
import type { NotSent, PayContext, Unknown } from '../../supplier';
import type { AlsecoConnection, AlsecoContext } from '../connection';
import { unreadable } from '../faults';
import { type ListEnd, list } from '../lists';
import { flagIn, groupIn, positiveId, rowsIn, textIn } from '../reading';
import { dayParameter, readTime } from '../time';
import { type BookLine, lineReader } from './book';

/** The bank day and month at Alseco. */
export type Checked = { readonly kind: 'checked'; readonly sign: boolean } | NotSent | Unknown;

/** GetBankDayChecks: tells Alseco that the day's payments agree; they are then taken for processing. It sets a flag and may be repeated. */
export async function checkBankDay(connection: AlsecoConnection, day: Day, context: PayContext): Promise<Checked> {
  const args = { bankCode: connection.options.bankCode, dateIn: dayParameter(day) };
  const answer = await connection.call('GetBankDayChecks', args, context);
  if (answer.kind !== 'answered') return answer;
  try {
    const [row, ...more] = rowsIn(groupIn(answer.content, 'GetBankDayChecksResult'), 'ResultBankDayCheck');
    if (row === undefined || more.length > 0) throw new Error('not one row');
    const of = readTime(textIn(row, 'PaymentDate') ?? '', connection.options.zone)?.day;
    if (of !== day) throw new Error(`answered for ${of ?? 'no day'} instead of ${day}`);
    const bank = textIn(row, 'BankCode');
    if (bank !== null && bank.toLowerCase() !== connection.options.bankCode.toLowerCase()) throw new Error(`answered for bank ${bank.slice(0, 20)}`);
    return { kind: 'checked', sign: flagIn(row, 'CheckedSign') };
  } catch (error) {
    return unreadable(error);
  }
}

/** GetBankPayByMonth: the payments of a month by day of booking. Whether they are moved is not said; they count as moved. */
export function bankPayByMonth(
  connection: AlsecoConnection,
  month: Month,
  onLines: (lines: readonly BookLine[]) => void | Promise<void>,
  context: AlsecoContext,
): Promise<ListEnd> {
  const read = lineReader(connection, { id: 'InvoicePaymentId', date: 'PaymentReceiveDate', moved: true });
  return list(
    connection,
    'GetBankPayByMonth',
    { bankCode: connection.options.bankCode, ...monthParameters(month) },
    (rows) => onLines(rows.map(read)),
    context,
  );
}

export interface ProcessedPayment {
  readonly paymentId: string;
  readonly reference: string;
}

/** GetPaymentsInfo by day of processing, or of the whole month: it marks payments as processed and says nothing else. Null: a line that cannot be read. */
export function processedPayments(
  connection: AlsecoConnection,
  when: { readonly month: Month; readonly day: Day | null },
  onPayments: (payments: ReadonlyArray<ProcessedPayment | null>) => void | Promise<void>,
  context: AlsecoContext,
): Promise<ListEnd> {
  const { year, month } = monthParameters(when.month);
  const day = when.day === null ? null : withoutZero(when.day.slice(8));
  return list(
    connection,
    'GetPaymentsInfo',
    { year, month, day, bankCode: connection.options.bankCode },
    (rows) => onPayments(rows.map(processed)),
    context,
  );
}

function processed({ fields, flawed }: SoapRow): ProcessedPayment | null {
  const paymentId = positiveId(fields['PaymentId'] ?? null);
  return flawed || paymentId === null ? null : { paymentId, reference: fields['SysRef'] ?? '' };
}

const withoutZero = (digits: string): string => digits.replace(/^0+(?=\d)/, '');
export const monthParameters = (month: Month): { year: string; month: string } => ({ year: month.slice(0, 4), month: withoutZero(month.slice(5)) });
