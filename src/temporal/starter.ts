import type { Logger } from 'pino';
import type { Ladders } from '../ladders';
import { openCallback } from '../registry/callbacks';
import type { Database } from '../registry/database';
import { drainOutbox, outboxDone } from '../registry/outbox';
import type { Payment } from '../registry/payments';
import { causes } from './causes';
import { type Starts, startCallback, startPayment } from './start';

/**
 * Tells Temporal what the registry has committed. A payment just stored is started from a bounded queue in this process;
 * whatever that misses (Temporal away, process killed, queue full) the outbox still holds and the drain starts.
 */
export interface Starter {
  /** Never waits: false when the queue is full and the outbox will do it. */
  soon(payment: Payment): boolean;
  stop(): Promise<void>;
}

const QUEUE = 1_000;
const AT_ONCE = 16;
const DRAIN = 50;

export function runStarter(database: Database, starts: Starts, ladders: Ladders, logger: Logger): Starter {
  const queue: Payment[] = [];
  let running = 0;
  let stopped = false;
  const grace = { payment: ladders.outboxGraceMs, callback: ladders.outboxGraceMs + ladders.callbackCallMs + ladders.marginMs };

  const pump = () => {
    while (running < AT_ONCE) {
      const payment = queue.shift();
      if (!payment) return;
      running++;
      startPayment(starts, payment)
        .then(() => outboxDone(database, 'payment', payment.id))
        .catch((error: unknown) => logger.warn({ payment: payment.id, error: causes(error) }, 'start left to the outbox'))
        .finally(() => {
          running--;
          pump();
        });
    }
  };

  const tell = async ({ outboxKind, payment }: { outboxKind: 'payment' | 'callback'; payment: Payment }): Promise<boolean> => {
    try {
      if (outboxKind === 'payment') await startPayment(starts, payment);
      else await startCallback(starts, payment, await openCallback(database, payment.id));
      return true;
    } catch (error) {
      logger.warn({ payment: payment.id, kind: outboxKind, error: causes(error) }, 'Temporal could not be told');
      return false;
    }
  };

  const drain = async (): Promise<void> => {
    while (!stopped) {
      const told = await drainOutbox(database, DRAIN, grace, tell).catch((error: Error) => {
        logger.warn({ error: error.message }, 'the outbox could not be read');
        return 0;
      });
      if (told < DRAIN) await pause(ladders.outboxEveryMs, () => stopped);
    }
  };
  const draining = drain();

  return {
    soon(payment) {
      if (stopped || queue.length >= QUEUE) return false;
      queue.push(payment);
      pump();
      return true;
    },
    async stop() {
      stopped = true;
      queue.length = 0;
      await draining;
    },
  };
}

/** Sleeps in short pieces, so that stopping is prompt. */
export async function pause(ms: number, stopped: () => boolean): Promise<void> {
  for (const until = Date.now() + ms; !stopped() && Date.now() < until; )
    await new Promise((resolve) => setTimeout(resolve, Math.min(200, until - Date.now())));
}
