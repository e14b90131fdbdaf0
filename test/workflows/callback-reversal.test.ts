import { asTemporalTakes, waiting } from '../../src/activities/failure';
import { NoSuchPayment } from '../../src/registry/payment/standing';
import { callback, reversal } from './scenes';
import { held, type Stage, stage } from './stage';

let on: Stage;
beforeAll(async () => {
  on = await stage();
}, 60_000);
afterAll(() => on?.close(), 60_000);

describe('a callback', () => {
  test.concurrent.each(['delivered', 'given up'])('is asked for by its ladder until the agent’s receiver or its end has come: %s', async (end) => {
    const scene = await on.begins({ deliver: [waiting('the agent’s receiver did not take it: 500', 20), end] }, callback);
    expect(await scene.handle.result()).toBe(end);
    const { id, agent, transaction } = scene.payment;
    expect(scene.asked).toMatchObject([{ input: { payment: id, agent, transaction, number: 1 } }, { input: { number: 1 } }]);
    expect(scene.asked[0]?.input['ladderMs']).toEqual(on.starts.ladders.callbackMs);
    expect(await scene.scheduled()).toHaveLength(1);
  });

  test.concurrent('that the registry does not know ends with that word', async () => {
    const scene = await on.begins({ deliver: [asTemporalTakes(new NoSuchPayment('7, callback 1'))] }, callback);
    await expect(scene.handle.result()).rejects.toMatchObject({ cause: { cause: { type: 'NoSuchPayment' } } });
  });
});

describe('a reversal', () => {
  test.concurrent('shows the decision that it carries out, and then what became of it', async () => {
    const answered = held<string>();
    const scene = await on.begins({ reverse: [answered.line] }, reversal);
    expect(await scene.whenAsked('reverse')).toMatchObject({ payment: scene.payment.id, decision: '7' });
    expect(await scene.details()).toBe('decision 7 is being carried out');
    answered.give('refused by alseco: PaymentProcessed');
    expect(await scene.handle.result()).toBe('refused by alseco: PaymentProcessed');
    expect(await scene.details()).toBe('refused by alseco: PaymentProcessed');
  });

  test.concurrent('is asked for until each booking has its answer', async () => {
    const scene = await on.begins({ reverse: [waiting('no clear answer yet', 20), 'reversed'] }, reversal);
    expect(await scene.handle.result()).toBe('reversed');
    expect(scene.names).toEqual(['reverse', 'reverse']);
  });
});
