import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import { type Ladders, sweepHoldMs } from '../ladders';
import { every, type Loop } from '../loop';
import type { Database } from '../registry/database';
import { whileSweeping } from '../registry/payment/sweeping';
import { beat } from '../registry/pulse';
import { metrics } from '../telemetry';
import { causes } from './causes';
import { isOpen, listOpen } from './open-workflows';
import { registerSearchAttributes } from './search-attributes';
import type { Starts } from './start';
import { type Kept, keptOpen } from './swept';

const AT_ONCE = 10;

const counters = {
  payment: new Counter({
    registers: [metrics.registry],
    name: 'tolem_swept_payments_total',
    help: 'Payments whose workflow was missing and was started again',
  }),
  callback: new Counter({
    registers: [metrics.registry],
    name: 'tolem_swept_callbacks_total',
    help: 'Callbacks whose ladder was missing when its next try was due and was started again',
  }),
  reversal: new Counter({
    registers: [metrics.registry],
    name: 'tolem_swept_reversals_total',
    help: 'Reversals whose workflow was missing and was started again',
  }),
  day: new Counter({
    registers: [metrics.registry],
    name: 'tolem_swept_days_total',
    help: 'Bank days whose workflow was missing and was started again',
  }),
} as const;

/**
 * Keeps the two stores together: beats the registry's pulse, and starts a workflow for every open payment, due callback and undone
 * reversal that has none. One sweeper at a time over all workers; two would do no harm, because a start finds what is open.
 */
export function runSweeper(database: Database, starts: Starts, ladders: Ladders, logger: Logger): Loop {
  const pulse = every(
    ladders.pulseEveryMs,
    async () => {
      if (await beat(database, ladders.pulseGapMs))
        logger.warn('the registry woke, from a silence or as a promoted standby: payments stored before look for evidence first');
    },
    (error) => logger.warn({ error: error.message }, 'the pulse was not written'),
  );
  const sweep = every(
    ladders.sweepEveryMs,
    async (stopping) => {
      // A store of Temporal that was replaced has lost them, and without them nothing can be started.
      await registerSearchAttributes(starts.client);
      await sweepOnce(database, starts, ladders, logger, stopping);
    },
    (error) => logger.warn({ error: causes(error) }, 'the sweep was not finished'),
  );
  return {
    async stop() {
      await Promise.all([pulse.stop(), sweep.stop()]);
    },
  };
}

/** One round over everything, page by page; answers how many workflows it started. */
export async function sweepOnce(database: Database, starts: Starts, ladders: Ladders, logger: Logger, stopping?: AbortSignal): Promise<number> {
  let all = 0;
  await whileSweeping(database, sweepHoldMs(ladders), async (mine) => {
    const goesOn = async () => stopping?.aborted !== true && (await mine());
    for (const kind of keptOpen(database, starts, ladders.sweepAgeMs)) {
      const started = await sweepKind(kind, starts, logger, goesOn);
      counters[kind.name].inc(started);
      all += started;
      if (started > 0) logger.warn({ kind: kind.name, started }, 'workflows were missing and are started again');
    }
  });
  return all;
}

async function sweepKind(kind: Kept, starts: Starts, logger: Logger, goesOn: () => Promise<boolean>): Promise<number> {
  let started = 0;
  for (let after = '0'; await goesOn(); ) {
    const page = await kind.page(after);
    const last = page.at(-1);
    if (!last) break;
    after = last.number;
    const open = await listOpen(
      starts,
      page.map(({ workflowId }) => workflowId),
    );
    const lost = page.filter(({ workflowId }) => !open.has(workflowId));
    for (let at = 0; at < lost.length && (await goesOn()); at += AT_ONCE) {
      const begun = await Promise.all(lost.slice(at, at + AT_ONCE).map((row) => startUnlessOpen(row, starts, logger)));
      started += begun.filter(Boolean).length;
    }
  }
  return started;
}

/** The list lags behind: only a workflow that says itself that it is closed or unknown is missing. One that cannot be started keeps nobody else waiting. */
async function startUnlessOpen(row: Awaited<ReturnType<Kept['page']>>[number], starts: Starts, logger: Logger): Promise<boolean> {
  try {
    if (await isOpen(starts, row.workflowId)) return false;
    await row.start();
    return true;
  } catch (error) {
    logger.warn({ workflow: row.workflowId, error: causes(error) }, 'a missing workflow was not started');
    return false;
  }
}
