import type { Dependencies } from '../activities/dependencies';
import { askAfterTheEnd, type Word } from '../activities/evidence/late-word';
import { pauseMs } from '../ladders';
import { every, type Loop } from '../loop';
import { type ClosedWatch, noteClosedWatch, takeClosedWatch } from '../registry/evidence/closed-watches';
import { needStaff } from '../registry/payment/payments';

/**
 * Asks on for what staff have closed without the supplier's final word, as its workflow would have: in the pauses of `poll`, and for so
 * long that whatever the supplier still makes of it is seen. It needs no Temporal; whichever worker takes the row asks.
 */
export function watchClosed(dependencies: Dependencies): Loop {
  const { ladders, logger } = dependencies;
  return every(
    ladders.probeEveryMs,
    async (stopping) => ((await askNext(dependencies, stopping)) ? 'at once' : undefined),
    (error) => logger.warn({ error: error.message }, 'a closed payment was not asked for'),
  );
}

/** False where none is due. */
export async function askNext(dependencies: Dependencies, stopping: AbortSignal): Promise<boolean> {
  const { database, ladders, logger } = dependencies;
  const watch = await takeClosedWatch(database, ladders.supplierCallMs + ladders.slotWaitMs + ladders.marginMs);
  if (!watch) return false;
  const word = await askAfterTheEnd(dependencies, watch, stopping);
  if (word.last) logger.info({ payment: watch.payment, said: word.said }, 'the last word about a closed payment');
  else await askAgain(dependencies, watch, word);
  return true;
}

async function askAgain({ database, ladders }: Dependencies, watch: ClosedWatch, { said, matters }: Word): Promise<void> {
  if (Date.parse(watch.since) + ladders.closedWatchMs > Date.now()) return noteClosedWatch(database, watch, said, pauseMs(ladders.poll, watch.asked));
  await database.transaction(async (tx) => {
    if (matters) await needStaff(tx, watch.payment, `its supplier is asked since ${watch.since} and has not said its last word: ${said}`);
    await noteClosedWatch(tx, watch, said, null);
  });
}
