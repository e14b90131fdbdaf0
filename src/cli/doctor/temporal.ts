import { SUPPLIER_NAMES } from '../../contracts/supply';
import { CALLBACK_WORKFLOW, callbackQueue, evidenceQueue, PAYMENT_WORKFLOW, payQueue, REVERSAL_WORKFLOW } from '../../contracts/workflows';
import { bookQueue, LAUNCH_DAY_WORKFLOW, RECONCILIATION_WORKFLOW } from '../../contracts/workflows/day';
import type { Finding } from '../../staff-view/findings';

import { temporalAddressOf } from '../../temporal/connection';
import { missingSearchAttributes, REGISTER_COMMAND } from '../../temporal/search-attributes';
import type { Session } from '../terminal/session';
import { check, fail, ok, tryCheck, warn } from './finding';

const LIMIT_MS = 5_000;
/** Pollers that were not heard of for so long are gone; a long poll takes one minute. */
const POLLER_SILENCE_MS = 120_000;
/** Temporal's numbers of the two kinds of tasks on a queue. */
const WORKFLOW_TASKS = 1;
const ACTIVITY_TASKS = 2;
/** The oldest open workflows are asked, so many at a time: what keeps failing grows old. */
const ASKED = 100;
const AT_ONCE = 8;
const FAILING_FROM_ATTEMPT = 3;
const ATTRIBUTES = check('searchAttributes', {});
const TASKS = check('workflowTasks', {});

/** The server, pollers on every task queue, search attributes, and workflows whose tasks keep failing. */
export async function temporalFindings(session: Session): Promise<Finding[]> {
  const { client } = session.starts;
  const within = <T>(work: () => Promise<T>): Promise<T> => client.withDeadline(Date.now() + LIMIT_MS, work);
  const address = temporalAddressOf(session.config);
  const temporal = check('temporal', {});
  let version: string;
  try {
    ({ serverVersion: version } = await within(() => client.workflowService.getSystemInfo({})));
  } catch (error) {
    return [fail(temporal, 'temporalAway', { address, error: error instanceof Error ? error.message : String(error) })];
  }
  const rest = await Promise.all([
    ...queues(session.starts.prefix).map(({ queue, type }) =>
      tryCheck(check('pollers', { queue }), () => within(() => pollers(session, queue, type))),
    ),
    tryCheck(ATTRIBUTES, () => within(() => searchAttributes(session))),
    tryCheck(TASKS, () => failingTasks(session, within)),
  ]);
  return [ok(temporal, 'temporalReached', { address, version }), ...rest.flat()];
}

function queues(prefix: string): Array<{ queue: string; type: number }> {
  const both = [...SUPPLIER_NAMES.map((name) => payQueue(prefix, name)), callbackQueue(prefix), bookQueue(prefix)];
  return [
    ...both.flatMap((queue) => [WORKFLOW_TASKS, ACTIVITY_TASKS].map((type) => ({ queue, type }))),
    ...SUPPLIER_NAMES.map((name) => ({ queue: evidenceQueue(prefix, name), type: ACTIVITY_TASKS })),
  ];
}

async function pollers({ starts }: Session, queue: string, type: number): Promise<Finding> {
  const { client } = starts;
  const tasks = type === WORKFLOW_TASKS ? 'workflow' : 'activity';
  const described = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: queue },
    taskQueueType: type,
  });
  const alive = (described.pollers ?? []).filter(({ lastAccessTime }) => Date.now() - toMs(lastAccessTime) < POLLER_SILENCE_MS).length;
  return alive > 0 ? ok(check('pollers', { queue }), 'polled', { pollers: alive, tasks }) : fail(check('pollers', { queue }), 'notPolled', { tasks });
}

const toMs = (time: { seconds?: { toString(): string } | null } | null | undefined): number =>
  Number.parseInt(time?.seconds?.toString() ?? '0', 10) * 1_000;

async function searchAttributes({ starts }: Session): Promise<Finding> {
  const missing = await missingSearchAttributes(starts.client);
  return missing.length === 0
    ? ok(ATTRIBUTES, 'attributesRegistered', {})
    : fail(ATTRIBUTES, 'attributesMissing', { names: missing, command: REGISTER_COMMAND });
}

async function failingTasks({ starts }: Session, within: <T>(work: () => Promise<T>) => Promise<T>): Promise<Finding> {
  const { client } = starts;
  const types = [PAYMENT_WORKFLOW, CALLBACK_WORKFLOW, REVERSAL_WORKFLOW, LAUNCH_DAY_WORKFLOW, RECONCILIATION_WORKFLOW]
    .map((name) => `'${name}'`)
    .join(', ');
  const { executions } = await within(() =>
    client.workflowService.listWorkflowExecutions({
      namespace: client.options.namespace,
      pageSize: ASKED,
      query: `WorkflowType IN (${types}) AND ExecutionStatus = 'Running' AND StartTime < '${new Date(Date.now() - LIMIT_MS).toISOString()}'`,
    }),
  );
  const open = (executions ?? []).flatMap(({ execution }) => (execution ? [execution] : []));
  const failing: string[] = [];
  for (let at = 0; at < open.length; at += AT_ONCE) {
    const described = await Promise.all(
      open
        .slice(at, at + AT_ONCE)
        .map((execution) => within(() => client.workflowService.describeWorkflowExecution({ namespace: client.options.namespace, execution }))),
    );
    for (const { workflowExecutionInfo, pendingWorkflowTask } of described) {
      if ((pendingWorkflowTask?.attempt ?? 0) >= FAILING_FROM_ATTEMPT) failing.push(workflowExecutionInfo?.execution?.workflowId ?? '');
    }
  }
  const asked = open.length;
  if (failing.length === 0) return ok(TASKS, 'tasksGoOn', { asked });
  return (failing.length > 3 ? fail : warn)(TASKS, 'tasksKeepFailing', { failing: failing.length, asked, shown: failing.slice(0, 5) });
}
