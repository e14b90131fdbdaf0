import type { Logger } from 'pino';
import { compareBook } from '../activities/bank-day/compare-book';
import { NUDGE_SIGNAL, paymentWorkflowId } from '../contracts/workflows';
import { plusDays } from '../domain/day';
import { evidenceLimitMs, type Ladders, nextBookMs } from '../ladders';
import { every, type Loop } from '../loop';
import { endWatch, takeWatch } from '../registry/bank-day/book-watches';
import type { Database } from '../registry/database';
import { exchangeKeeper } from '../registry/evidence/exchanges';
import type { Payment } from '../registry/payment/payments';
import type { AlsecoSupplier } from '../suppliers/alseco/alseco';
import { causes } from '../temporal/causes';
import type { Starts } from '../temporal/start';
import { dayIn, millisecondsToMidnight } from '../zone';

/** Payments told to look now, per reading; the others look by themselves at their own next turn. */
const NUDGED = 200;
/** What looks by itself within this time is left alone. */
const SOON_MS = 5_000;
const ASKED_AT_MOST_EVERY_MS = 60_000;

export interface BookWatchOptions {
  readonly ladders: Ladders;
  readonly sharedCode: boolean;
  readonly starts: Starts;
}

/**
 * Reads Alseco's book of yesterday and today again and again while the day runs (DESIGN §6.1), because a rollback ends with the day:
 * what was booked late becomes a break for staff. Whichever worker takes the row in `book_watches` reads; it needs no Temporal.
 */
export function watchBook(database: Database, alseco: AlsecoSupplier, options: BookWatchOptions, logger: Logger): Loop {
  return every(
    Math.min(options.ladders.bookLateEveryMs, ASKED_AT_MOST_EVERY_MS),
    (stopping) => readOnce(database, alseco, options, stopping, logger),
    (error) => logger.warn({ error: error.message }, 'the book of the running day was not compared'),
  );
}

async function readOnce(
  database: Database,
  alseco: AlsecoSupplier,
  { ladders, sharedCode, starts }: BookWatchOptions,
  signal: AbortSignal,
  logger: Logger,
): Promise<void> {
  const startedAt = await takeWatch(database, alseco.name, evidenceLimitMs(ladders));
  if (!startedAt) return;
  const { zone } = alseco;
  const today = dayIn(zone, startedAt);
  const context = { signal, keep: exchangeKeeper(database, alseco.name, null, logger) };
  const next = (usable: boolean) => (usable ? nextBookMs(ladders, millisecondsToMidnight(zone, new Date().toISOString())) : ladders.resend.capMs);
  try {
    const source = {
      name: alseco.name,
      zone,
      sharedCode,
      callMs: ladders.supplierCallMs,
      read: (onLines: Parameters<typeof alseco.readBook>[1], from = plusDays(today, -1)) => alseco.readBook({ from, to: today }, onLines, context),
    };
    const { usable, said, breaks, found } = await compareBook(database, source, startedAt);
    await endWatch(database, alseco.name, startedAt, { usable, said, nextMs: next(usable) });
    if (breaks > 0) logger.error({ supplier: alseco.name, breaks }, 'the book of the running day differs from the registry: tolem inbox');
    if (!usable) logger.warn({ supplier: alseco.name, said }, 'the book of the running day could not be read');
    await nudge(starts, found, logger);
  } catch (error) {
    await endWatch(database, alseco.name, startedAt, { usable: false, said: causes(error), nextMs: next(false) }).catch(() => undefined);
    throw error;
  }
}

/** Their workflows settle them; this only makes them look before their own next turn. */
async function nudge({ client }: Starts, found: readonly Payment[], logger: Logger): Promise<void> {
  const late = found.filter(({ waitsUntil }) => waitsUntil === null || Date.parse(waitsUntil) > Date.now() + SOON_MS);
  for (const { agent, transaction } of late.slice(0, NUDGED)) {
    const handle = client.workflow.getHandle(paymentWorkflowId(agent, transaction));
    await handle
      .signal(NUDGE_SIGNAL, 'its booking stands in the book of the day')
      .catch((error: unknown) => logger.info({ agent, transaction, error: causes(error) }, 'a payment was not told to look'));
  }
}
