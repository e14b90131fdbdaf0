import type { Database } from '../../registry/database';
import { oldestUnstartedSeconds } from '../../registry/telling/outbox';
import { metrics } from '../../telemetry';
import { HttpRefused } from '../partner/refusal';

const FRESH_MS = 1_000;
const RETRY_AFTER_S = 30;

/** New payments are turned away while Temporal has not been told of an old one; asked at most once a second. */
export class Backlog {
  private seconds = 0;
  private askedAt = Number.NEGATIVE_INFINITY;
  private asking: Promise<number> | undefined;

  constructor(
    private readonly database: Database,
    private readonly maxAgeS: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Age of the oldest payment that Temporal has not been told of, in seconds. Throws while the database is away. */
  async oldestS(): Promise<number> {
    if (this.now() - this.askedAt < FRESH_MS) return this.seconds;
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  /** Throws 503 before anything is written. */
  async admit(): Promise<void> {
    if ((await this.oldestS()) > this.maxAgeS) throw new HttpRefused(503, 'приём платежей временно остановлен', RETRY_AFTER_S);
  }

  private async ask(): Promise<number> {
    this.seconds = await oldestUnstartedSeconds(this.database);
    this.askedAt = this.now();
    metrics.oldestUnstarted.set(this.seconds);
    return this.seconds;
  }
}
