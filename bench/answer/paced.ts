import { setTimeout as pause } from 'node:timers/promises';
import { type Latencies, latencies } from '../statistics';

/**
 * Does `work` `count` times at a steady rate, whether or not the one before has ended; each is timed from the moment it was
 * due, so that a stall counts for all that it held up. `offset` shifts the beat by that share of an interval.
 */
export async function paced(count: number, perSecond: number, offset: number, work: () => Promise<void>): Promise<Latencies> {
  const took = new Float64Array(count);
  const running: Promise<void>[] = [];
  const since = performance.now();
  for (let number = 0; number < count; number++) {
    const due = since + ((number + offset) * 1_000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
    running.push(
      work().then(() => {
        took[number] = performance.now() - due;
      }),
    );
  }
  await Promise.all(running);
  return latencies(took, (performance.now() - since) / 1_000);
}
