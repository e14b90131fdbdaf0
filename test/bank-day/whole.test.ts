import { SEARCH_ATTRIBUTES } from '../../src/contracts/workflows';
import { reconciliationWorkflowId } from '../../src/contracts/workflows/day';
import { plusDays } from '../../src/domain/day';
import { LADDERS } from '../../src/ladders';
import { askDay } from '../../src/registry/bank-day/day/ask-day';
import { knownDay } from '../../src/registry/bank-day/day/days';
import { scheduleId } from '../../src/temporal/schedules';
import { startDay } from '../../src/temporal/start-day';
import { dayIn } from '../../src/zone';
import { gateway, type World } from '../support/gateway/gateway';
import { until } from '../support/until';

const ZONE = 'Asia/Almaty';
const today = dayIn(ZONE, new Date().toISOString());
const yesterday = plusDays(today, -1);
const SUPPLIERS = ['alseco', 'upstream'] as const;

let world: World;
beforeAll(async () => {
  world = await gateway();
}, 120_000);
afterAll(() => world?.close(), 60_000);

const prefix = () => world.environment['TASK_QUEUE_PREFIX'] ?? '';
const rowOf = (supplier: (typeof SUPPLIERS)[number]) => knownDay(world.database, supplier, yesterday);

test('yesterday of both suppliers is read from their lists, compared, and ready', async () => {
  const starts = { client: world.client, prefix: prefix(), ladders: LADDERS.fast };
  for (const name of SUPPLIERS) {
    const asked = { day: yesterday, today, staff: 'operator-1', compareOnly: false };
    await world.database.transaction((tx) => askDay(tx, { name, zone: ZONE, currency: 'KZT' }, asked));
    await startDay(starts, name, yesterday, 'a test');
  }
  for (const name of SUPPLIERS) {
    const row = await until(`${name} is ready`, async () => {
      const now = await rowOf(name);
      return now.state === 'ready' ? now : undefined;
    });
    expect(row).toMatchObject({ theirsCount: '0', theirsSum: '0', oursCount: '0', unexplained: '0', waitsFor: 'confirmation', readError: null });
    const handle = world.client.workflow.getHandle(reconciliationWorkflowId(name, yesterday));
    expect(await handle.result()).toEqual({ state: 'ready' });
    const { typedSearchAttributes } = await handle.describe();
    expect(typedSearchAttributes.get(SEARCH_ATTRIBUTES.day)).toBe(yesterday);
    expect(typedSearchAttributes.get(SEARCH_ATTRIBUTES.statusClass)).toBe('succeeded');
  }
}, 120_000);

test('both suppliers have their Schedule, and nothing is opened before the first day of the books', async () => {
  for (const name of SUPPLIERS) expect((await world.client.schedule.getHandle(scheduleId(prefix(), name)).describe()).spec.timezone).toBe(ZONE);
  const { rows } = await world.database.query('SELECT name, books_from AS from FROM suppliers ORDER BY name');
  expect(rows).toEqual(SUPPLIERS.map((name) => ({ name, from: today })));
  const { rows: days } = await world.database.query('SELECT day FROM bank_days');
  expect(days).toHaveLength(2);
});
