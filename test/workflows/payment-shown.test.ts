import { waiting } from '../../src/activities/failure';
import type { NextStep } from '../../src/contracts/workflows';
import { until } from '../support/until';
import { DONE, LONG_MS } from './scenes';
import { held, type Stage, stage } from './stage';

let on: Stage;
beforeAll(async () => {
  on = await stage();
}, 60_000);
afterAll(() => on?.close(), 60_000);

test.concurrent('an operator reads whose payment it is, and what it does now', async () => {
  const checked = held();
  const paid = held();
  const scene = await on.begins({ check: [checked.line], pay: [paid.line] });
  await scene.whenAsked('check');
  const description = await scene.handle.describe();
  expect(await description.staticSummary()).toBe(`agent 900 · ${scene.payment.transaction} · service 815 · 1 KZT · 78…80`);
  expect(await description.staticDetails()).toContain(`RequestID ${scene.payment.request}`);
  expect([await scene.state(), await scene.details()]).toEqual([
    'checking the account and the bill',
    '1 KZT to 78…80: checking the account and the bill',
  ]);
  checked.give({ next: 'pay', attempt: 1 });
  await scene.whenAsked('pay');
  expect(await scene.details()).toBe('1 KZT to 78…80: paying, attempt 1');
  paid.give(DONE);
  await scene.handle.result();
  expect([await scene.state(), await scene.details()]).toEqual(['finished with status 10', '1 KZT to 78…80: finished with status 10']);
});

/** What the workflow says, and the search attributes, while each step is under way. */
const WORDS: ReadonlyArray<[NextStep, string, { status: string; needsStaff: boolean }]> = [
  [{ next: 'pay', attempt: 2 }, 'paying, attempt 2', { status: 'running', needsStaff: false }],
  [{ next: 'record', attempt: 1, sealed: [] }, 'the supplier answered; its answer is being written', { status: 'running', needsStaff: false }],
  [
    { next: 'find', why: 'no clear answer' },
    'waits: no clear answer (when it is asked next stands with the pending activity)',
    { status: 'waiting', needsStaff: false },
  ],
  [{ next: 'poll', why: 'taken' }, 'waits: taken (when it is asked next stands with the pending activity)', { status: 'waiting', needsStaff: false }],
  [
    { next: 'wait', why: 'alseco is stopped', forMs: 600_000 },
    'waits: alseco is stopped (asked again after 600 s, and then by the activity shown as pending)',
    { status: 'waiting', needsStaff: false },
  ],
  [
    { next: 'undo', why: 'a part was refused (-203): what was taken is rolled back' },
    'a part was refused (-203): what was taken is rolled back',
    { status: 'waiting', needsStaff: false },
  ],
  [{ next: 'staff', why: 'proved absent' }, 'needs staff: proved absent', { status: 'waiting', needsStaff: true }],
];
test.concurrent.each(WORDS)('%j is shown as %j', async (step, words, attributes) => {
  const gate = held();
  const lines = { [step.next === 'staff' ? 'check' : step.next]: [gate.line] };
  const scene = await on.begins({ ...lines, check: [step, ...(lines['check'] ?? []), DONE] });
  await until(`it says ${words}`, async () => (await scene.state()) === words);
  expect(await scene.attributes()).toEqual(attributes);
  await scene.nudge();
  gate.give(DONE);
  await scene.handle.result();
  expect(await scene.attributes()).toEqual({ status: 'succeeded', needsStaff: false });
});

test.concurrent('what a wait says and when it is asked again stands with the pending activity', async () => {
  const scene = await on.begins({ check: [{ next: 'poll', why: 'taken' }], poll: [waiting('upstream says: 2', LONG_MS)] });
  await scene.whenWaiting('poll');
  const [poll] = await scene.pending();
  expect(poll).toMatchObject({
    activityType: { name: 'poll' },
    attempt: 2,
    lastFailure: { message: expect.stringMatching(/^upstream says: 2; asked again at .*Z$/) },
  });
  await scene.handle.terminate();
});
