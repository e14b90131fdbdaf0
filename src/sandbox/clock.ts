import { type Day, type Month, monthOf } from '../domain/day';
import { dayIn, localTime } from '../zone';

/** A sandbox's own time: real time moved by hand, in its own zone until another is set. A restart forgets both. */
export class Clock {
  offsetMs = 0;
  zone: string;

  constructor(private readonly ownZone: string) {
    this.zone = ownZone;
  }

  /** An instant, as ISO text. */
  now(): string {
    return new Date(Date.now() + this.offsetMs).toISOString();
  }
  /** `2026-11-21T10:15:00` in the zone. */
  local(): string {
    return localTime(this.zone, this.now());
  }
  today(): Day {
    return dayIn(this.zone, this.now());
  }
  month(): Month {
    return monthOf(this.today());
  }
  reset(): void {
    this.offsetMs = 0;
    this.zone = this.ownZone;
  }
}
