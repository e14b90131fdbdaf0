import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import {
  CALLBACK_WORKFLOW,
  type CallbackInput,
  callbackQueue,
  callbackWorkflowId,
  evidenceQueue,
  PAYMENT_WORKFLOW,
  type PaymentInput,
  paymentLadders,
  paymentWorkflowId,
  payQueue,
  REVERSAL_WORKFLOW,
  type ReversalInput,
  reversalWorkflowId,
  SEARCH_ATTRIBUTES,
} from '../contracts/workflows';
import { maskedAccount } from '../domain/ids';
import { activityLimitMs, callbackLimitMs, type Ladders } from '../ladders';
import type { Payment } from '../registry/payment/payments';

export interface Starts {
  readonly client: Client;
  readonly prefix: string;
  readonly ladders: Ladders;
}

/** Ids are reused freely: the lock is the registry's row. A workflow that is already open is as good as started. */
export async function startPayment({ client, prefix, ladders }: Starts, payment: Payment): Promise<void> {
  const input: PaymentInput = {
    payment: payment.id,
    agent: payment.agent,
    transaction: payment.transaction,
    service: payment.service,
    supplier: payment.supplier,
    account: maskedAccount(payment.account),
    amount: payment.amount,
    currency: payment.currency,
    evidenceQueue: evidenceQueue(prefix, payment.supplier),
    callbackQueue: callbackQueue(prefix),
    ladders: paymentLadders(ladders),
  };
  const label = `agent ${payment.agent} · ${payment.transaction} · service ${payment.service} · ${payment.amount} ${payment.currency} · ${input.account}`;
  await unlessOpen(() =>
    client.workflow.start(PAYMENT_WORKFLOW, {
      workflowId: paymentWorkflowId(payment.agent, payment.transaction),
      taskQueue: payQueue(prefix, payment.supplier),
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: label,
      staticDetails: `RequestID ${payment.request}, accepted ${payment.createdAt}, supplier ${payment.supplier}.`,
      typedSearchAttributes: new TypedSearchAttributes([
        { key: SEARCH_ATTRIBUTES.agent, value: payment.agent },
        { key: SEARCH_ATTRIBUTES.service, value: payment.service },
        { key: SEARCH_ATTRIBUTES.supplier, value: payment.supplier },
        { key: SEARCH_ATTRIBUTES.statusClass, value: 'running' },
        { key: SEARCH_ATTRIBUTES.day, value: payment.businessDay },
        { key: SEARCH_ATTRIBUTES.needsStaff, value: false },
      ]),
    }),
  );
}

export async function startCallback(
  { client, prefix, ladders }: Starts,
  payment: Pick<Payment, 'id' | 'agent' | 'transaction'>,
  number: number,
): Promise<void> {
  const input: CallbackInput = {
    payment: payment.id,
    agent: payment.agent,
    transaction: payment.transaction,
    number,
    ladderMs: [...ladders.callbackMs],
    callMs: callbackLimitMs(ladders),
  };
  await unlessOpen(() =>
    client.workflow.start(CALLBACK_WORKFLOW, {
      workflowId: callbackWorkflowId(payment.agent, payment.transaction, number),
      taskQueue: callbackQueue(prefix),
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: `callback ${number} to agent ${payment.agent} about ${payment.transaction}`,
    }),
  );
}

export async function startReversal({ client, prefix, ladders }: Starts, payment: Payment, decision: string): Promise<void> {
  const input: ReversalInput = {
    payment: payment.id,
    agent: payment.agent,
    transaction: payment.transaction,
    decision,
    activityMs: activityLimitMs(ladders, 2),
    resend: ladders.resend,
  };
  await unlessOpen(() =>
    client.workflow.start(REVERSAL_WORKFLOW, {
      workflowId: reversalWorkflowId(payment.agent, payment.transaction),
      taskQueue: payQueue(prefix, payment.supplier),
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: `reversal of agent ${payment.agent} · ${payment.transaction}`,
    }),
  );
}

async function unlessOpen(start: () => Promise<unknown>): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
