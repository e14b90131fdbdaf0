import type { BookDependencies } from '../activities/bank-day/books';
import { supplierBooks } from '../activities/bank-day/supplier-books';
import { registryName } from '../registry/health';
import { ensureSchedules } from '../temporal/schedules';
import { nudgePayment, startDay } from '../temporal/start-day';
import { watchBook } from './book-watch';
import { keepDays } from './days';
import { createBookWorker } from './queues';
import type { Role, WorkerParts } from './role';

/** The suppliers' books: bank days read and compared, and the running day watched. Lists of a million rows stay away from payments. */
export async function booksRole(parts: WorkerParts): Promise<Role> {
  const { config, logger, ladders, database, suppliers, connection, starts } = parts;
  const registry = await registryName(database);
  const scheduled = [...suppliers.values()].map(({ name, zone }) => ({ name, zone }));
  await ensureSchedules(starts, scheduled, registry);
  const dependencies: BookDependencies = {
    database,
    suppliers,
    ladders,
    logger,
    books: supplierBooks({
      database,
      suppliers,
      bankDays: suppliers.bankDays,
      ladders,
      logger,
      databaseUrl: config.DATABASE_URL,
      sharedCode: config.ALSECO_SHARED_CODE,
    }),
    told: {
      startDay: (supplier, day, why) => startDay(starts, supplier, day, why),
      nudgePayment: (agent, transaction, why) => nudgePayment(starts, agent, transaction, why),
    },
  };
  const queues = { connection, namespace: config.TEMPORAL_NAMESPACE, prefix: config.TASK_QUEUE_PREFIX, ladders };
  return {
    workers: [await createBookWorker(queues, dependencies)],
    loops: [
      keepDays(dependencies, () => ensureSchedules(starts, scheduled, registry)),
      watchBook(database, suppliers.alseco, { ladders, sharedCode: config.ALSECO_SHARED_CODE, starts }, logger),
    ],
    close: async () => undefined,
  };
}
