import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import { PAYMENT_WORKFLOW, paymentWorkflowId } from '../contracts/workflows';
import type { Ladders } from '../ladders';
import type { Database } from '../registry/database';
import { undoneReversals } from '../registry/decisions';
import { paymentById } from '../registry/payments';
import { beat } from '../registry/pulse';
import { markSwept, openPayments } from '../registry/sweeping';
import { metrics } from '../telemetry';
import { causes } from './causes';
import { registerSearchAttributes } from './search-attributes';
import { type Starts, startPayment, startReversal } from './start';
import { pause } from './starter';

/** Compared per round: a larger backlog is swept over several rounds. */
const ROWS = 2_000;
const AT_ONCE = 10;

const swept = new Counter({
  registers: [metrics.registry],
  name: 'tolem_swept_payments_total',
  help: 'Payments whose workflow was missing and was started again',
});

/**
 * Keeps the two stores together: beats the registry's pulse, and starts a workflow for every open payment that
 * has none. One sweeper at a time, whichever worker holds the registry's lock.
 */
export function runSweeper(database: Database, starts: Starts, ladders: Ladders, logger: Logger): { stop(): Promise<void> } {
  let stopped = false;
  const pulse = async (): Promise<void> => {
    while (!stopped) {
      await beat(database, ladders.pulseGapMs)
        .then(
          (woke) => woke && logger.warn('the registry woke, from a silence or as a promoted standby: payments stored before look for evidence first'),
        )
        .catch((error: Error) => logger.warn({ error: error.message }, 'the pulse was not written'));
      await pause(ladders.pulseEveryMs, () => stopped);
    }
  };
  const sweep = async (): Promise<void> => {
    while (!stopped) {
      // A store of Temporal that was replaced has lost them, and without them nothing can be started.
      await registerSearchAttributes(starts.client)
        .then(() => sweepOnce(database, starts, ladders, logger))
        .then(() => sweepReversals(database, starts, ladders))
        .catch((error: unknown) => logger.warn({ error: causes(error) }, 'the sweep was not finished'));
      await pause(ladders.sweepEveryMs, () => stopped);
    }
  };
  const running = [pulse(), sweep()];
  return {
    async stop() {
      stopped = true;
      await Promise.all(running);
    },
  };
}

/** Answers how many workflows it started. */
export async function sweepOnce(database: Database, starts: Starts, ladders: Ladders, logger: Logger): Promise<number> {
  return openPayments(database, ladders.sweepAgeMs, ROWS, async (payments) => {
    if (payments.length === 0) return 0;
    const open = await openWorkflows(starts);
    const lost = payments.filter((payment) => !open.has(paymentWorkflowId(payment.agent, payment.transaction)));
    let started = 0;
    for (let at = 0; at < lost.length; at += AT_ONCE) {
      await Promise.all(
        lost.slice(at, at + AT_ONCE).map(async (payment) => {
          // The list lags behind: only a workflow that says itself that it is closed or unknown is missing.
          if (await isOpen(starts, paymentWorkflowId(payment.agent, payment.transaction))) return;
          await markSwept(database, payment.id);
          await startPayment(starts, payment);
          started++;
        }),
      );
    }
    if (started > 0) {
      swept.inc(started);
      logger.warn({ started }, 'workflows were missing and are started again');
    }
    return started;
  });
}

/** Decisions that only workflow `reversal` can carry out and whose start got lost. */
async function sweepReversals(database: Database, starts: Starts, { sweepAgeMs }: Ladders): Promise<void> {
  for (const decision of await undoneReversals(database, sweepAgeMs, AT_ONCE)) {
    const payment = await paymentById(database, decision.payment);
    if (payment) await startReversal(starts, payment, decision.id);
  }
}

async function openWorkflows({ client }: Starts): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const { workflowId } of client.workflow.list({
    query: `WorkflowType = '${PAYMENT_WORKFLOW}' AND ExecutionStatus = 'Running'`,
    pageSize: 1_000,
  }))
    ids.add(workflowId);
  return ids;
}

async function isOpen({ client }: Starts, workflowId: string): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return false;
    throw error;
  }
}
