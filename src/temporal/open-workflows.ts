import type { Starts } from './start';

/** Those of the workflows that Temporal's list shows as open, in one question. The list lags behind. */
export async function listOpen({ client }: Starts, workflowIds: readonly string[]): Promise<Set<string>> {
  const open = new Set<string>();
  if (workflowIds.length === 0) return open;
  const named = workflowIds.map((id) => `'${id}'`).join(', ');
  for await (const { workflowId } of client.workflow.list({
    query: `WorkflowId IN (${named}) AND ExecutionStatus = 'Running'`,
    pageSize: workflowIds.length,
  }))
    open.add(workflowId);
  return open;
}

/** What the workflow says itself. */
export async function isOpen({ client }: Starts, workflowId: string): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return false;
    throw error;
  }
}
