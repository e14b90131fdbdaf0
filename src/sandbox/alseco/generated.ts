import { type Day, monthOf } from '../../domain/day';
import { sysRef } from '../../domain/ids';
import { ZERO } from '../../domain/money';
import { amountAt, type GeneratedDay, requestAt, SECONDS_A_DAY, secondAt } from '../generated';
import type { Booking } from './bookings';

export interface Generated extends GeneratedDay {
  /** So many of the first are taken for processing, on that day. */
  readonly moved: number;
  readonly movedOn: Day;
  /** Of our references (ALSECO_SYSREF_PREFIX). */
  readonly prefix: string;
}

const FIRST_PAYMENT_ID = 1_000_000_000;
const DAYS = 1_000;
const DAY_MS = SECONDS_A_DAY * 1_000;
const MINUTE_MS = 60_000;
const FIRST_ACCOUNT = 5_000_000;
const ACCOUNTS = 5_000;

/** The booking of our document 1 of that payment, for one of the many subscribers (accounts.ts). */
export function generatedBooking({ day, count, moved, movedOn, prefix }: Generated, at: number): Booking {
  const ordinal = (Date.parse(day) / DAY_MS) % DAYS;
  const account = String(FIRST_ACCOUNT + (at % ACCOUNTS));
  const receivedMs = Date.parse(day) + secondAt(at, count) * 1_000;
  const sum = amountAt(at);
  return {
    paymentId: String(FIRST_PAYMENT_ID + ordinal * 1_000_000 + at),
    account,
    invoice: `${day.slice(2, 4)}${day.slice(5, 7)}2${account}`,
    sysRef: sysRef(prefix, requestAt(day, at), 1),
    paymentDate: localText(Math.floor((receivedMs + MINUTE_MS / 2) / MINUTE_MS) * MINUTE_MS),
    receivedAt: localText(receivedMs),
    period: monthOf(day),
    sum,
    services: [
      { id: '12', sum },
      { id: '16', sum: ZERO },
    ],
    rolledBack: false,
    movedOn: at < moved ? movedOn : null,
  };
}

/** Of a local time reckoned as if it were UTC, which has every time of every day once. */
const localText = (ms: number): string => new Date(ms).toISOString().slice(0, 19);

export function* generatedBookings(days: Iterable<Generated>, fits: (booking: Booking) => boolean): Generator<Booking> {
  for (const generated of days)
    for (let at = 0; at < generated.count; at++) {
      const booking = generatedBooking(generated, at);
      if (fits(booking)) yield booking;
    }
}
