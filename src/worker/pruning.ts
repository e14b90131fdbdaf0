import type { Logger } from 'pino';
import type { Ladders } from '../ladders';
import { every, type Loop } from '../loop';
import type { Database, Queryable } from '../registry/database';
import { pruneExchanges } from '../registry/evidence/exchanges';
import { pruneHints } from '../registry/telling/hints';

/** What a supplier said, asked or not, is kept this long. */
const KEEP_DAYS = 90;
const PRUNED_AT_ONCE = 5_000;

/** What grows with each exchange: takes away at most so many rows older than so many days, and says how many. */
type Prune = (database: Queryable, days: number, limit: number) => Promise<number>;
const PRUNED: ReadonlyArray<readonly [name: string, prune: Prune]> = [
  ['old exchanges', pruneExchanges],
  ['old hints', pruneHints],
];

/** Takes away what is older than it is kept, a few thousand rows at a time; what of one kind fails keeps nothing else. */
export function runPruning(database: Database, ladders: Ladders, logger: Logger): Loop {
  const loops = PRUNED.map(([name, prune]) =>
    every(
      ladders.probeEveryMs,
      async () => ((await prune(database, KEEP_DAYS, PRUNED_AT_ONCE)) === PRUNED_AT_ONCE ? 'at once' : 'done'),
      (error) => logger.warn({ error: error.message }, `${name} were not pruned`),
    ),
  );
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
