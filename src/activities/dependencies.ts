import type { Logger } from 'pino';
import type { Ladders } from '../ladders';
import type { Database } from '../registry/database';
import type { Vault } from '../registry/secrets';
import type { Supplier, SupplierName } from '../suppliers/supplier';
import type { WebhookSender } from '../wire/webhook';

export interface Dependencies {
  readonly database: Database;
  readonly suppliers: ReadonlyMap<SupplierName, Supplier>;
  readonly ladders: Ladders;
  readonly vault: Vault;
  readonly webhooks: WebhookSender;
  readonly logger: Logger;
  /** All waiting payments of one supplier together ask at most so often, per second. */
  readonly pollsPerSecond: number;
}

export function supplierNamed(suppliers: Dependencies['suppliers'], name: SupplierName): Supplier {
  const found = suppliers.get(name);
  if (!found) throw new Error(`no supplier ${name} is configured`);
  return found;
}
