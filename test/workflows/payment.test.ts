import { asTemporalTakes, waiting } from '../../src/activities/failure';
import { NoSuchPayment } from '../../src/registry/payment/standing';
import { DONE, LONG_MS, PAY, resetBeforePay } from './scenes';
import { held, hurriedPayment, type Stage, stage } from './stage';

let on: Stage;
beforeAll(async () => {
  on = await stage();
}, 60_000);
afterAll(() => on?.close(), 60_000);

test.concurrent('check, pay, finished: what each activity is asked, and the agent is called back', async () => {
  const scene = await on.begins({ check: [PAY], pay: [{ ...DONE, callback: true }], callback: [true] });
  expect(await scene.handle.result()).toEqual({ status: 10 });
  const { startTime } = await scene.handle.describe();
  const { id, agent, transaction } = scene.payment;
  const step = { payment: id, agent, transaction, startedAt: startTime.toISOString(), patient: false };
  expect(scene.asked).toEqual([
    { activity: 'check', input: step },
    { activity: 'pay', input: { ...step, attempt: 1 } },
    { activity: 'callback', input: { payment: id } },
  ]);
});

test.concurrent('a payment that is closed already is only told of', async () => {
  const scene = await on.begins({ check: [{ next: 'finished', status: -115, callback: false }] });
  expect(await scene.handle.result()).toEqual({ status: -115 });
  expect(scene.names).toEqual(['check']);
});

test.concurrent('a callback that fails is tried once and holds up nothing', async () => {
  const scene = await on.begins({ check: [{ ...DONE, callback: true }], callback: [new Error('the receiver is away'), true] });
  expect(await scene.handle.result()).toEqual({ status: 10 });
  expect(scene.names).toEqual(['check', 'callback']);
});

test.concurrent('check is repeated until the registry answers', async () => {
  const scene = await on.begins({ check: [new Error('the registry is away'), DONE] });
  await scene.handle.result();
  expect(scene.names).toEqual(['check', 'check']);
});

test.concurrent('without a row in the registry it ends with that word and sends nothing', async () => {
  const scene = await on.begins({ check: [asTemporalTakes(new NoSuchPayment('7'))] });
  await expect(scene.handle.result()).rejects.toMatchObject({
    cause: { cause: { type: 'NoSuchPayment', message: expect.stringContaining('payment 7') } },
  });
  expect(scene.names).toEqual(['check']);
});

test.concurrent('pay is never repeated: one that failed is looked for', async () => {
  const scene = await on.begins({ check: [PAY], pay: [new Error('the worker died'), DONE], find: [DONE] });
  await scene.handle.result();
  expect(scene.names).toEqual(['check', 'pay', 'find']);
});

test.concurrent('pay whose worker says nothing is looked for, and what it says afterwards changes nothing', async () => {
  const late = held();
  const looked = held();
  const scene = await on.begins({ check: [PAY], pay: [late.line], find: [looked.line] }, hurriedPayment);
  await scene.whenAsked('find');
  late.give({ next: 'finished', status: -300, callback: false });
  looked.give(DONE);
  expect(await scene.handle.result()).toEqual({ status: 10 });
  expect(scene.names).toEqual(['check', 'pay', 'find']);
});

test.concurrent('an outcome that could not be written travels to record under its seal, as often as it takes', async () => {
  const sealed = [{ document: 1, sendBefore: '2026-11-24T10:00:00.000Z', seal: 'AAAA' }];
  const scene = await on.begins({
    check: [PAY],
    pay: [{ next: 'record', attempt: 1, sealed }],
    record: [new Error('the registry is away'), DONE],
  });
  expect(await scene.handle.result()).toEqual({ status: 10 });
  expect(scene.names).toEqual(['check', 'pay', 'record', 'record']);
  for (const { input } of scene.asked.slice(2)) expect(input).toMatchObject({ attempt: 1, sealed, patient: true });
});

test.concurrent('an outcome in the clear, as earlier releases let it travel, goes no further: record is asked without it', async () => {
  const outcomes = [{ document: 1, outcome: { kind: 'accepted', paymentId: '638405063993273260', bookedAt: null } }];
  const scene = await on.begins({
    check: [PAY],
    pay: [{ next: 'record', attempt: 1, outcomes }],
    record: [{ next: 'find', why: 'no seal' }],
    find: [DONE],
  });
  expect(await scene.handle.result()).toEqual({ status: 10 });
  const [asked] = scene.asked.filter(({ activity }) => activity === 'record');
  expect(asked?.input).toMatchObject({ attempt: 1, patient: true });
  expect(JSON.stringify(asked)).not.toContain('638405063993273260');
});

test.concurrent('wait: the registry is asked again, patiently, when the time has passed', async () => {
  const scene = await on.begins({ check: [{ next: 'wait', why: 'alseco is stopped', forMs: 300 }, DONE] });
  await scene.handle.result();
  expect(scene.asked.map(({ input }) => input['patient'])).toEqual([false, true]);
  const timers = (await scene.events()).flatMap((event) => event.timerStartedEventAttributes ?? []);
  expect(timers.map(({ startToFireTimeout }) => startToFireTimeout?.nanos)).toEqual([300_000_000]);
});

test.concurrent('find: looked for until it is proved, on the queue of evidence, and a proved absence is sent as attempt 2', async () => {
  const scene = await on.begins({
    check: [PAY],
    pay: [{ next: 'find', why: 'no clear answer' }, DONE],
    find: [waiting('the book lacks it', 20), { next: 'pay', attempt: 2 }],
  });
  await scene.handle.result();
  expect(scene.names).toEqual(['check', 'pay', 'find', 'find', 'pay']);
  expect(scene.asked.at(-1)?.input).toMatchObject({ attempt: 2, patient: false });
  const looks = (await scene.scheduled()).filter(({ activityType }) => activityType?.name === 'find');
  expect(looks.map(({ taskQueue }) => taskQueue?.name)).toEqual([`${on.starts.prefix}-evidence-alseco`]);
});

test.concurrent('poll: asked until there is a final status, and waiting costs no history', async () => {
  const scene = await on.begins({
    check: [PAY],
    pay: [{ next: 'poll', why: 'taken' }],
    poll: [waiting('2', 20), waiting('9', 20), DONE],
  });
  await scene.handle.result();
  expect(scene.names.filter((name) => name === 'poll')).toHaveLength(3);
  expect((await scene.scheduled()).map(({ activityType }) => activityType?.name)).toEqual(['check', 'pay', 'poll']);
});

test.concurrent('undo: asked until each rollback has answered', async () => {
  const scene = await on.begins({
    check: [{ next: 'undo', why: 'a part was refused (-203)' }],
    undo: [waiting('no clear answer yet', 20), { next: 'finished', status: -203, callback: false }],
  });
  expect(await scene.handle.result()).toEqual({ status: -203 });
  expect(scene.names).toEqual(['check', 'undo', 'undo']);
});

test.concurrent('staff: the registry is asked, patiently, and what it says then is done', async () => {
  const scene = await on.begins({
    check: [
      { next: 'staff', why: 'staff must decide' },
      { next: 'find', why: 'a decision' },
    ],
    find: [DONE],
  });
  await scene.handle.result();
  expect(scene.names).toEqual(['check', 'check', 'find']);
  expect(scene.asked.map(({ input }) => input['patient'])).toEqual([false, true, true]);
});

test.concurrent('after a reset pay is asked for the same attempt again, and what the registry says of it counts', async () => {
  const scene = await on.begins({
    check: [PAY],
    pay: [
      { next: 'poll', why: 'taken' },
      { next: 'find', why: 'this attempt exists already' },
    ],
    poll: [waiting('2', LONG_MS)],
    find: [DONE],
  });
  await scene.whenWaiting('poll');
  await resetBeforePay(on, scene);
  expect(await scene.handle.result()).toEqual({ status: 10 });
  expect(scene.names).toEqual(['check', 'pay', 'poll', 'pay', 'find']);
  expect(scene.asked.filter(({ activity }) => activity === 'pay').map(({ input }) => input['attempt'])).toEqual([1, 1]);
});
