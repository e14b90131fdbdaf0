import type { Logger } from 'pino';
import { compare, type Money } from '../domain/money';
import type { Ladders } from '../ladders';

import type { Database } from '../registry/database';
import { exchangeKeeper, pruneExchanges } from '../registry/exchanges';
import { listSuppliers, noteBalance, recovered, smallestWaiting } from '../registry/suppliers';
import type { Supplier, SupplierName } from '../suppliers/supplier';
import { pause } from '../temporal/starter';

/** Raw exchanges are kept this long. */
const KEEP_DAYS = 90;
const PRUNED_AT_ONCE = 5_000;

/**
 * Asks suppliers that Tolem itself has slowed or stopped whether they work again, by something harmless (GetCurrentPeriod,
 * CheckBalance); what staff have stopped stays stopped.
 */
export function runProber(
  database: Database,
  suppliers: ReadonlyMap<SupplierName, Supplier>,
  ladders: Ladders,
  logger: Logger,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const stopped = () => stopping.signal.aborted;
  const probing = (async () => {
    while (!stopped()) {
      await probeAll(database, suppliers, stopping.signal, logger).catch((error: Error) =>
        logger.warn({ error: error.message }, 'suppliers were not probed'),
      );
      await pruneExchanges(database, KEEP_DAYS, PRUNED_AT_ONCE).catch((error: Error) =>
        logger.warn({ error: error.message }, 'old exchanges were not pruned'),
      );
      await pause(ladders.probeEveryMs, stopped);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await probing;
    },
  };
}

async function probeAll(database: Database, suppliers: ReadonlyMap<SupplierName, Supplier>, signal: AbortSignal, logger: Logger): Promise<void> {
  for (const { name, state, by, reason } of await listSuppliers(database)) {
    const supplier = suppliers.get(name);
    if (!supplier || state === 'open' || by !== null) continue;
    const probe = await supplier.probe({ signal, keep: exchangeKeeper(database, name, null, logger) });
    if (probe.ok && probe.free !== undefined) await noteBalance(database, name, probe.free);
    if (!probe.ok) logger.info({ supplier: name, reason: probe.reason }, 'still in trouble');
    else if (reason?.startsWith('deposit empty') && !(await covers(database, name, probe.free)))
      logger.info({ supplier: name, free: probe.free }, 'our deposit there still covers nothing that waits');
    else if (await recovered(database, name)) logger.warn({ supplier: name, said: probe.text }, 'works again');
  }
}

/** Whether our deposit covers at least the smallest payment that waits. */
async function covers(database: Database, name: string, free: Money | undefined): Promise<boolean> {
  const smallest = await smallestWaiting(database, name);
  return smallest === null || free === undefined || compare(free, smallest) >= 0;
}
