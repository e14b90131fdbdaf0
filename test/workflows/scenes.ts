import { randomUUID } from 'node:crypto';
import { waiting } from '../../src/activities/failure';
import { callbackWorkflowId, type NextStep, reversalWorkflowId } from '../../src/contracts/workflows';
import { startCallback, startReversal } from '../../src/temporal/start';
import { until } from '../support/until';
import type { Run, Scene } from './scene';
import { type Script, type Stage, type Start, startedPayment } from './stage';

/** Longer than any test: only what is told may end it. */
export const LONG_MS = 3_600_000;
export const PAY: NextStep = { next: 'pay', attempt: 1 };
export const DONE: NextStep = { next: 'finished', status: 10, callback: false };
export const TOLD: NextStep = { ...DONE, callback: true };
export const STAFF: NextStep = { next: 'staff', why: 'proved absent, but sent on another day' };
const TAKEN: NextStep = { next: 'poll', why: 'taken' };

/** A workflow from its start to its end: the runs it took, in order. */
export type Played = (on: Stage) => Promise<readonly Run[]>;

export const plays =
  (script: Script, start: Start = startedPayment): Played =>
  async (on) => [await ended(await on.begins(script, start))];

export const callback: Start = async (payment, starts) => {
  await startCallback(starts, payment, 1);
  return callbackWorkflowId(payment.agent, payment.transaction, 1);
};
export const reversal: Start = async (payment, starts) => {
  await startReversal(starts, payment, '7');
  return reversalWorkflowId(payment.agent, payment.transaction);
};

async function nudged(on: Stage): Promise<Run[]> {
  const scene = await on.begins({ check: [PAY, TAKEN], pay: [TAKEN], poll: [waiting('2', LONG_MS), DONE] });
  await scene.whenWaiting('poll');
  await scene.nudge();
  return [await ended(scene)];
}

async function decided(on: Stage): Promise<Run[]> {
  const again: NextStep = { next: 'pay', attempt: 2, needsStaff: false };
  const scene = await on.begins({ check: [STAFF, waiting('staff must decide', LONG_MS), again], pay: [TOLD], callback: [true] });
  await scene.whenWaiting('check');
  await scene.nudge('decision 7');
  return [await ended(scene)];
}

async function continued(on: Stage): Promise<Run[]> {
  const scene = await on.begins({
    check: [STAFF, waiting('staff must decide', LONG_MS), { next: 'find', why: 'not proved', needsStaff: true }],
    find: [DONE],
  });
  await scene.whenWaiting('check');
  const { workflowId, runId } = await scene.handle.describe();
  await madeNew(scene);
  return [{ workflowId, runId, large: true }, await ended(scene)];
}

async function reset(on: Stage): Promise<Run[]> {
  const scene = await on.begins({ check: [PAY], pay: [TAKEN, { next: 'find', why: 'sent already' }], poll: [waiting('2', LONG_MS)], find: [DONE] });
  await scene.whenWaiting('poll');
  await resetBeforePay(on, scene);
  return [await ended(scene)];
}

/** Every shape of a workflow's history, by the name it is kept under. */
export const SCENES: Readonly<Record<string, Played>> = {
  'payment-straight': plays({ check: [PAY], pay: [TOLD], callback: [true] }),
  'payment-polled': plays({ check: [PAY], pay: [TAKEN], poll: [waiting('2', 20), TOLD], callback: [false] }),
  'payment-found': plays({ check: [PAY], pay: [{ next: 'find', why: 'no clear answer' }], find: [TOLD], callback: [true] }),
  'payment-lost': plays({ check: [PAY], pay: [new Error('the worker died'), DONE], find: [{ next: 'pay', attempt: 2 }] }),
  'payment-waited': plays({ check: [{ next: 'wait', why: 'no answer to the check', forMs: 100 }, PAY], pay: [DONE] }),
  'payment-sealed': plays({ check: [PAY], pay: [{ next: 'record', attempt: 1, sealed: [] }], record: [DONE] }),
  'payment-undone': plays({ check: [PAY], pay: [{ next: 'undo', why: 'a part was refused' }], undo: [waiting('no answer yet', 20), DONE] }),
  'payment-nudged': nudged,
  'payment-decided': decided,
  'payment-carried': continued,
  'payment-reset': reset,
  'callback-laddered': plays({ deliver: [waiting('500', 20), 'delivered'] }, callback),
  'reversal-rolled-back': plays({ reverse: [waiting('no clear answer yet', 20), 'reversed'] }, reversal),
};

/** The run that a workflow ended in. */
export async function ended({ handle }: Scene): Promise<Run> {
  await handle.result();
  return { workflowId: handle.workflowId };
}

/** Three of these make a history so large that the server suggests continuing as new. */
const PADDING = 'x'.repeat(1_450_000);

/** Makes the workflow continue as new with its next step; it must be waiting. */
export async function madeNew(scene: Scene): Promise<void> {
  for (let times = 0; times < 3; times++) await scene.handle.signal('padding', PADDING);
  await until('its history is large', async () => ((await scene.handle.describe()).historySize ?? 0) > 3 * PADDING.length);
  await scene.nudge();
}

/** As staff may do by Temporal's own means: the workflow does all over again from after its check. */
export async function resetBeforePay({ starts: { client } }: Stage, scene: Scene): Promise<void> {
  const { workflowId, runId } = await scene.handle.describe();
  const checked = (await scene.events()).find((event) => event.activityTaskCompletedEventAttributes);
  const after = (await scene.events()).find((event) => event.workflowTaskCompletedEventAttributes && event.eventId?.gt(checked?.eventId ?? 0));
  await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId, runId },
    workflowTaskFinishEventId: after?.eventId,
    requestId: randomUUID(),
    reason: 'a test',
  });
}
