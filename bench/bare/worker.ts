import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTelemetryFilterString, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { readConfig } from '../../src/config';
import { callbackQueue, evidenceQueue, payQueue } from '../../src/contracts/workflows';
import { LADDERS, shutdownForceMs, shutdownGraceMs } from '../../src/ladders';
import { runProcess } from '../../src/lifetime';
import { createLogger } from '../../src/telemetry';
import { temporalAddressOf } from '../../src/temporal/connection';
import { temporalLogger } from '../../src/worker/runtime-log';
import { bareActivities } from './activities';
import { BUNDLE } from './bundle';

/** A worker process as src/worker/app.ts builds one, on the same queues with the same limits, whose activities do nothing. */
const config = readConfig();
const logger = createLogger(config, 'bare worker');
const ladders = LADDERS[config.LADDERS];
const prefix = config.TASK_QUEUE_PREFIX;

/** As in src/worker/queues.ts. */
const PAYING = 60;
const LOOKING = 20;
const CALLING_BACK = 40;
const CACHED_WORKFLOWS = 400;

runProcess('bare worker', { logger }, async () => {
  Runtime.install({
    logger: temporalLogger(logger),
    shutdownSignals: [],
    telemetryOptions: { logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN' }) } },
  });
  const connection = await NativeConnection.connect({ address: temporalAddressOf(config) });
  const workers = await Promise.all(workerOptions(connection).map((options) => Worker.create(options)));
  const runs = workers.map((worker) => worker.run());
  for (const run of runs) run.catch((error: Error) => process.emit('uncaughtException', error));
  return {
    async stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.all(runs);
      await connection.close();
    },
  };
});

function workerOptions(connection: NativeConnection): WorkerOptions[] {
  const shared = {
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    shutdownGraceTime: shutdownGraceMs(ladders),
    shutdownForceTime: shutdownForceMs(ladders),
  };
  const running = {
    ...shared,
    workflowBundle: { code: readFileSync(join(config.DATA_DIR, BUNDLE), 'utf8') },
    reuseV8Context: true,
    maxCachedWorkflows: CACHED_WORKFLOWS,
    stickyQueueScheduleToStartTimeout: ladders.stickyQueueMs,
  };
  const { check, pay, callback } = bareActivities((payment) => void process.send?.(payment));
  const perSupplier = ['alseco', 'upstream'].flatMap((supplier) => [
    { ...running, taskQueue: payQueue(prefix, supplier), activities: { check, pay }, maxConcurrentActivityTaskExecutions: PAYING },
    // An activity worker needs one activity; nothing is ever scheduled here, as on the straight path of a payment.
    { ...shared, taskQueue: evidenceQueue(prefix, supplier), activities: { find: check }, maxConcurrentActivityTaskExecutions: LOOKING },
  ]);
  return [
    ...perSupplier,
    { ...running, taskQueue: callbackQueue(prefix), activities: { callback }, maxConcurrentActivityTaskExecutions: CALLING_BACK },
  ];
}
