import type { Day, Month } from '../../domain/day';
import { add, type Money, money, ZERO } from '../../domain/money';
import type { Clock } from '../clock';
import { Journal } from '../journal';
import { smallDateTime } from './clock';

export interface Booking {
  readonly paymentId: string;
  readonly account: string;
  readonly invoice: string;
  readonly sysRef: string;
  /** smalldatetime in the zone. */
  readonly paymentDate: string;
  /** Local time of the zone, to the second. */
  readonly receivedAt: string;
  readonly period: Month;
  readonly sum: Money;
  readonly services: ReadonlyArray<{ readonly id: string; readonly sum: Money }>;
  rolledBack: boolean;
  /** Day on which it was taken for processing. */
  movedOn: Day | null;
}

export type NewBooking = Pick<Booking, 'account' | 'invoice' | 'sysRef' | 'services' | 'sum'> & { readonly paymentDate: string };

type Event =
  | { readonly is: 'booked'; readonly booking: Omit<Booking, 'rolledBack' | 'movedOn'> }
  | { readonly is: 'rolled back'; readonly paymentId: string }
  | { readonly is: 'checked'; readonly day: Day; readonly movedOn: Day }
  | { readonly is: 'processed'; readonly paymentId: string; readonly movedOn: Day }
  | { readonly is: 'period'; readonly period: Month | null; readonly slowly?: boolean }
  | { readonly is: 'formed'; readonly account: string; readonly period?: Month }
  | { readonly is: 'handed out'; readonly accounts: readonly string[]; readonly period: Month };

/** What a rollback may meet: taken for processing at that moment; said not to be there, though it is; or as the book says. */
export const ODD_ROLLBACKS = ['process', 'deny', 'let'] as const;
export type OddRollback = (typeof ODD_ROLLBACKS)[number];

const FIRST_PAYMENT_ID = 10_264_561;

/** Alseco's book: what was booked, rolled back, checked. Written down before it is answered. */
export class Book {
  readonly bookings: Booking[] = [];
  readonly formed = new Set<string>();
  readonly checkedDays = new Set<Day>();
  /** What the next bookings that are asked to be rolled back meet, in order; after these, what the book says. */
  readonly odd: OddRollback[] = [];
  private readonly handedOut = new Set<string>();
  private readonly byId = new Map<string, Booking>();
  private readonly byService = new Map<string, Money>();
  private readonly formedSlowly = new Set<string>();
  private turnedTo: Month | null = null;
  /** The period whose bills are formed one account after another, by hand. */
  private slow: Month | null = null;

  private readonly journal: Journal<Event>;

  constructor(
    path: string,
    readonly clock: Clock,
  ) {
    this.journal = new Journal<Event>(path, (event) => this.apply(event));
  }

  /** The period of the database: the calendar's month until it is set by hand («Текущий период»). */
  period(): Month {
    return this.turnedTo ?? this.clock.month();
  }

  /** Books without looking for an earlier one: neither Pay nor PayD is idempotent. */
  book(given: NewBooking): Booking {
    const booking = {
      paymentId: String(FIRST_PAYMENT_ID + this.bookings.length),
      account: given.account,
      invoice: given.invoice,
      sysRef: given.sysRef,
      paymentDate: smallDateTime(given.paymentDate, this.clock.zone),
      receivedAt: this.clock.local(),
      period: this.period(),
      sum: given.sum,
      services: given.services,
    };
    this.write({ is: 'booked', booking });
    return this.byId.get(booking.paymentId) as Booking;
  }

  find(paymentId: string): Booking | undefined {
    return this.byId.get(paymentId);
  }

  findBySysRef(sysRef: string): readonly Booking[] {
    return this.bookings.filter((booking) => booking.sysRef === sysRef && !booking.rolledBack);
  }

  /** Rollback works on the day of booking and before processing. */
  rollBack(booking: Booking | undefined): 'Success' | 'PaymentNotFound' | 'PaymentProcessed' {
    if (!booking || booking.rolledBack) return 'PaymentNotFound';
    const odd = this.odd.shift();
    if (odd === 'deny') return 'PaymentNotFound';
    if (odd === 'process') this.write({ is: 'processed', paymentId: booking.paymentId, movedOn: this.clock.today() });
    if (booking.movedOn !== null || dayOf(booking) !== this.clock.today()) return 'PaymentProcessed';
    this.write({ is: 'rolled back', paymentId: booking.paymentId });
    return 'Success';
  }

  notMoved(day: Day): readonly Booking[] {
    return this.bookings.filter((booking) => !booking.rolledBack && booking.movedOn === null && dayOf(booking) === day);
  }

  /** Paid in the current period for one service of one invoice. */
  paid(invoice: string, service: string): Money {
    return this.byService.get(`${this.period()} ${invoice} ${service}`) ?? ZERO;
  }

  check(day: Day): void {
    this.write({ is: 'checked', day, movedOn: this.clock.today() });
  }
  /** `slowly`: no account has bills of the new period until it is formed («для одних абонентов квитанции уже сформированы, а для других еще нет»). */
  turn(period: Month | null, slowly = false): void {
    this.write({ is: 'period', period, slowly });
  }
  form(account: string): void {
    this.write({ is: 'formed', account, period: this.period() });
  }

  /** Whether the account's bills of this period are there; `byItself`: they are with the turn of a period that is not slow. */
  isFormed(account: string, byItself: boolean): boolean {
    const period = this.period();
    return this.slow === period ? this.formedSlowly.has(`${period} ${account}`) : byItself || this.formed.has(account);
  }

  /** Each account once per period. */
  handOut(accounts: readonly string[]): readonly string[] {
    const period = this.period();
    const fresh = accounts.filter((account) => !this.handedOut.has(`${period} ${account}`));
    if (fresh.length > 0) this.write({ is: 'handed out', accounts: fresh, period });
    return fresh;
  }

  reset(): void {
    this.journal.empty();
    this.bookings.length = 0;
    this.odd.length = 0;
    this.turnedTo = null;
    this.slow = null;
    for (const part of [this.formed, this.formedSlowly, this.checkedDays, this.handedOut, this.byId, this.byService]) part.clear();
  }

  close(): void {
    this.journal.close();
  }

  private write(event: Event): void {
    this.journal.write(event);
    this.apply(event);
  }

  private apply(event: Event): void {
    if (event.is === 'booked') this.add({ ...event.booking, rolledBack: false, movedOn: null });
    else if (event.is === 'rolled back') this.takeBack(event.paymentId);
    else if (event.is === 'checked') {
      this.checkedDays.add(event.day);
      this.move((booking) => dayOf(booking) === event.day, event.movedOn);
    } else if (event.is === 'processed') this.move((booking) => booking.paymentId === event.paymentId, event.movedOn);
    else if (event.is === 'period') {
      this.turnedTo = event.period;
      this.slow = event.slowly ? this.period() : null;
    } else if (event.is === 'formed') {
      this.formed.add(event.account);
      this.formedSlowly.add(`${event.period} ${event.account}`);
    } else for (const account of event.accounts) this.handedOut.add(`${event.period} ${account}`);
  }

  private add(booking: Booking): void {
    this.bookings.push(booking);
    this.byId.set(booking.paymentId, booking);
    this.count(booking, (sum) => sum);
  }

  private takeBack(paymentId: string): void {
    const booking = this.byId.get(paymentId);
    if (!booking) return;
    booking.rolledBack = true;
    this.count(booking, (sum) => money(sum.startsWith('-') ? sum.slice(1) : `-${sum}`));
  }

  private move(which: (booking: Booking) => boolean, movedOn: Day): void {
    for (const booking of this.bookings) if (booking.movedOn === null && !booking.rolledBack && which(booking)) booking.movedOn = movedOn;
  }

  private count(booking: Booking, signed: (sum: Money) => Money): void {
    for (const { id, sum } of booking.services) {
      const key = `${booking.period} ${booking.invoice} ${id}`;
      this.byService.set(key, add(this.byService.get(key) ?? ZERO, signed(sum)));
    }
  }
}

export const dayOf = (booking: Booking): Day => booking.receivedAt.slice(0, 10) as Day;
