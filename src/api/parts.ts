import type { Config } from '../config';
import type { Ladders } from '../ladders';
import type { Database } from '../registry/database';
import type { Payment } from '../registry/payment/payments';
import type { Vault } from '../registry/secrets';
import type { Supplier, SupplierName } from '../suppliers/supplier';
import type { Logger } from '../telemetry';
import type { InFlight } from './guard/in-flight';
import type { PasswordCheck } from './guard/password-check';

/** What the api asks of Temporal. No call may hold up an answer for more than two seconds. */
export interface Temporal {
  /** Tells an open payment's workflow to look now; false where there is none to tell, or Temporal is away. */
  nudge(payment: Payment, why: string): Promise<boolean>;
  /** Tells an open bank day's workflow to look at its row; false likewise. */
  nudgeDay(supplier: SupplierName, day: string, why: string): Promise<boolean>;
  isReachable(): Promise<boolean>;
}

/** Everything the api is built of; tests give their own. */
export interface ApiParts {
  readonly config: Pick<Config, 'ACCEPT_BACKLOG_MAX_AGE_S' | 'ACCEPT_RATE_PER_MINUTE' | 'API_TRUST_PROXY'>;
  readonly database: Database;
  readonly suppliers: ReadonlyMap<SupplierName, Supplier>;
  readonly ladders: Ladders;
  /** Starts the workflow of a payment that was just stored; never waits. */
  readonly starter: { soon(payment: Payment): boolean };
  readonly temporal: Temporal;
  readonly vault: Vault;
  readonly logger: Logger;
  /** The registry's part of an answer's deadline in milliseconds; 10 s unless given. */
  readonly answerMs?: number;
  /** Given where several parts of the process share one (its cache and its bound). */
  readonly passwords?: PasswordCheck;
  readonly inFlight?: InFlight;
}
