const WINDOW_MS = 60_000;
const MAX_KEYS = 50_000;

/** At most `perMinute` of something per key in a window of one minute; a bounded number of keys is remembered. */
export class RateLimit {
  private readonly windows = new Map<string, { until: number; taken: number }>();

  constructor(
    private readonly perMinute: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Seconds to wait, or 0 where it was allowed (and counted). */
  take(key: string): number {
    const at = this.now();
    const window = this.windows.get(key);
    if (!window || window.until <= at) {
      this.windows.delete(key);
      if (this.windows.size >= MAX_KEYS) this.forget(at);
      this.windows.set(key, { until: at + WINDOW_MS, taken: 1 });
      return 0;
    }
    if (window.taken < this.perMinute) {
      window.taken++;
      return 0;
    }
    return Math.ceil((window.until - at) / 1000);
  }

  /** Windows stand in the order of their beginning: the oldest go first. */
  private forget(at: number): void {
    for (const [key, window] of this.windows) {
      if (window.until > at && this.windows.size < MAX_KEYS) return;
      this.windows.delete(key);
    }
  }
}
