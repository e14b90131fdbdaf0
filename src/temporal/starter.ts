import type { Logger } from 'pino';
import type { Database } from '../registry/database';
import type { Payment } from '../registry/payment/payments';
import { dropStarted } from '../registry/telling/outbox';
import { causes } from './causes';
import { type Starts, startPayment } from './start';

/**
 * Starts payments that this process has just stored, from a bounded queue in memory. Whatever it misses (Temporal away, process killed,
 * queue full) the outbox still holds, and workers drain that (`drain.ts`).
 */
export interface Starter {
  /** Never waits: false when the queue is full and the outbox will do it. */
  soon(payment: Payment): boolean;
  stop(): Promise<void>;
}

const QUEUE = 1_000;
/** Starts under way: an agent's answer comes before Temporal's. */
const AT_ONCE = 4;
/** While this process is busy answering, each start waits, at most so long. */
const GIVING_WAY_MS = 1_000;
/** Started payments leave the outbox together, so often. Until then a start anew finds the workflow open and does nothing. */
const TIDY_MS = 100;

export function runStarter(database: Database, starts: Starts, logger: Logger, isBusy: () => boolean): Starter {
  /** In the order of acceptance. */
  const queue: Payment[] = [];
  const started: string[] = [];
  let running = 0;
  let stopped = false;

  const pump = (): void => {
    while (running < AT_ONCE) {
      const payment = queue.shift();
      if (!payment) return;
      running++;
      pause(GIVING_WAY_MS, () => stopped || !isBusy())
        .then(() => startPayment(starts, payment))
        .then(() => void started.push(payment.id))
        .catch((error: unknown) => logger.warn({ payment: payment.id, error: causes(error) }, 'start left to the outbox'))
        .finally(() => {
          running--;
          pump();
        });
    }
  };

  const tidy = async (): Promise<void> => {
    const ids = started.splice(0);
    if (ids.length > 0)
      await dropStarted(database, ids).catch((error: Error) => logger.warn({ error: error.message }, 'started payments stay in the outbox'));
  };
  const tidying = setInterval(() => void tidy(), TIDY_MS);

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
      clearInterval(tidying);
      await tidy();
    },
  };
}

/** Sleeps in short pieces, until then or until it is enough. */
async function pause(ms: number, enough: () => boolean): Promise<void> {
  for (const until = Date.now() + ms; !enough() && Date.now() < until; )
    await new Promise((resolve) => setTimeout(resolve, Math.min(200, until - Date.now())));
}
