import type { BookDependencies } from '../activities/bank-day/books';
import { openDue } from '../activities/bank-day/launch';
import { every, type Loop } from '../loop';
import { daysToRun } from '../registry/bank-day/day/open-days';
import { causes } from '../temporal/causes';

/**
 * Keeps what Temporal's store may lose: the Schedules, and days that are due and have no row. Whatever opens first here is started here;
 * an open day without a run is the sweeper's.
 */
export function keepDays(dependencies: BookDependencies, ensure: () => Promise<void>): Loop {
  const { ladders, logger } = dependencies;
  const failed = (what: string) => (error: unknown) => logger.error({ error: causes(error) }, what);
  return every(
    ladders.sweepAgeMs,
    async (stopping) => {
      await openEach(dependencies, stopping);
      await ensure().catch(failed('the Schedules of the bank days are not as they should be'));
    },
    failed('days that are due were not opened'),
  );
}

/** The registry alone opens a day: it has its row also while Temporal is away. */
async function openEach(dependencies: BookDependencies, stopping: AbortSignal): Promise<void> {
  const { database, suppliers, told, logger } = dependencies;
  for (const name of suppliers.keys()) {
    if (stopping.aborted) return;
    const opened = await openDue(dependencies, name, new Date().toISOString(), 'loop');
    if (opened.length === 0) continue;
    logger.info({ supplier: name, opened }, 'days were due and had no row');
    const run = await daysToRun(database, name);
    for (const day of opened.filter((each) => run.includes(each))) await told.startDay(name, day, 'opened by the loop');
  }
}
