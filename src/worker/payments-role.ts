import type { Dependencies } from '../activities/dependencies';
import { money } from '../domain/money';
import { vault } from '../registry/secrets';
import { runDrain } from '../temporal/drain';
import { runSweeper } from '../temporal/sweeper';
import { WebhookSender } from '../wire/webhook';
import { watchClosed } from './closed-watch';
import { runLedgerClose } from './ledger-close';
import { runProber } from './prober';
import { runPruning } from './pruning';
import { createWorkers } from './queues';
import type { Role, WorkerParts } from './role';
import { watchUpstream } from './upstream-watch';

const CALLBACK_CONNECTIONS = 50;
const POLLS_PER_SECOND = 20;

/** Payments, reversals and callbacks; the outbox's drain, the sweeper, the prober, the watches over suppliers and ledger. */
export async function paymentsRole({ config, logger, ladders, database, suppliers, connection, starts }: WorkerParts): Promise<Role> {
  const webhooks = new WebhookSender({
    limitMs: ladders.callbackCallMs,
    connectMs: ladders.connectMs,
    allowLoopback: ladders.name === 'fast',
    connections: CALLBACK_CONNECTIONS,
  });
  const dependencies: Dependencies = {
    database,
    suppliers,
    ladders,
    vault: vault(config.REGISTRY_KEY),
    webhooks,
    logger,
    pollsPerSecond: POLLS_PER_SECOND,
  };
  const queues = { connection, namespace: config.TEMPORAL_NAMESPACE, prefix: config.TASK_QUEUE_PREFIX, ladders };
  return {
    workers: await createWorkers(queues, dependencies),
    loops: [
      runDrain(database, starts, ladders, logger),
      runSweeper(database, starts, ladders, logger),
      runProber(database, suppliers, ladders, logger),
      runPruning(database, ladders, logger),
      runLedgerClose(database, ladders, logger),
      watchUpstream(database, suppliers.upstream, money(config.UPSTREAM_LOW_BALANCE), ladders, logger),
      watchClosed(dependencies),
    ],
    close: () => webhooks.close(),
  };
}
