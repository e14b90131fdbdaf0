import { LIST_ERRORS } from '../../contracts/alseco/states';
import type { Month } from '../../domain/day';
import { add, type Money, twoPlaces, ZERO } from '../../domain/money';
import { dayOf } from './book';
import { requestedDay } from './clock';
import { bankPayInfo, notMovedRow, payItem } from './payments';
import { textOf, type Value } from './value';
import type { Handler } from './world';

/** Lists of payments and the bank day. */
export const getNotMovedPays: Handler = (request, { book }) => ({
  ResultNotMovedPays: book.notMoved(requestedDay(textOf(request, 'dateIn'), book.clock.zone)).map(notMovedRow),
});

export const getPaysInfo: Handler = (request, { book }) => {
  const from = requestedDay(textOf(request, 'DateBegin'), book.clock.zone);
  const to = requestedDay(textOf(request, 'DateEnd'), book.clock.zone);
  const inRange = (day: string): boolean => from <= day && day <= to;
  return { BankPayInfo: book.bookings.filter((booking) => !booking.rolledBack && inRange(booking.paymentDate.slice(0, 10))).map(bankPayInfo) };
};

/** `<result>false</result>` on success, as the document shows it. */
export const getBankPayByMonth: Handler = (request, { book }) => {
  const month = askedMonth(request);
  const paid = book.bookings.filter((booking) => !booking.rolledBack && booking.receivedAt.startsWith(month));
  return { result: 'false', ErrorMessage: '', StackTrace: '', list: { PayItem: paid.map(payItem) } };
};

export const getBankDayChecks: Handler = (request, { book, bankCode }) => {
  const day = requestedDay(textOf(request, 'dateIn'), book.clock.zone);
  const reached = day <= book.clock.today();
  if (reached) book.check(day);
  return { ResultBankDayCheck: [{ BankCode: bankCode, PaymentDate: `${day}T00:00:00`, CheckedSign: reached ? 'true' : 'false' }] };
};

/** By the day of processing; a nil day asks for the whole month. */
export const getPaymentsInfo: Handler = (request, { book }) => {
  const day = request['day'];
  const from = typeof day === 'string' ? `${askedMonth(request)}-${day.padStart(2, '0')}` : askedMonth(request);
  return {
    PaymentInfo: book.bookings
      .filter((booking) => booking.movedOn?.startsWith(from))
      .map(({ paymentId, sysRef }) => ({ PaymentId: paymentId, SysRef: sysRef })),
  };
};

/** Electronic payment orders: one line per service of a day that was checked («отмечена как готовая»). */
export const getReport108e: Handler = (request, { book, bankCode }) => {
  const day = requestedDay(textOf(request, 'dateIn'), book.clock.zone);
  if (textOf(request, 'bankCode') !== bankCode) return report(LIST_ERRORS['bank not found']);
  if (day < '2017-11-01') return report(LIST_ERRORS['before november 2017']);
  if (day.slice(0, 7) > book.period()) return report(LIST_ERRORS['month later than current']);
  if (!book.checkedDays.has(day)) return report(LIST_ERRORS['day not marked']);
  const totals = new Map<string, Money>();
  for (const booking of book.bookings) {
    if (booking.rolledBack || dayOf(booking) !== day) continue;
    for (const { id, sum } of booking.services) if (sum !== ZERO) totals.set(id, add(totals.get(id) ?? ZERO, sum));
  }
  if (totals.size === 0) return report(LIST_ERRORS['no data for the day']);
  return { result: 'sucsess', list: { Form108eItems: [...totals].map(([id, sum]) => order(day, id, sum)) }, ErrorMessage: '', StackTrace: '' };
};

const report = (error: string): Value => ({ result: 'error', ErrorMessage: error, StackTrace: '' });

const order = (day: string, service: string, sum: Money): Value => ({
  DAT: `${day.slice(8)}.${day.slice(5, 7)}.${day.slice(0, 4)}`,
  KODBN: 'ALSCKZKA',
  NUMRS: `KZ00${service.padStart(16, '0')}`,
  TSH: '',
  BIN: service.padStart(12, '0'),
  SUMP: twoPlaces(sum),
  NAME_POL: `Поставщик услуги ${service}`,
  NAZN_PL: `АЛСЕКО за услугу ${service}`,
  SERV_ID: service,
  KODD: '',
  FL: 'false',
  KBE: '16',
  KNP: '856',
  IIN_ABON: '',
  FIO: '',
});

export function askedMonth(request: Parameters<Handler>[0]): Month {
  return `${textOf(request, 'year').padStart(4, '0')}-${textOf(request, 'month').padStart(2, '0')}` as Month;
}
