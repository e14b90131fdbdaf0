import { TypedSearchAttributes } from '@temporalio/common';
import { NUDGE_SIGNAL, paymentWorkflowId, SEARCH_ATTRIBUTES } from '../contracts/workflows';
import { bookQueue, type DayInput, dayLadders, RECONCILIATION_WORKFLOW, reconciliationWorkflowId } from '../contracts/workflows/day';
import { causes } from './causes';
import type { Starts } from './start';

/** Starts a day's workflow, or makes the open one look at its row: the row is written before, and has everything. */
export async function startDay({ client, prefix, ladders }: Starts, supplier: string, day: string, why: string): Promise<void> {
  const input: DayInput = { supplier, day, ladders: dayLadders(ladders) };
  await client.workflow.signalWithStart(RECONCILIATION_WORKFLOW, {
    workflowId: reconciliationWorkflowId(supplier, day),
    taskQueue: bookQueue(prefix),
    args: [input],
    signal: NUDGE_SIGNAL,
    signalArgs: [why],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: `${supplier} · ${day}`,
    staticDetails: `The bank day ${day} of ${supplier}: its book against ours. Everything stands with \`tolem day show ${supplier} ${day}\`.`,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: SEARCH_ATTRIBUTES.supplier, value: supplier },
      { key: SEARCH_ATTRIBUTES.statusClass, value: 'running' },
      { key: SEARCH_ATTRIBUTES.day, value: day },
      { key: SEARCH_ATTRIBUTES.needsStaff, value: false },
    ]),
  });
}

/** Makes an open payment look now. */
export async function nudgePayment({ client }: Starts, agent: string, transaction: string, why: string): Promise<void> {
  await client.workflow.getHandle(paymentWorkflowId(agent, transaction)).signal(NUDGE_SIGNAL, why);
}

/** What the registry holds already is told: best effort. Null, or one sentence that says what happens instead. */
export async function tellDay(starts: Starts, supplier: string, day: string, why: string): Promise<string | null> {
  try {
    await startDay(starts, supplier, day, why);
    return null;
  } catch (error) {
    return `Temporal could not be told (${causes(error)}): the day stands in the registry and is taken up when it is back.`;
  }
}
