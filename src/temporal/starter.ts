import type { Logger } from 'pino';
import { type Ladders, outboxClaimMs } from '../ladders';
import { every } from '../loop';
import type { Database } from '../registry/database';
import type { Payment } from '../registry/payment/payments';
import { openCallback } from '../registry/telling/callbacks';
import { type DrainLimits, drainOutbox, dropStarted, type OutboxRow } from '../registry/telling/outbox';
import { Slots } from '../wire/slots';
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
/** Starts under way in this process, from the queue and from the outbox together: an agent's answer comes before Temporal's. */
const AT_ONCE = 4;
const DRAIN = 50;
/** While this process is busy answering, the drain rests and each start of the queue waits, at most so long: workers drain too. */
const GIVING_WAY_MS = 1_000;
/** Started payments leave the outbox together, so often. Until then a start anew finds the workflow open and does nothing. */
const TIDY_MS = 100;

export function runStarter(database: Database, starts: Starts, ladders: Ladders, logger: Logger, isBusy = (): boolean => false): Starter {
  /** By the row's number, in the order of acceptance. */
  const queue = new Map<string, Payment>();
  const places = new Slots(AT_ONCE, DRAIN);
  const started: string[] = [];
  let running = 0;
  let stopped = false;
  const limits: DrainLimits = {
    limit: DRAIN,
    graceMs: { payment: ladders.outboxGraceMs, callback: ladders.outboxGraceMs + ladders.callbackCallMs + ladders.marginMs },
    claimMs: outboxClaimMs(ladders),
    againMs: ladders.temporalCallMs,
  };

  const pump = () => {
    while (running < AT_ONCE) {
      const [payment] = queue.values();
      if (!payment) return;
      queue.delete(payment.id);
      running++;
      pause(GIVING_WAY_MS, () => stopped || !isBusy())
        .then(() => placed(places, ladders.temporalCallMs, () => startPayment(starts, payment)))
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

  const startLadder = async (payment: Payment): Promise<void> => {
    const open = await openCallback(database, payment.id);
    if (open) await startCallback(starts, payment, open.number);
  };

  const tell = async ({ outboxKind, payment }: OutboxRow): Promise<boolean> => {
    // Taken here: the queue shall not start it a second time.
    if (outboxKind === 'payment') queue.delete(payment.id);
    try {
      await placed(places, ladders.temporalCallMs, async () => (outboxKind === 'payment' ? startPayment(starts, payment) : startLadder(payment)));
      return true;
    } catch (error) {
      logger.warn({ payment: payment.id, kind: outboxKind, error: causes(error) }, 'Temporal could not be told');
      return false;
    }
  };

  const draining = every(
    ladders.outboxEveryMs,
    async () => (!isBusy() && (await drainOutbox(database, limits, tell)) === DRAIN ? 'at once' : 'done'),
    (error) => logger.warn({ error: error.message }, 'the outbox could not be read'),
  );

  return {
    soon(payment) {
      if (stopped || queue.size >= QUEUE) return false;
      queue.set(payment.id, payment);
      pump();
      return true;
    },
    async stop() {
      stopped = true;
      queue.clear();
      await draining.stop();
      clearInterval(tidying);
      await tidy();
    },
  };
}

async function placed(places: Slots, waitMs: number, start: () => Promise<void>): Promise<void> {
  const release = await places.take(waitMs);
  if (!release) throw new Error('no place for a start came free in time');
  try {
    await start();
  } finally {
    release();
  }
}

/** Sleeps in short pieces, until then or until it is enough. */
async function pause(ms: number, enough: () => boolean): Promise<void> {
  for (const until = Date.now() + ms; !enough() && Date.now() < until; )
    await new Promise((resolve) => setTimeout(resolve, Math.min(200, until - Date.now())));
}
