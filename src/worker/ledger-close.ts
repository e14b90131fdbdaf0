import type { Logger } from 'pino';
import type { Ladders } from '../ladders';
import { every, type Loop } from '../loop';
import type { Database } from '../registry/database';
import { closeNext } from '../registry/ledger/close';

/**
 * Closes the ledger's days as they become due, one after another. Any worker may: the calendar's row lets one of them do it, and what one
 * left half done the next finishes.
 */
export function runLedgerClose(database: Database, ladders: Ladders, logger: Logger): Loop {
  return every(
    ladders.probeEveryMs,
    async () => {
      const closed = await closeNext(database);
      if (!closed) return 'nothing due';
      logger.info(closed, 'a day of the ledger is closed');
      return 'at once';
    },
    (error) => logger.warn({ error: error.message }, 'the ledger’s day was not closed'),
  );
}
