/**
 * Does `work` for 0 … count−1, `atOnce` at a time, each starting as another ends; resolves with the milliseconds that each took.
 * The first failure stops the loop and is thrown.
 */
export async function closedLoop(count: number, atOnce: number, work: (number: number) => Promise<void>): Promise<Float64Array> {
  const took = new Float64Array(count);
  let next = 0;
  let failed = false;
  const one = async (): Promise<void> => {
    while (next < count && !failed) {
      const number = next++;
      const since = performance.now();
      try {
        await work(number);
      } catch (error) {
        failed = true;
        throw error;
      }
      took[number] = performance.now() - since;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, one));
  return took;
}

/** A promise per key that another event fulfils, at most `limitMs` later. */
export class Waiting {
  private readonly open = new Map<string, { resolve: () => void; reject: (error: Error) => void; timer: NodeJS.Timeout }>();

  constructor(
    private readonly what: string,
    private readonly limitMs: number,
  ) {}

  for(key: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.fail(key, new Error(`${this.what} ${key} has not ended within ${this.limitMs} ms`)), this.limitMs);
      this.open.set(key, { resolve, reject, timer });
    });
  }

  done(key: string): void {
    this.take(key)?.resolve();
  }

  fail(key: string, error: Error): void {
    this.take(key)?.reject(error);
  }

  private take(key: string) {
    const found = this.open.get(key);
    if (found) clearTimeout(found.timer);
    this.open.delete(key);
    return found;
  }
}
