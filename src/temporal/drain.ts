import type { Logger } from 'pino';
import { type Ladders, outboxClaimMs } from '../ladders';
import { every, type Loop } from '../loop';
import type { Database } from '../registry/database';
import { openCallback } from '../registry/telling/callbacks';
import { type DrainLimits, drainOutbox, type OutboxRow } from '../registry/telling/outbox';
import { Slots } from '../wire/slots';
import { causes } from './causes';
import { type Starts, startCallback, startPayment } from './start';

/** Rows taken at once, and how many of them Temporal is told of at once. */
const DRAIN = 50;
const AT_ONCE = 4;

/** Tells Temporal what the registry has committed and nobody has told it yet: payments and callbacks, oldest first. */
export function runDrain(database: Database, starts: Starts, ladders: Ladders, logger: Logger): Loop {
  const places = new Slots(AT_ONCE, DRAIN);
  const limits: DrainLimits = {
    limit: DRAIN,
    graceMs: { payment: ladders.outboxGraceMs, callback: ladders.outboxGraceMs + ladders.callbackCallMs + ladders.marginMs },
    claimMs: outboxClaimMs(ladders),
    againMs: ladders.temporalCallMs,
  };

  const tell = async ({ outboxKind, payment }: OutboxRow): Promise<boolean> => {
    const release = await places.take(ladders.temporalCallMs);
    try {
      if (!release) throw new Error('no place for a start came free in time');
      if (outboxKind === 'payment') await startPayment(starts, payment);
      else {
        const open = await openCallback(database, payment.id);
        if (open) await startCallback(starts, payment, open.number);
      }
      return true;
    } catch (error) {
      logger.warn({ payment: payment.id, kind: outboxKind, error: causes(error) }, 'Temporal could not be told');
      return false;
    } finally {
      release?.();
    }
  };

  return every(
    ladders.outboxEveryMs,
    async () => ((await drainOutbox(database, limits, tell)) === DRAIN ? 'at once' : 'done'),
    (error) => logger.warn({ error: error.message }, 'the outbox could not be read'),
  );
}
