/** A bounded number of places, with a bounded queue of callers that wait for one, first come first served. */
export class Slots {
  private taken = 0;
  private readonly waiting: Array<(got: boolean) => void> = [];

  constructor(
    private readonly places: number,
    private readonly queue: number,
  ) {}

  /** Resolves to the function that gives the place back, or to null when none came free within `waitMs` or the queue is full. */
  async take(waitMs: number, signal?: AbortSignal): Promise<(() => void) | null> {
    if (signal?.aborted) return null;
    if (this.taken < this.places) {
      this.taken++;
      return this.release();
    }
    if (waitMs <= 0 || this.waiting.length >= this.queue) return null;
    return (await this.turn(waitMs, signal)) ? this.release() : null;
  }

  private turn(waitMs: number, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (got: boolean) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        const at = this.waiting.indexOf(done);
        if (at >= 0) this.waiting.splice(at, 1);
        resolve(got);
      };
      const leave = () => done(false);
      const timer = setTimeout(leave, waitMs);
      signal?.addEventListener('abort', leave, { once: true });
      this.waiting.push(done);
    });
  }

  private release(): () => void {
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const next = this.waiting[0];
      if (next) next(true);
      else this.taken--;
    };
  }
}
