import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultPayloadConverter } from '@temporalio/common';
import { msToTs } from '@temporalio/common/lib/time';
import { payQueue } from '../../src/contracts/workflows';
import { utilityBill } from '../support/gateway/agent';
import { gateway, type World } from '../support/gateway/gateway';
import { until } from '../support/until';

let world: World;
beforeAll(async () => {
  world = await gateway();
}, 120_000);
afterAll(() => world?.close(), 60_000);

const QUEUE = 'somebody-else';
/** temporal.api.enums.v1.CommandType */
const SCHEDULE_ACTIVITY = 1;
const COMPLETE_WORKFLOW = 4;

/** A workflow of somebody else's has one of our activities done on our own queue, with whatever input it likes; what that answers. */
async function asked(activity: string, input: object): Promise<unknown> {
  const { client } = world;
  const { namespace } = client.options;
  const { workflowService } = client;
  const who = { namespace, identity: QUEUE };
  await client.workflow.start('theirs', { workflowId: `theirs-${Date.now()}`, taskQueue: QUEUE });
  const { taskToken } = await workflowService.pollWorkflowTaskQueue({ ...who, taskQueue: { name: QUEUE } });
  const scheduleActivityTaskCommandAttributes = {
    activityId: '1',
    activityType: { name: activity },
    taskQueue: { name: payQueue(world.environment['TASK_QUEUE_PREFIX'] ?? '', 'alseco') },
    input: { payloads: [defaultPayloadConverter.toPayload(input)] },
    scheduleToCloseTimeout: msToTs(60_000),
  };
  await workflowService.respondWorkflowTaskCompleted({
    ...who,
    taskToken,
    commands: [{ commandType: SCHEDULE_ACTIVITY, scheduleActivityTaskCommandAttributes }],
  });
  const { taskToken: last, history } = await workflowService.pollWorkflowTaskQueue({ ...who, taskQueue: { name: QUEUE } });
  await workflowService.respondWorkflowTaskCompleted({
    ...who,
    taskToken: last,
    commands: [{ commandType: COMPLETE_WORKFLOW, completeWorkflowExecutionCommandAttributes: {} }],
  });
  const done = history?.events?.find((event) => event.activityTaskCompletedEventAttributes)?.activityTaskCompletedEventAttributes;
  const [answer] = done?.result?.payloads ?? [];
  if (!answer) throw new Error(`${activity} did not answer: ${JSON.stringify(history?.events?.at(-1))}`);
  return defaultPayloadConverter.fromPayload(answer);
}

const sentSoFar = async () => (await world.control<Record<string, number>>('alseco', 'counts'))['PayD'] ?? 0;
const unfounded = async (): Promise<string | undefined> => {
  const text = await (await fetch(`http://127.0.0.1:${world.worker.port}/metrics`)).text();
  return /tolem_unfounded_steps_total\{[^}]*activity="record"[^}]*\} (\d+)/.exec(text)?.[1];
};

test('whoever can write to Temporal moves no money: a forged answer is refused and told, and nothing is sent by it', async () => {
  const agent = world.agent('144');
  // Sent, its answer lost, and no book to be read: what became of it is not known, for as long as the test wants.
  await world.control('alseco', 'faults', { operation: 'getPaysInfo', fault: 'html-502' });
  await world.control('alseco', 'faults', { operation: 'PayD', fault: 'lost-after', count: 1 });
  await agent.pay(1, utilityBill());
  const { id, created_at: startedAt } = await until('its answer is lost', async () => {
    const { rows } = await world.database.query<{ id: string; created_at: string }>(
      `SELECT p.id, p.created_at FROM payments p JOIN attempts a ON a.payment_id = p.id WHERE p.transaction_id = 1 AND a.outcome = 'unknown'`,
    );
    return rows[0];
  });
  const before = await agent.balance();
  const step = { payment: id, agent: '144', transaction: '1', startedAt, patient: true };
  const forged = { kind: 'accepted', paymentId: '66666666', bookedAt: null };
  const seal = Buffer.from(JSON.stringify(forged)).toString('base64');

  expect(await asked('record', { ...step, attempt: 1, outcomes: [{ document: 1, outcome: forged }] })).toMatchObject({ next: 'find' });
  expect(
    await asked('record', { ...step, attempt: 1, outcomes: [{ document: 1, outcome: { kind: 'refused', code: -300, text: 'no' } }] }),
  ).toMatchObject({
    next: 'find',
  });
  expect(await asked('record', { ...step, attempt: 1, sealed: [{ document: 1, sendBefore: startedAt, seal }] })).toMatchObject({ next: 'find' });
  for (const attempt of [1, 2]) expect(await asked('pay', { ...step, attempt })).toMatchObject({ next: 'find' });

  expect(await agent.status(1)).toMatch(/^[1-9]$/);
  expect(await agent.balance()).toBe(before);
  expect(await sentSoFar()).toBe(1);
  const { rows: documents } = await world.database.query('SELECT state, supplier_payment_id FROM documents WHERE payment_id = $1', [id]);
  expect(documents).toEqual([{ state: 'planned', supplier_payment_id: null }]);
  expect(await unfounded()).toBe('3');
  expect(readFileSync(join(world.folder, 'worker.log'), 'utf8')).toContain('refused: an answer whose seal does not open');
  const { rows: marks } = await world.database.query('SELECT activity, times FROM unfounded_steps WHERE payment_id = $1', [id]);
  expect(marks).toEqual([{ activity: 'record', times: 3 }]);

  await world.control('alseco', 'faults', undefined, 'DELETE');
  expect(await agent.final(1, 60_000)).toBe('10');
  expect((await world.bookings()).map(({ paymentId }) => paymentId)).not.toContain('66666666');
  expect(await sentSoFar()).toBe(1);
}, 180_000);
