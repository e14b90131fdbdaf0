import type { Day, Month } from '../../domain/day';
import { add, type Money, negate, ZERO } from '../../domain/money';
import { type Generated, generatedBookings } from './generated';

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
  readonly rolledBack: boolean;
  /** Day on which it was taken for processing. */
  readonly movedOn: Day | null;
}
/** What Alseco's own people may write over. */
export type Amendment = Partial<Omit<Booking, 'period'>>;

export const dayOf = ({ receivedAt }: Pick<Booking, 'receivedAt'>): Day => receivedAt.slice(0, 10) as Day;

const FIRST_PAYMENT_ID = 10_264_561;

/** What is booked, in order, and generated days that are kept as their numbers alone. */
export class Bookings {
  readonly all: Booking[] = [];
  private readonly generated = new Map<Day, Generated>();
  private readonly byId = new Map<string, Booking>();
  private readonly byService = new Map<string, Money>();

  nextId(): string {
    let id = FIRST_PAYMENT_ID + this.all.length;
    while (this.byId.has(String(id))) id++;
    return String(id);
  }
  find(paymentId: string): Booking | undefined {
    return this.byId.get(paymentId);
  }
  generatedDays(): readonly Generated[] {
    return [...this.generated.values()];
  }

  /** What stands and fits, the generated bookings of such days last, made as they are read. */
  standing(fits: (booking: Booking) => boolean, generatedOn: (day: Day) => boolean): Iterable<Booking> {
    const kept = this.all.filter((booking) => !booking.rolledBack && fits(booking));
    const days = this.generatedDays().filter(({ day }) => generatedOn(day));
    return days.length === 0 ? kept : both(kept, generatedBookings(days, fits));
  }

  /** Paid in a period for one service of one invoice. */
  paid(period: Month, invoice: string, service: string): Money {
    return this.byService.get(`${period} ${invoice} ${service}`) ?? ZERO;
  }

  add(booking: Booking): void {
    this.all.push(booking);
    this.byId.set(booking.paymentId, booking);
    this.count(booking, (sum) => sum);
  }
  generate(generated: Generated): void {
    this.generated.set(generated.day, generated);
  }

  change(paymentId: string, change: Amendment): void {
    const booking = this.byId.get(paymentId);
    if (!booking) return;
    this.count(booking, negate);
    this.byId.delete(paymentId);
    Object.assign(booking, change);
    this.byId.set(booking.paymentId, booking);
    this.count(booking, (sum) => sum);
  }

  /** Takes for processing what stands and was not yet taken. */
  take(paymentId: string, movedOn: Day): void {
    const booking = this.byId.get(paymentId);
    if (booking?.movedOn === null && !booking.rolledBack) this.change(paymentId, { movedOn });
  }
  takeDay(day: Day, movedOn: Day): void {
    for (const booking of this.all) if (dayOf(booking) === day) this.take(booking.paymentId, movedOn);
    const generated = this.generated.get(day);
    if (generated) this.generate({ ...generated, moved: generated.count, movedOn });
  }

  clear(): void {
    this.all.length = 0;
    for (const part of [this.generated, this.byId, this.byService]) part.clear();
  }

  private count({ period, invoice, services, rolledBack }: Booking, signed: (sum: Money) => Money): void {
    if (rolledBack) return;
    for (const { id, sum } of services) {
      const key = `${period} ${invoice} ${id}`;
      this.byService.set(key, add(this.byService.get(key) ?? ZERO, signed(sum)));
    }
  }
}

function* both<T>(first: Iterable<T>, second: Iterable<T>): Generator<T> {
  yield* first;
  yield* second;
}
