import { z } from 'zod';
import { OPERATION_NAMES } from '../../contracts/alseco/operations';
import type { Month } from '../../domain/day';
import { ZERO } from '../../domain/money';
import { Bad, type Switches, settings } from '../control';
import { amountText, dayText, given, localText } from '../fields';
import { GeneratedDay, MAX_GENERATED_DAYS } from '../generated';
import { shownIn } from '../shown';
import { type Book, LISTS, ODD_ROLLBACKS } from './book';
import { type Booking, dayOf } from './bookings';
import type { World } from './world';

const monthText = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const digits = (most: number) => z.string().regex(new RegExp(`^\\d{1,${most}}$`));

const Period = z.strictObject({
  period: monthText.nullable(),
  /** Bills of the period are formed account by account, over /control/form. */
  slowly: z.boolean().default(false),
});
const Rollbacks = z.strictObject({ next: z.array(z.enum(ODD_ROLLBACKS)).max(1_000) });
const Form = z.strictObject({ account: digits(10) });
const SettingsChange = z.strictObject({ movesByHand: z.boolean().optional() });
const services = z.array(z.strictObject({ id: digits(9), sum: amountText })).max(200);
const Line = z.strictObject({
  account: digits(10),
  invoice: digits(12).optional(),
  sysRef: z.string().max(50),
  sum: amountText,
  services: services.optional(),
  receivedAt: localText.optional(),
  paymentDate: localText.optional(),
  movedOn: dayText.optional(),
});
const Lines = z.strictObject({ bookings: z.array(Line).min(1).max(10_000) });
const Amended = z.strictObject({
  /** PaymentId, or the SysRef of exactly one booking. */
  of: z.string().min(1).max(50),
  change: z.strictObject({
    ...Line.partial().shape,
    paymentId: digits(10).optional(),
    movedOn: dayText.nullable().optional(),
    rolledBack: z.boolean().optional(),
  }),
});
/** No fields: the operation answers as it should again. */
const Overwriting = z.strictObject({
  operation: z.enum(OPERATION_NAMES),
  fields: z.record(z.string().regex(/^[A-Za-z0-9]{1,50}$/), z.string().max(1_000)),
});
const Moved = z.strictObject({ day: dayText, count: z.int().min(1).optional(), on: dayText.optional() });
const Generated = GeneratedDay.extend({
  moved: z.int().min(0).default(0),
  movedOn: dayText.optional(),
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9]{0,20}$/)
    .default('TLM'),
});

/** What only this sandbox lets be switched. None of it is Alseco's. */
export function switches(on: Switches, world: World): void {
  const { book } = world;
  const { bookings, periods } = book;
  on.get('book', z.object({}), () => bookings.all);
  settings(on, SettingsChange, book);
  on.post('period', Period, ({ period, slowly }) => {
    periods.turn(period as Month | null, slowly);
    return { period: periods.current(), slowly };
  });
  on.post('form', Form, ({ account }) => {
    periods.form(account);
    return { formed: [...periods.formed] };
  });
  on.post('rollbacks', Rollbacks, ({ next }) => {
    book.odd.splice(0, book.odd.length, ...next);
    return { next };
  });
  bankDaySwitches(on, world);
}

/** What another may have booked, written over, or shown otherwise than it is. */
function bankDaySwitches(on: Switches, world: World): void {
  const { book } = world;
  const { bookings } = book;
  on.post('bookings', Lines, ({ bookings: lines }) => lines.map((line) => bookPastUs(line, world)));
  on.post('amend', Amended, ({ of, change }) => {
    const booking = oneOf(book, of);
    const { paymentId = booking.paymentId, sum } = change;
    if (paymentId !== booking.paymentId && bookings.find(paymentId)) throw new Bad(`PaymentId ${paymentId} is another booking’s`);
    // What a sum is made of follows it where nothing else is said.
    const parts = sum === undefined ? {} : { services: booking.services.map(({ id }, at) => ({ id, sum: at === 0 ? sum : ZERO })) };
    book.amend(booking, { ...parts, ...given(change) });
    return bookings.find(paymentId);
  });
  on.post('move', Moved, ({ day, count, on: movedOn = book.clock.today() }) => {
    const waiting = bookings.all.filter((booking) => !booking.rolledBack && booking.movedOn === null && dayOf(booking) === day);
    book.move(waiting.slice(0, count), movedOn);
    return { moved: Math.min(waiting.length, count ?? waiting.length), left: Math.max(0, waiting.length - (count ?? waiting.length)) };
  });
  on.post('rows', shownIn(LISTS), (shown) => {
    book.show({ ...shown, of: oneOf(book, shown.of).paymentId });
    return shown;
  });
  on.post('answers', Overwriting, ({ operation, fields }) => {
    world.overwritten.delete(operation);
    if (Object.keys(fields).length > 0) world.overwritten.set(operation, fields);
    return Object.fromEntries(world.overwritten);
  });
  on.get('generated', z.object({}), () => bookings.generatedDays());
  on.post('generated', Generated, ({ movedOn, ...generated }) => {
    if (bookings.generatedDays().length >= MAX_GENERATED_DAYS) throw new Bad(`at most ${MAX_GENERATED_DAYS} days: POST /control/reset first`);
    book.generate({ ...generated, movedOn: movedOn ?? generated.day });
    return bookings.generatedDays();
  });
}

function oneOf({ bookings }: Book, of: string): Booking {
  const found = bookings.find(of) ?? bookings.all.filter(({ sysRef }) => sysRef === of);
  if (!Array.isArray(found)) return found;
  if (found[0] && found.length === 1) return found[0];
  throw new Bad(`${found.length} bookings are ${of}`);
}

/** Somebody else's booking, or one of ours that we never heard of: it stands as it was given, whatever Pay would have said. */
function bookPastUs({ movedOn, ...line }: z.output<typeof Line>, { book, register }: World): Booking {
  const account = register.account(line.account);
  const [invoice] = account ? register.invoicesOf(account) : [];
  const number = line.invoice ?? invoice?.number;
  if (number === undefined) throw new Bad(`account ${line.account} has no invoice: say which is paid`);
  const paid = line.services ?? [{ id: invoice?.seed.services[0]?.id ?? '12', sum: line.sum }];
  const receivedAt = line.receivedAt ?? book.clock.local();
  const booking = book.book({ ...line, invoice: number, services: paid, receivedAt, paymentDate: line.paymentDate ?? receivedAt });
  if (movedOn) book.move([booking], movedOn);
  return booking;
}
