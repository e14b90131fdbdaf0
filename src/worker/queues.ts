import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { type Activities, createActivities } from '../activities/activities';
import { createBookActivities } from '../activities/bank-day/activities';
import type { BookDependencies } from '../activities/bank-day/books';
import type { Dependencies } from '../activities/dependencies';
import { callbackQueue, evidenceQueue, payQueue } from '../contracts/workflows';
import { bookQueue } from '../contracts/workflows/day';
import { type Ladders, shutdownForceMs, shutdownGraceMs } from '../ladders';

/** Payments paid at once per supplier and worker; each holds a connection to the supplier for a part of its time. */
const PAYING = 60;
const LOOKING = 20;
const CALLING_BACK = 40;
/** Days read or compared at once; each holds a connection of its own to the registry. */
const READING = 6;
const CACHED_WORKFLOWS = 400;

export interface QueueOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly prefix: string;
  readonly ladders: Ladders;
}

/**
 * One Temporal worker per queue, so that a supplier that is down fills only its own: workflows run beside their supplier's
 * activities (which lets the server start them eagerly); evidence and callbacks have queues of their own.
 */
export async function createWorkers(options: QueueOptions, dependencies: Dependencies): Promise<Worker[]> {
  const activities: Activities = createActivities(dependencies);
  const { check, pay, record, poll, undo, reverse, find, callback, deliver } = activities;
  const { shared, running } = settingsOf(options);
  const perSupplier = [...dependencies.suppliers.keys()].flatMap((name) => [
    Worker.create({
      ...running,
      taskQueue: payQueue(options.prefix, name),
      activities: { check, pay, record, poll, undo, reverse },
      maxConcurrentActivityTaskExecutions: PAYING,
    }),
    Worker.create({ ...shared, taskQueue: evidenceQueue(options.prefix, name), activities: { find }, maxConcurrentActivityTaskExecutions: LOOKING }),
  ]);
  const callbacks = Worker.create({
    ...running,
    taskQueue: callbackQueue(options.prefix),
    activities: { callback, deliver },
    maxConcurrentActivityTaskExecutions: CALLING_BACK,
  });
  return Promise.all([...perSupplier, callbacks]);
}

/** Bank days and their launches, with everything they do. */
export function createBookWorker(options: QueueOptions, dependencies: BookDependencies): Promise<Worker> {
  return Worker.create({
    ...settingsOf(options).running,
    taskQueue: bookQueue(options.prefix),
    activities: createBookActivities(dependencies),
    maxConcurrentActivityTaskExecutions: READING,
  });
}

type Settings = Omit<WorkerOptions, 'taskQueue'>;

function settingsOf({ connection, namespace, ladders }: QueueOptions): { readonly shared: Settings; readonly running: Settings } {
  const shared: Settings = {
    connection,
    namespace,
    shutdownGraceTime: shutdownGraceMs(ladders),
    shutdownForceTime: shutdownForceMs(ladders),
  };
  const running: Settings = {
    ...shared,
    workflowBundle: { code: readFileSync(join(__dirname, '..', 'workflow-bundle.js'), 'utf8') },
    reuseV8Context: true,
    maxCachedWorkflows: CACHED_WORKFLOWS,
    stickyQueueScheduleToStartTimeout: ladders.stickyQueueMs,
  };
  return { shared, running };
}
