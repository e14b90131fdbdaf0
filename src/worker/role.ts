import type { NativeConnection, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Config } from '../config';
import type { Ladders } from '../ladders';
import type { Loop } from '../loop';
import type { Database } from '../registry/database';
import type { Suppliers } from '../suppliers/routes';
import type { Starts } from '../temporal/start';

/** What every role of a worker process works with. */
export interface WorkerParts {
  readonly config: Config & { readonly DATABASE_URL: string; readonly REGISTRY_KEY: string };
  readonly logger: Logger;
  readonly ladders: Ladders;
  readonly database: Database;
  readonly suppliers: Suppliers;
  readonly connection: NativeConnection;
  readonly starts: Starts;
}

/** A part of a worker's work, which may have a process of its own (WORKER_ROLES). */
export interface Role {
  readonly workers: readonly Worker[];
  readonly loops: readonly Loop[];
  /** After its workers and loops have ended. */
  close(): Promise<void>;
}
