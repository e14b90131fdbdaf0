import { randomBytes } from 'node:crypto';
import { readConfig } from '../../src/config';
import { bookQueue, LAUNCH_DAY_WORKFLOW } from '../../src/contracts/workflows/day';
import { LADDERS } from '../../src/ladders';
import { temporalClient } from '../../src/temporal/connection';
import { ensureSchedules, scheduleId } from '../../src/temporal/schedules';
import type { Starts } from '../../src/temporal/start';
import { temporalAddress } from '../support/services/services';

const REGISTRY = '7000000000000000001/tolem';
const suppliers = [
  { name: 'alseco', zone: 'Asia/Almaty' },
  { name: 'upstream', zone: 'Europe/Moscow' },
];

let starts: Starts;
beforeAll(async () => {
  const client = temporalClient(readConfig({ TEMPORAL_ADDRESS: await temporalAddress() }), 10_000);
  starts = { client, prefix: `sc${randomBytes(4).toString('hex')}`, ladders: LADDERS.fast };
}, 60_000);
afterAll(async () => {
  for (const { name } of suppliers) await handle(name).delete();
  await starts.client.connection.close();
});

const handle = (supplier: string) => starts.client.schedule.getHandle(scheduleId(starts.prefix, supplier));

test('each supplier has one Schedule in its own zone, however often they are ensured, also at once', async () => {
  await Promise.all([ensureSchedules(starts, suppliers, REGISTRY), ensureSchedules(starts, suppliers, REGISTRY)]);
  await ensureSchedules(starts, suppliers, REGISTRY);
  for (const { name, zone } of suppliers) {
    const { spec, action, policies, memo } = await handle(name).describe();
    expect({ timezone: spec.timezone, memo, catchupWindow: policies.catchupWindow }).toEqual({
      timezone: zone,
      memo: { registry: REGISTRY },
      catchupWindow: 3_600_000,
    });
    expect(action).toMatchObject({ workflowType: LAUNCH_DAY_WORKFLOW, taskQueue: bookQueue(starts.prefix), args: [{ supplier: name }] });
  }
});

test('an operator’s pause stays, also where the Schedule is brought to another zone', async () => {
  await handle('alseco').pause('Alseco moves its office');
  await ensureSchedules(starts, [{ name: 'alseco', zone: 'Asia/Aqtau' }], REGISTRY);
  const { spec, state } = await handle('alseco').describe();
  expect([spec.timezone, state.paused, state.note]).toEqual(['Asia/Aqtau', true, 'Alseco moves its office']);
});

test('a namespace whose Schedule names another registry is refused, and left as it is', async () => {
  const other = '7000000000000000002/tolem';
  await expect(ensureSchedules(starts, suppliers, other)).rejects.toThrow(
    `Schedule ${scheduleId(starts.prefix, 'alseco')} in this namespace belongs to registry ${REGISTRY}, and this is ${other}`,
  );
  expect((await handle('alseco').describe()).memo).toEqual({ registry: REGISTRY });
});

test('a lost Schedule is made again', async () => {
  await handle('upstream').delete();
  await ensureSchedules(starts, suppliers.slice(1), REGISTRY);
  expect((await handle('upstream').describe()).spec.timezone).toBe('Europe/Moscow');
});
