import { waiting } from '../../src/activities/failure';
import { DONE, LONG_MS, PAY } from './scenes';
import { held, type Stage, stage } from './stage';

let on: Stage;
beforeAll(async () => {
  on = await stage();
}, 60_000);
afterAll(() => on?.close(), 60_000);

describe('a nudge', () => {
  test.concurrent.each(['find', 'poll'] as const)('ends the wait of %s, and the registry is asked what to do', async (step) => {
    const scene = await on.begins({
      check: [
        { next: step, why: 'it waits' },
        { next: step, why: 'it still waits' },
      ],
      [step]: [waiting('not yet', LONG_MS), DONE],
    });
    await scene.whenWaiting(step);
    await scene.nudge();
    expect(await scene.handle.result()).toEqual({ status: 10 });
    expect(scene.names).toEqual(['check', step, 'check', step]);
  });

  test.concurrent('ends the wait for staff', async () => {
    const scene = await on.begins({ check: [{ next: 'staff', why: 'staff must decide' }, waiting('still so', LONG_MS), DONE] });
    await scene.whenWaiting('check');
    await scene.nudge('decision 7');
    await scene.handle.result();
    expect(scene.names).toEqual(['check', 'check', 'check']);
  });

  test.concurrent('ends a wait of the workflow’s own, and the patient one after it', async () => {
    const scene = await on.begins({
      check: [{ next: 'wait', why: 'alseco is stopped', forMs: LONG_MS }, waiting('alseco is stopped', LONG_MS), DONE],
    });
    await scene.whenAsked('check');
    await scene.nudge();
    await scene.whenWaiting('check');
    await scene.nudge();
    await scene.handle.result();
    expect(scene.asked.map(({ input }) => input['patient'])).toEqual([false, true, false]);
  });

  test.concurrent('never ends a sending: what pay says still counts', async () => {
    const paid = held();
    const scene = await on.begins({ check: [PAY], pay: [paid.line] });
    await scene.whenAsked('pay');
    await scene.nudge();
    paid.give(DONE);
    expect(await scene.handle.result()).toEqual({ status: 10 });
    expect(scene.names).toEqual(['check', 'pay']);
  });

  test.concurrent('that came while something was done ends no later wait', async () => {
    const paid = held();
    const scene = await on.begins({ check: [PAY], pay: [paid.line], poll: [waiting('2', 20), DONE] });
    await scene.whenAsked('pay');
    await scene.nudge();
    paid.give({ next: 'poll', why: 'taken' });
    await scene.handle.result();
    expect(scene.names).toEqual(['check', 'pay', 'poll', 'poll']);
  });

  test.concurrent('never ends a rollback', async () => {
    const rolledBack = held();
    const scene = await on.begins({ check: [{ next: 'undo', why: 'a part was refused' }], undo: [rolledBack.line] });
    await scene.whenAsked('undo');
    await scene.nudge();
    rolledBack.give(DONE);
    await scene.handle.result();
    expect(scene.names).toEqual(['check', 'undo']);
  });
});

test.concurrent('a cancellation from the UI ends nothing: a payment comes to its end', async () => {
  const paid = held();
  const scene = await on.begins({ check: [PAY], pay: [paid.line], poll: [waiting('2', 20), { ...DONE, callback: true }], callback: [true] });
  await scene.whenAsked('pay');
  await scene.handle.cancel();
  paid.give({ next: 'poll', why: 'taken' });
  expect(await scene.handle.result()).toEqual({ status: 10 });
  expect(scene.names).toEqual(['check', 'pay', 'poll', 'poll', 'callback']);
  expect((await scene.events()).filter((event) => event.activityTaskCancelRequestedEventAttributes)).toEqual([]);
});
