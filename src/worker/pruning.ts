import type { Logger } from 'pino';
import type { Ladders } from '../ladders';
import { every, type Loop } from '../loop';
import type { Database } from '../registry/database';
import { pruneExchanges } from '../registry/exchanges';

/** Raw exchanges are kept this long. */
const KEEP_DAYS = 90;
const PRUNED_AT_ONCE = 5_000;

/** Takes away what is older than it is kept, a few thousand rows at a time. */
export function runPruning(database: Database, ladders: Ladders, logger: Logger): Loop {
  return every(
    ladders.probeEveryMs,
    async () => ((await pruneExchanges(database, KEEP_DAYS, PRUNED_AT_ONCE)) === PRUNED_AT_ONCE ? 'at once' : 'done'),
    (error) => logger.warn({ error: error.message }, 'old exchanges were not pruned'),
  );
}
