import { setTimeout as sleep } from 'node:timers/promises';

export interface Loop {
  /** Ends after the round under way, without waiting for the next. */
  stop(): Promise<void>;
}

/**
 * Runs `work` at once and then again `everyMs` after each round has ended, until stopped; `at once` asks for the next round without a
 * pause. A round that fails is told to `failed` and ends nothing. `stopping` is for what a round waits for.
 */
export function every(everyMs: number, work: (stopping: AbortSignal) => Promise<'at once' | unknown>, failed: (error: Error) => void): Loop {
  const stopping = new AbortController();
  const rounds = (async () => {
    while (!stopping.signal.aborted) {
      const said = await work(stopping.signal).catch((error: Error) => failed(error));
      if (said !== 'at once') await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await rounds;
    },
  };
}
