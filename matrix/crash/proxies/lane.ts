import type { Socket } from 'node:net';
import type { Verdict } from '../gate';

export interface Stop {
  readonly verdict: Promise<Verdict>;
  readonly half: boolean;
}

/** One direction of a connection: messages leave in order, and behind one that is stopped all wait. */
export class Lane {
  private readonly waiting: Array<{ bytes: Buffer; stop: Stop | null }> = [];
  private busy = false;
  private ending = false;

  constructor(
    private readonly out: Socket,
    private readonly cut: () => void,
  ) {}

  send(bytes: Buffer, stop: Stop | null): void {
    if (!this.busy && !stop) {
      this.write(bytes);
      return;
    }
    this.waiting.push({ bytes, stop });
    if (!this.busy) void this.drain();
  }

  /** Ends the direction after everything that waits. */
  end(): void {
    this.ending = true;
    if (!this.busy) this.out.end();
  }

  private async drain(): Promise<void> {
    this.busy = true;
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      let { bytes } = next;
      if (next.stop?.half) {
        const middle = bytes.length >> 1;
        this.write(bytes.subarray(0, middle));
        bytes = bytes.subarray(middle);
      }
      if (next.stop && (await next.stop.verdict) === 'cut') {
        this.cut();
        return;
      }
      this.write(bytes);
    }
    this.busy = false;
    if (this.ending) this.out.end();
  }

  private write(bytes: Buffer): void {
    if (!this.out.destroyed && this.out.writable) this.out.write(bytes);
  }
}
