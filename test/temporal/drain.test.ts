import { LADDERS } from '../../src/ladders';
import type { Database } from '../../src/registry/database';
import { createLogger } from '../../src/telemetry';
import { runDrain } from '../../src/temporal/drain';
import type { Starts } from '../../src/temporal/start';
import { accepted, book, OTHER } from '../registry/book';
import { until } from '../support/until';

let database: Database;
beforeAll(async () => {
  database = await book();
});
afterAll(() => database.close());

test('what nobody has started is told to Temporal again until it hears, and leaves the outbox then', async () => {
  const payment = await accepted(database, OTHER, 1, '10');
  const start = jest.fn().mockRejectedValueOnce(new Error('Temporal is away')).mockResolvedValue(undefined);
  const ladders = { ...LADDERS.fast, outboxGraceMs: 0, outboxEveryMs: 20, temporalCallMs: 50 };
  const starts = { client: { workflow: { start } }, prefix: 't', ladders } as unknown as Starts;
  const drain = runDrain(database, starts, ladders, createLogger({ LOG_LEVEL: 'silent' }, 'test'));
  await until('the outbox is empty', async () => (await database.query('SELECT FROM outbox')).rowCount === 0);
  await drain.stop();
  expect(start.mock.calls.map(([type, { workflowId }]) => [type, workflowId])).toEqual([
    ['payment', `payment:145:${payment.transaction}`],
    ['payment', `payment:145:${payment.transaction}`],
  ]);
});
