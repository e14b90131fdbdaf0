import { setTimeout as pause } from 'node:timers/promises';
import type { Part } from '../test/support/gateway/part';

/** Between the return of one worker and the end of the next. */
const REST_MS = 4_000;

export interface Restarts {
  readonly graceful: number;
  readonly killed: number;
}

/** Ends the workers in turn, by turns gracefully and by −9, each brought back at once, until it is stopped; both are up then. */
export function restartAllAlong(workers: readonly Part[]): { stop(): Promise<Restarts> } {
  let over = false;
  let graceful = 0;
  let killed = 0;
  const go = async (): Promise<void> => {
    for (let turn = 0; !over; turn++) {
      // Two workers and two ways: each meets each.
      const worker = workers[turn % workers.length];
      if (!worker) return;
      if (Math.floor(turn / workers.length) % 2 === 0) {
        await worker.stop();
        graceful++;
      } else {
        await worker.kill();
        killed++;
      }
      await worker.start();
      for (const until = Date.now() + REST_MS; !over && Date.now() < until; ) await pause(100);
    }
  };
  const going = go();
  // The failure is thrown where it is waited for.
  going.catch(() => {});
  return {
    async stop() {
      over = true;
      await going;
      return { graceful, killed };
    },
  };
}
