import { DateTime } from 'luxon';
import { type Day, type Month, monthOf } from '../../domain/day';

/** The sandbox's own time: real time plus an offset that the control address may set. */
export class Clock {
  offsetMs = 0;
  private reckoned: { readonly second: number; readonly day: Day } | undefined;

  constructor(readonly zone: string) {}

  now(): DateTime {
    return DateTime.fromMillis(Date.now() + this.offsetMs, { zone: this.zone });
  }
  /** Asked for each line of a bill: reckoned once a second. */
  today(): Day {
    const second = Math.floor((Date.now() + this.offsetMs) / 1_000);
    if (this.reckoned?.second !== second) this.reckoned = { second, day: this.now().toFormat('yyyy-MM-dd') as Day };
    return this.reckoned.day;
  }
  month(): Month {
    return monthOf(this.today());
  }
}

export const plusMonths = (month: Month, months: number): Month =>
  DateTime.fromISO(`${month}-01`, { zone: 'utc' }).plus({ months }).toFormat('yyyy-MM') as Month;

/** A dateTime of a request as a day of the server's zone; with an offset it is converted first, as .NET does («+06:00» may be the day before). */
export function requestedDay(text: string, zone: string): Day {
  return DateTime.fromISO(text.replace(/(\.\d{3})\d+/, '$1'), { zone }).toFormat('yyyy-MM-dd') as Day;
}

/** smalldatetime: to the minute, half a minute up; 23:59:30 is 00:00 of the next day. */
export function smallDateTime(text: string, zone: string): string {
  const at = DateTime.fromISO(text.replace(/(\.\d{3})\d+/, '$1'), { zone });
  const minute = at.second >= 30 ? at.plus({ minutes: 1 }) : at;
  return minute.startOf('minute').toFormat("yyyy-MM-dd'T'HH:mm:ss");
}

export const asDateTime = (at: DateTime): string => at.toFormat("yyyy-MM-dd'T'HH:mm:ss");
