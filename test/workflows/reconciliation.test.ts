import { randomUUID } from 'node:crypto';
import { launchDayWorkflowId, reconciliationWorkflowId } from '../../src/contracts/workflows/day';
import { startDay } from '../../src/temporal/start-day';
import { until } from '../support/until';
import { COMPARE, DAY, day, FETCH, launched, READY, REPAIR, shortDay, step, TO_SIGN, waits } from './day-scenes';
import { historyOf } from './scene';
import { held, type Stage, stage, supplierOf } from './stage';

let on: Stage;
beforeAll(async () => {
  on = await stage();
}, 60_000);
afterAll(() => on?.close(), 60_000);

test.concurrent('a day that agrees is read, compared, and ready', async () => {
  const scene = await on.begins({ lookAtDay: [FETCH], readBook: [COMPARE], compareDay: [READY] }, day);
  expect(await scene.handle.result()).toEqual({ state: 'ready' });
  expect(scene.names).toEqual(['lookAtDay', 'readBook', 'compareDay']);
  expect(scene.asked.map(({ input }) => input)).toEqual(scene.names.map(() => ({ supplier: supplierOf(scene.payment), day: DAY })));
  expect(await scene.attributes()).toEqual({ status: 'succeeded', needsStaff: false });
});

test.concurrent('what is certain is repaired by the payments’ own workflows, and read again', async () => {
  const scene = await on.begins(
    { lookAtDay: [FETCH, FETCH], readBook: [COMPARE, COMPARE], compareDay: [REPAIR, READY], repairDay: [waits('repairs', { forMs: 50 })] },
    day,
  );
  expect(await scene.handle.result()).toEqual({ state: 'ready' });
  expect(scene.names).toEqual(['lookAtDay', 'readBook', 'compareDay', 'repairDay', 'lookAtDay', 'readBook', 'compareDay']);
});

test.concurrent('a day to sign waits until it is told, and shows what differs', async () => {
  const scene = await on.begins({ lookAtDay: [FETCH, FETCH], readBook: [COMPARE, COMPARE], compareDay: [TO_SIGN, READY] }, day);
  await until('it waits for signatures', async () => (await scene.state()).startsWith('to sign'));
  const words =
    'to sign: waits for signatures until 2026-11-22T04:00:00Z; 100 lines read, 1000.5; 98 documents of ours, 980.5; 97 pairs; unexplained 0; ' +
    'open breaks: 2 duplicate, 1 only theirs';
  expect([await scene.state(), await scene.details()]).toEqual([words, words]);
  expect(await scene.attributes()).toEqual({ status: 'waiting', needsStaff: true });
  await scene.nudge('break 7 is signed');
  expect(await scene.handle.result()).toEqual({ state: 'ready' });
  expect(await scene.attributes()).toEqual({ status: 'succeeded', needsStaff: false });
});

test.concurrent('it looks by itself from time to time, should a nudge be lost', async () => {
  const scene = await on.begins({ lookAtDay: [TO_SIGN, TO_SIGN, READY] }, shortDay({ lookEveryMs: 100 }));
  expect(await scene.handle.result()).toEqual({ state: 'ready' });
  expect(scene.names).toEqual(['lookAtDay', 'lookAtDay', 'lookAtDay']);
});

test.concurrent('a supplier that cannot be read is read again later', async () => {
  const away = waits('supplier', { forMs: 50, readError: 'connection refused' });
  const scene = await on.begins({ lookAtDay: [FETCH, FETCH], readBook: [away, COMPARE], compareDay: [READY] }, day);
  await scene.handle.result();
  expect(scene.names).toEqual(['lookAtDay', 'readBook', 'lookAtDay', 'readBook', 'compareDay']);
});

test.concurrent('a nudge that comes while the book is read is not lost', async () => {
  const reading = held();
  const scene = await on.begins({ lookAtDay: [FETCH, READY], readBook: [reading.line] }, day);
  await scene.whenAsked('readBook');
  await scene.nudge();
  reading.give(TO_SIGN as never);
  expect(await scene.handle.result()).toEqual({ state: 'ready' });
});

test.concurrent('a run that is told while it ends looks once more', async () => {
  const comparing = held();
  const scene = await on.begins({ lookAtDay: [COMPARE, READY], compareDay: [comparing.line] }, day);
  await scene.whenAsked('compareDay');
  await scene.nudge();
  comparing.give(READY as never);
  await scene.handle.result();
  expect(scene.names).toEqual(['lookAtDay', 'compareDay', 'lookAtDay']);
});

test.concurrent('a run that has waited long continues as new from its row alone, and shows at once what that says', async () => {
  const scene = await on.begins({ lookAtDay: [TO_SIGN, waits('staff'), READY] }, shortDay({ lookEveryMs: 200, runMs: 100 }));
  const { runId } = await scene.handle.describe();
  expect(await scene.handle.result()).toEqual({ state: 'ready' });
  expect(await historyOf(on.starts.client.workflow, { workflowId: scene.handle.workflowId, runId })).toMatchObject({
    events: expect.arrayContaining([expect.objectContaining({ workflowExecutionContinuedAsNewEventAttributes: expect.anything() })]),
  });
  expect(scene.asked.map(({ input }) => input)).toEqual(scene.names.map(() => ({ supplier: supplierOf(scene.payment), day: DAY })));
});

test.concurrent('two launches at once are one run', async () => {
  const looking = held();
  const scene = await on.begins({ lookAtDay: [looking.line, READY] }, day);
  await scene.whenAsked('lookAtDay');
  await Promise.all([1, 2].map(() => startDay(on.starts, supplierOf(scene.payment), DAY, 'launched')));
  looking.give(READY as never);
  await scene.handle.result();
  const runs: string[] = [];
  for await (const { runId } of on.starts.client.workflow.list({ query: `WorkflowId = '${scene.handle.workflowId}'` })) runs.push(runId);
  expect(runs).toHaveLength(1);
});

test.concurrent('a closed run starts again from its row', async () => {
  const scene = await on.begins({ lookAtDay: [READY, FETCH], readBook: [READY] }, day);
  await scene.handle.result();
  await startDay(on.starts, supplierOf(scene.payment), DAY, 'asked by hand');
  await on.starts.client.workflow.getHandle(reconciliationWorkflowId(supplierOf(scene.payment), DAY)).result();
  expect(scene.names).toEqual(['lookAtDay', 'lookAtDay', 'readBook']);
});

test.concurrent('a run that is reset goes on with what its row says now', async () => {
  const scene = await on.begins({ lookAtDay: [FETCH, READY], readBook: [TO_SIGN] }, day);
  await until('it waits', async () => (await scene.state()).startsWith('to sign'));
  const { runId } = await scene.handle.describe();
  const [first] = (await scene.events()).filter((event) => event.workflowTaskCompletedEventAttributes);
  await on.starts.client.workflowService.resetWorkflowExecution({
    namespace: on.starts.client.options.namespace,
    workflowExecution: { workflowId: scene.handle.workflowId, runId },
    workflowTaskFinishEventId: first?.eventId,
    requestId: randomUUID(),
    reason: 'a test',
  });
  expect(await on.starts.client.workflow.getHandle(scene.handle.workflowId).result()).toEqual({ state: 'ready' });
});

test.concurrent('a comparison without effect ends where the day was', async () => {
  const confirmed = step({ next: 'finished', state: 'confirmed', statusClass: 'succeeded' });
  const scene = await on.begins({ lookAtDay: [step({ next: 'try', state: 'confirmed' })], tryDay: [confirmed] }, day);
  expect(await scene.handle.result()).toEqual({ state: 'confirmed' });
});

test.concurrent('launch-day is one activity, by the time it was due', async () => {
  const scene = await on.begins({ launch: [{ opened: [DAY], started: [DAY] }] }, launched);
  expect(await scene.handle.result()).toEqual({ opened: [DAY], started: [DAY] });
  const { startTime } = await scene.handle.describe();
  const { at, supplier } = scene.asked[0]?.input ?? {};
  expect(supplier).toBe(supplierOf(scene.payment));
  expect(Math.abs(Date.parse(String(at)) - startTime.getTime())).toBeLessThan(1_000);
  expect(scene.handle.workflowId).toBe(launchDayWorkflowId(supplierOf(scene.payment)));
});
