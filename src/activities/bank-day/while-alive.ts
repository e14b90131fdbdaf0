import { Context } from '@temporalio/activity';
import { heartbeatMs, type Ladders } from '../../ladders';

/** Tells Temporal that this worker lives, and how many rows it has read; `signal` ends with the activity. */
export async function whileAlive<T>(ladders: Ladders, work: (signal: AbortSignal, rows: (count: number) => void) => Promise<T>): Promise<T> {
  const context = Context.current();
  let read = 0;
  const beats = setInterval(() => context.heartbeat({ rows: read }), heartbeatMs(ladders) / 4);
  try {
    return await work(context.cancellationSignal, (count) => {
      read = count;
    });
  } finally {
    clearInterval(beats);
  }
}
