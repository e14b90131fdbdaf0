import { z } from 'zod';
import { Callback } from '../../contracts/partner-api';
import { isFinal, messageOf } from '../../domain/status';
import { HttpClient } from '../../wire/http';
import { printJson } from '../../wire/json';
import type { Book } from './book';
import { hasEnded, type Payment, statusAt } from './payments';

const PAUSES_MS = [0, 500, 2_000, 10_000];
const CALL_LIMIT_MS = 5_000;
const MAX_ANSWER_BYTES = 64 * 1024;
const OLDEST_MS = 3_600_000;
/** Node's timers take no longer waits; a later end is looked at again then. */
const LONGEST_WAIT_MS = 2_000_000_000;

/** Posts the document's Callback body to the agent's address when a payment has ended: up to four tries, 2xx ends them. */
export class Callbacks {
  private readonly http = new HttpClient({ connections: 8, queue: 100_000, connectMs: 2_000 });
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly stopped = new AbortController();

  constructor(private readonly book: Book) {}

  /** Payments that ended within the last hour, or have yet to end, and were not called back. */
  resume(): void {
    for (const payment of this.book.all()) {
      if (payment.calledBackMs === null && !hasEnded(payment, Date.now() - OLDEST_MS)) this.expect(payment);
    }
  }

  expect(payment: Payment): void {
    if (this.book.settings.callbackUrl === null || !payment.end) return;
    this.after(Math.max(1, payment.end.atMs - payment.shiftMs - Date.now()), () => this.attempt(payment, 0));
  }

  async close(): Promise<void> {
    this.stopped.abort();
    for (const timer of this.timers) clearTimeout(timer);
    await this.http.close();
  }

  private after(waitMs: number, what: () => void): void {
    const timer = setTimeout(
      () => {
        this.timers.delete(timer);
        what();
      },
      Math.min(waitMs, LONGEST_WAIT_MS),
    );
    this.timers.add(timer);
  }

  private attempt(payment: Payment, tried: number): void {
    const url = this.book.settings.callbackUrl;
    const status = statusAt(payment, Date.now());
    if (url === null || payment.calledBackMs !== null) return;
    // A timer may fire a millisecond early, and its longest wait may be shorter than the payment's.
    if (!isFinal(status)) {
      this.expect(payment);
      return;
    }
    void this.post(url, payment, status).then((taken) => {
      if (this.stopped.signal.aborted) return;
      if (taken) return this.book.change(payment, { calledBackMs: Date.now() });
      const pause = PAUSES_MS[tried + 1];
      if (pause !== undefined) this.after(pause, () => this.attempt(payment, tried + 1));
    });
  }

  private async post(url: string, payment: Payment, status: number): Promise<boolean> {
    const body = printJson(
      z.encode(Callback, {
        RequestID: payment.requestId,
        ResponseType: 'CallBack',
        TransactinID: payment.transaction,
        ResponseStatus: status,
        Message: messageOf(status),
      }),
    );
    const ended = await this.http.post({
      url,
      body,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      limitMs: CALL_LIMIT_MS,
      slotWaitMs: CALL_LIMIT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal: this.stopped.signal,
    });
    return ended.outcome === 'answered' && ended.status >= 200 && ended.status < 300;
  }
}
