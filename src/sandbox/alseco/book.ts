import type { Day } from '../../domain/day';
import type { Money } from '../../domain/money';
import type { Clock } from '../clock';
import { Journal } from '../journal';
import { type Shown, ShownLines } from '../shown';
import { type Amendment, type Booking, Bookings, dayOf } from './bookings';
import { smallDateTime } from './clock';
import type { Generated } from './generated';
import { type PeriodEvent, Periods } from './periods';

export type NewBooking = Pick<Booking, 'account' | 'invoice' | 'sysRef' | 'services' | 'sum' | 'paymentDate'> & Partial<Pick<Booking, 'receivedAt'>>;

export interface Settings {
  /** GetBankDayChecks takes nothing for processing by itself: /control/move does. */
  readonly movesByHand: boolean;
}

type Event =
  | PeriodEvent
  | { readonly is: 'booked'; readonly booking: Omit<Booking, 'rolledBack' | 'movedOn'> }
  | { readonly is: 'rolled back'; readonly paymentId: string }
  | { readonly is: 'amended'; readonly paymentId: string; readonly change: Amendment }
  | { readonly is: 'checked'; readonly day: Day; readonly movedOn: Day | null }
  | { readonly is: 'processed'; readonly paymentId: string; readonly movedOn: Day }
  | { readonly is: 'generated'; readonly generated: Generated }
  | { readonly is: 'shown'; readonly shown: Shown }
  | { readonly is: 'settings'; readonly settings: Settings };

/** What a rollback may meet: taken for processing at that moment; said not to be there, though it is; or as the book says. */
export const ODD_ROLLBACKS = ['process', 'deny', 'let'] as const;
export type OddRollback = (typeof ODD_ROLLBACKS)[number];

/** The lists that show bookings. */
export const LISTS = ['GetNotMovedPays', 'getPaysInfo', 'GetBankPayByMonth', 'GetPaymentsInfo'] as const;
export type List = (typeof LISTS)[number];

const DEFAULTS: Settings = { movesByHand: false };

/** Alseco's book: what was booked, rolled back, checked. Written down before it is answered. */
export class Book {
  settings: Settings = DEFAULTS;
  readonly bookings = new Bookings();
  readonly checkedDays = new Set<Day>();
  readonly shown = new ShownLines(LISTS);
  readonly periods: Periods;
  /** What the next bookings that are asked to be rolled back meet, in order; after these, what the book says. */
  readonly odd: OddRollback[] = [];
  private readonly journal: Journal<Event>;

  constructor(
    path: string,
    readonly clock: Clock,
  ) {
    this.periods = new Periods(clock, (event) => this.write(event));
    this.journal = new Journal<Event>(path, (event) => this.apply(event));
  }

  /** Books without looking for an earlier one: neither Pay nor PayD is idempotent. */
  book({ account, invoice, sysRef, paymentDate, sum, services, receivedAt = this.clock.local() }: NewBooking): Booking {
    const paymentId = this.bookings.nextId();
    const paid = { paymentId, account, invoice, sysRef, paymentDate: smallDateTime(paymentDate, this.clock.zone) };
    this.write({ is: 'booked', booking: { ...paid, receivedAt, period: this.periods.current(), sum, services } });
    return this.bookings.find(paymentId) as Booking;
  }

  /** Rollback works on the day of booking and before processing. */
  rollBack(booking: Booking | undefined): 'Success' | 'PaymentNotFound' | 'PaymentProcessed' {
    if (!booking || booking.rolledBack) return 'PaymentNotFound';
    const odd = this.odd.shift();
    if (odd === 'deny') return 'PaymentNotFound';
    if (odd === 'process') this.move([booking], this.clock.today());
    if (booking.movedOn !== null || dayOf(booking) !== this.clock.today()) return 'PaymentProcessed';
    this.write({ is: 'rolled back', paymentId: booking.paymentId });
    return 'Success';
  }

  /** Paid in the current period for one service of one invoice. */
  paid(invoice: string, service: string): Money {
    return this.bookings.paid(this.periods.current(), invoice, service);
  }

  amend({ paymentId }: Booking, change: Amendment): void {
    this.write({ is: 'amended', paymentId, change });
  }
  check(day: Day): void {
    this.write({ is: 'checked', day, movedOn: this.settings.movesByHand ? null : this.clock.today() });
  }
  move(bookings: readonly Booking[], movedOn: Day): void {
    for (const { paymentId } of bookings) this.write({ is: 'processed', paymentId, movedOn });
  }
  generate(generated: Generated): void {
    this.write({ is: 'generated', generated });
  }
  show(shown: Shown): void {
    this.write({ is: 'shown', shown });
  }
  setSettings(settings: Settings): void {
    this.write({ is: 'settings', settings });
  }

  reset(): void {
    this.journal.empty();
    this.settings = DEFAULTS;
    this.odd.length = 0;
    for (const part of [this.bookings, this.periods, this.shown, this.checkedDays]) part.clear();
  }

  close(): void {
    this.journal.close();
  }

  private write(event: Event): void {
    this.journal.write(event);
    this.apply(event);
  }

  private apply(event: Event): void {
    switch (event.is) {
      case 'booked':
        this.bookings.add({ ...event.booking, rolledBack: false, movedOn: null });
        break;
      case 'rolled back':
        this.bookings.change(event.paymentId, { rolledBack: true });
        break;
      case 'amended':
        this.bookings.change(event.paymentId, event.change);
        break;
      case 'checked':
        this.checkedDays.add(event.day);
        if (event.movedOn !== null) this.bookings.takeDay(event.day, event.movedOn);
        break;
      case 'processed':
        this.bookings.take(event.paymentId, event.movedOn);
        break;
      case 'generated':
        this.bookings.generate(event.generated);
        break;
      case 'shown':
        this.shown.set(event.shown);
        break;
      case 'settings':
        this.settings = event.settings;
        break;
      default:
        this.periods.apply(event);
    }
  }
}
