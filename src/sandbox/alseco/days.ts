import { LIST_ERRORS } from '../../contracts/alseco/states';
import { type Day, type Month, monthOf, plusDays } from '../../domain/day';
import { add, type Money, twoPlaces, ZERO } from '../../domain/money';
import type { List } from './book';
import { type Booking, dayOf } from './bookings';
import { requestedDay } from './clock';
import { bankPayInfo, notMovedRow, payItem } from './payments';
import { type Group, textOf, type Value } from './value';
import type { Handler, World } from './world';

/** The rows of bookings, each as this list shows it. */
const rowsOf = ({ book }: World, list: List, bookings: Iterable<Booking>, print: (booking: Booking) => Group): Iterable<Value> =>
  book.shown.rows(
    list,
    bookings,
    ({ paymentId }) => paymentId,
    (booking, fields) => ({ ...print(booking), ...fields }),
  );

/** Lists of payments and the bank day. */
export const getNotMovedPays: Handler = (request, world) => {
  const { book } = world;
  const day = requestedDay(textOf(request, 'dateIn'), book.clock.zone);
  const notMoved = book.bookings.standing(
    (booking) => booking.movedOn === null && dayOf(booking) === day,
    (generated) => generated === day,
  );
  return { ResultNotMovedPays: rowsOf(world, 'GetNotMovedPays', notMoved, notMovedRow) };
};

export const getPaysInfo: Handler = (request, world) => {
  const { book } = world;
  const from = requestedDay(textOf(request, 'DateBegin'), book.clock.zone);
  const to = requestedDay(textOf(request, 'DateEnd'), book.clock.zone);
  const paid = book.bookings.standing(
    ({ paymentDate }) => from <= paymentDate.slice(0, 10) && paymentDate.slice(0, 10) <= to,
    // A minute before midnight is paid on the next day.
    (generated) => plusDays(from, -1) <= generated && generated <= to,
  );
  return { BankPayInfo: rowsOf(world, 'getPaysInfo', paid, bankPayInfo) };
};

/** `<result>false</result>` on success, as the document shows it. */
export const getBankPayByMonth: Handler = (request, world) => {
  const month = askedMonth(request);
  const paid = world.book.bookings.standing(
    ({ receivedAt }) => receivedAt.startsWith(month),
    (generated) => monthOf(generated) === month,
  );
  return { result: 'false', ErrorMessage: '', StackTrace: '', list: { PayItem: rowsOf(world, 'GetBankPayByMonth', paid, payItem) } };
};

export const getBankDayChecks: Handler = (request, { book, bankCode }) => {
  const day = requestedDay(textOf(request, 'dateIn'), book.clock.zone);
  const reached = day <= book.clock.today();
  if (reached) book.check(day);
  return { ResultBankDayCheck: [{ BankCode: bankCode, PaymentDate: `${day}T00:00:00`, CheckedSign: reached ? 'true' : 'false' }] };
};

/** By the day of processing; a nil day asks for the whole month. */
export const getPaymentsInfo: Handler = (request, world) => {
  const day = request['day'];
  const from = typeof day === 'string' ? `${askedMonth(request)}-${day.padStart(2, '0')}` : askedMonth(request);
  const moved = world.book.bookings.standing(
    ({ movedOn }) => movedOn?.startsWith(from) === true,
    () => true,
  );
  return { PaymentInfo: rowsOf(world, 'GetPaymentsInfo', moved, ({ paymentId, sysRef }) => ({ PaymentId: paymentId, SysRef: sysRef })) };
};

/** Electronic payment orders: one line per service of a day that was checked («отмечена как готовая»). */
export const getReport108e: Handler = (request, { book, bankCode }) => {
  const day = requestedDay(textOf(request, 'dateIn'), book.clock.zone);
  if (textOf(request, 'bankCode') !== bankCode) return report(LIST_ERRORS['bank not found']);
  if (day < '2017-11-01') return report(LIST_ERRORS['before november 2017']);
  if (day.slice(0, 7) > book.periods.current()) return report(LIST_ERRORS['month later than current']);
  if (!book.checkedDays.has(day)) return report(LIST_ERRORS['day not marked']);
  const totals = totalsOf(
    book.bookings.standing(
      (booking) => dayOf(booking) === day,
      (generated) => generated === day,
    ),
  );
  if (totals.size === 0) return report(LIST_ERRORS['no data for the day']);
  return { result: 'sucsess', list: { Form108eItems: [...totals].map(([id, sum]) => order(day, id, sum)) }, ErrorMessage: '', StackTrace: '' };
};

function totalsOf(bookings: Iterable<Booking>): ReadonlyMap<string, Money> {
  const totals = new Map<string, Money>();
  for (const { services } of bookings) for (const { id, sum } of services) if (sum !== ZERO) totals.set(id, add(totals.get(id) ?? ZERO, sum));
  return totals;
}

const report = (error: string): Value => ({ result: 'error', ErrorMessage: error, StackTrace: '' });

const order = (day: Day, service: string, sum: Money): Value => ({
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
