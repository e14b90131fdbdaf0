import { topUp, utilityBill } from '../support/gateway/agent';
import { gateway, type World } from '../support/gateway/gateway';

let world: World;
beforeAll(async () => {
  world = await gateway();
}, 120_000);
afterAll(() => world?.close(), 60_000);

test('50 copies at once are one payment and one booking', async () => {
  const agent = world.agent('144');
  const answers = await Promise.all(Array.from({ length: 50 }, () => agent.pay('700', utilityBill())));
  expect(new Set(answers.map((answer) => answer['RequestID'])).size).toBe(1);
  expect(await agent.final('700')).toBe('10');
  expect(await world.bookings()).toHaveLength(1);
  expect(await agent.balance()).toBe('4994389.82');
}, 60_000);

test('a repetition with other parameters meets the earlier payment and pays nothing', async () => {
  const agent = world.agent('144');
  const answer = await agent.pay('700', utilityBill({ Amount: '5110.18', Services: '{"services":[{"id":13,"amount":"5110.18"}]}' }));
  expect(answer['ResponseStatus']).toBe('10');
  expect(answer['TransactionContent']).toMatchObject({ Amount: '5610.18' });
  expect(await world.bookings()).toHaveLength(1);
});

test('144 and 145 both pay 112, and upstream has two payments', async () => {
  await Promise.all([world.agent('144').pay('112', topUp()), world.agent('145').pay('112', topUp())]);
  expect(await Promise.all([world.agent('144').final('112'), world.agent('145').final('112')])).toEqual(['10', '10']);
  const payments = await world.upstreamPayments();
  expect(payments).toHaveLength(2);
}, 60_000);

test('an empty deposit refuses with −2 and stores nothing', async () => {
  const agent = world.agent('146');
  expect((await agent.pay('1', topUp()))['ResponseStatus']).toBe('-2');
  expect(await agent.status('1')).toBe('-4');
});
