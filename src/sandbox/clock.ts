import { type Day, type Month, monthOf } from '../domain/day';
import { dayIn, localTime } from '../zone';

/** No zone changes its offset within a quarter of an hour. */
const QUARTER_MS = 900_000;

/** A sandbox's own time: real time moved by hand, in its own zone until another is set. A restart forgets both. */
export class Clock {
  offsetMs = 0;
  zone: string;
  private reckoned = { zone: '', quarter: 0, aheadMs: 0 };

  constructor(private readonly ownZone: string) {
    this.zone = ownZone;
  }

  /** An instant, as ISO text. */
  now(): string {
    return new Date(Date.now() + this.offsetMs).toISOString();
  }
  /** `2026-11-21T10:15:00` in the zone. */
  local(): string {
    return this.localAt(Date.now() + this.offsetMs).slice(0, 19);
  }
  /** `2026-11-21T10:15:00.1230000`, as the document prints times. A list of a million lines asks for two million of them. */
  localAt(ms: number): string {
    const quarter = Math.floor(ms / QUARTER_MS) * QUARTER_MS;
    if (this.reckoned.zone !== this.zone || this.reckoned.quarter !== quarter) {
      const shown = Date.parse(`${localTime(this.zone, new Date(quarter).toISOString())}Z`);
      this.reckoned = { zone: this.zone, quarter, aheadMs: shown - quarter };
    }
    return `${new Date(ms + this.reckoned.aheadMs).toISOString().slice(0, 23)}0000`;
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
