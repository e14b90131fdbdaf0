import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { type Activities, createActivities } from '../activities/activities';
import type { Dependencies } from '../activities/dependencies';
import { callbackQueue, evidenceQueue, payQueue } from '../contracts/workflows';
import { type Ladders, shutdownForceMs, shutdownGraceMs } from '../ladders';

/** Payments paid at once per supplier and worker; each holds a connection to the supplier for a part of its time. */
const PAYING = 60;
const LOOKING = 20;
const CALLING_BACK = 40;
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
  const workflowBundle = { code: readFileSync(join(__dirname, '..', 'workflow-bundle.js'), 'utf8') };
  const shared: Omit<WorkerOptions, 'taskQueue'> = {
    connection: options.connection,
    namespace: options.namespace,
    shutdownGraceTime: shutdownGraceMs(options.ladders),
    shutdownForceTime: shutdownForceMs(options.ladders),
  };
  const running: Omit<WorkerOptions, 'taskQueue'> = {
    ...shared,
    workflowBundle,
    reuseV8Context: true,
    maxCachedWorkflows: CACHED_WORKFLOWS,
    stickyQueueScheduleToStartTimeout: options.ladders.stickyQueueMs,
  };
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
