import type { Logger } from 'pino';
import { compare, type Money } from '../domain/money';
import type { Ladders } from '../ladders';
import { every, type Loop } from '../loop';
import { listSuppliers, markRecovered, noteBalance, smallestWaiting } from '../registry/catalog/suppliers';
import type { Database } from '../registry/database';
import { exchangeKeeper } from '../registry/evidence/exchanges';
import type { Supplier, SupplierName } from '../suppliers/supplier';

/**
 * Asks suppliers that Tolem itself has slowed or stopped whether they work again, by something harmless (GetCurrentPeriod,
 * CheckBalance); what staff have stopped stays stopped.
 */
export function runProber(database: Database, suppliers: ReadonlyMap<SupplierName, Supplier>, ladders: Ladders, logger: Logger): Loop {
  return every(
    ladders.probeEveryMs,
    (stopping) => probeAll(database, suppliers, stopping, logger),
    (error) => logger.warn({ error: error.message }, 'suppliers were not probed'),
  );
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
    else if (await markRecovered(database, name)) logger.warn({ supplier: name, said: probe.text }, 'works again');
  }
}

/** Whether our deposit covers at least the smallest payment that waits. */
async function covers(database: Database, name: string, free: Money | undefined): Promise<boolean> {
  const smallest = await smallestWaiting(database, name);
  return smallest === null || free === undefined || compare(free, smallest) >= 0;
}
