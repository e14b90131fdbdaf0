import { LADDERS } from '../../src/ladders';
import type { Database } from '../../src/registry/database';
import type { Payment } from '../../src/registry/payment/payments';
import { createLogger } from '../../src/telemetry';
import type { Starts } from '../../src/temporal/start';
import { runStarter, type Starter } from '../../src/temporal/starter';
import { accepted, book, OTHER } from '../registry/book';

describe('a process that is busy answering', () => {
  let database: Database;
  let payment: Payment;
  let starter: Starter | undefined;
  let busy: boolean;
  const start = jest.fn(() => Promise.resolve());
  const started = () => start.mock.calls.length;

  beforeAll(async () => {
    database = await book();
    payment = await accepted(database, OTHER, 1, '10');
  });
  afterAll(() => database.close());
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    busy = true;
    start.mockClear();
    const empty = { query: async () => ({ rows: [], rowCount: 0 }) };
    const noOutbox = { ...empty, transaction: async () => 0, close: async () => undefined } as unknown as Database;
    const starts = { client: { workflow: { start } }, prefix: 't', ladders: LADDERS.fast } as unknown as Starts;
    starter = runStarter(noOutbox, starts, createLogger({ LOG_LEVEL: 'silent' }, 'test'), () => busy);
  });
  afterEach(async () => {
    const stopping = starter?.stop();
    await jest.advanceTimersByTimeAsync(1_000);
    await stopping;
    jest.useRealTimers();
  });

  test('starts a payment as soon as the answers leave it time', async () => {
    expect(starter?.soon(payment)).toBe(true);
    await jest.advanceTimersByTimeAsync(600);
    expect(started()).toBe(0);
    busy = false;
    await jest.advanceTimersByTimeAsync(200);
    expect(started()).toBe(1);
  });

  test('starts it all the same after a second', async () => {
    starter?.soon(payment);
    await jest.advanceTimersByTimeAsync(999);
    expect(started()).toBe(0);
    await jest.advanceTimersByTimeAsync(200);
    expect(started()).toBe(1);
  });

  test('waits for nothing when it is idle', async () => {
    busy = false;
    starter?.soon(payment);
    await jest.advanceTimersByTimeAsync(1);
    expect(started()).toBe(1);
  });
});
