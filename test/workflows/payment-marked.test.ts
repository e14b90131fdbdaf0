import { waiting } from '../../src/activities/failure';
import { DONE, LONG_MS, madeNew, STAFF } from './scenes';
import { held, type Stage, stage } from './stage';

let on: Stage;
beforeAll(async () => {
  on = await stage();
}, 60_000);
afterAll(() => on?.close(), 60_000);

test.concurrent('needs-staff ends with the decision, long before the payment does', async () => {
  const sent = held();
  const scene = await on.begins({
    check: [STAFF, waiting('proved absent', LONG_MS), { next: 'pay', attempt: 2, needsStaff: false }],
    pay: [sent.line],
  });
  await scene.whenWaiting('check');
  expect(await scene.attributes()).toEqual({ status: 'waiting', needsStaff: true });
  await scene.nudge('decision 7');
  await scene.whenAsked('pay');
  expect(await scene.attributes()).toEqual({ status: 'waiting', needsStaff: false });
  sent.give(DONE);
  await scene.handle.result();
});

test.concurrent('the mark stays while the registry has it, whatever is done meanwhile', async () => {
  const looked = held();
  const scene = await on.begins({ check: [STAFF, { next: 'find', why: 'not proved', needsStaff: true }], find: [looked.line] });
  await scene.whenAsked('find');
  expect(await scene.attributes()).toEqual({ status: 'waiting', needsStaff: true });
  looked.give(DONE);
  await scene.handle.result();
  expect(await scene.attributes()).toEqual({ status: 'succeeded', needsStaff: false });
});

test.concurrent('a step that does not say whether staff are needed, as those before it did, leaves the mark', async () => {
  const looked = held();
  const scene = await on.begins({ check: [STAFF, { next: 'find', why: 'not proved' }], find: [looked.line] });
  await scene.whenAsked('find');
  expect(await scene.attributes()).toEqual({ status: 'waiting', needsStaff: true });
  looked.give(DONE);
  await scene.handle.result();
});

describe('continued as new', () => {
  test.concurrent('it begins with the registry, and is shown as before until that has answered', async () => {
    const asked = held();
    const looked = held();
    const scene = await on.begins({ check: [STAFF, waiting('proved absent', LONG_MS), asked.line], find: [looked.line] });
    await scene.whenWaiting('check');
    const { runId, searchAttributes } = await scene.handle.describe();
    await madeNew(scene);
    await scene.whenAsked('check', 3);
    const now = await scene.handle.describe();
    expect(now.runId).not.toBe(runId);
    expect(now.searchAttributes).toMatchObject(searchAttributes);
    expect(await scene.details()).toBe('1 KZT to 78…80: checking the account and the bill');
    asked.give({ next: 'find', why: 'not proved', needsStaff: true });
    await scene.whenAsked('find');
    expect(await scene.attributes()).toEqual({ status: 'waiting', needsStaff: true });
    looked.give(DONE);
    await scene.handle.result();
    expect(await scene.attributes()).toEqual({ status: 'succeeded', needsStaff: false });
  });
});
