import { isAway, openDatabase } from '../../src/registry/database';
import { Front } from '../support/front';
import { databaseUrl } from '../support/services/services';
import { until } from '../support/until';

test('a connection that swallows everything is given up, and the pool goes on by itself when it answers again', async () => {
  const front = new Front();
  const database = openDatabase({ url: await front.before(await databaseUrl()), connections: 1, statementMs: 500 });
  expect((await database.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  front.swallows = true;
  const failure = await database.query('SELECT 1 AS one').catch((error: unknown) => error);
  expect(isAway(failure)).toBe(true);
  const inside = await database.transaction((tx) => tx.query('SELECT 1')).catch((error: unknown) => error);
  expect(isAway(inside)).toBe(true);
  front.swallows = false;
  expect((await database.query('SELECT 2 AS two')).rows).toEqual([{ two: 2 }]);
  await database.close();
  front.cut();
});

test('a connection that ends between two statements of a transaction ends the transaction, and not the process', async () => {
  const url = await databaseUrl();
  const database = openDatabase({ url, connections: 1, statementMs: 5_000 });
  const other = openDatabase({ url, connections: 1, statementMs: 5_000 });
  const uncaught = jest.fn();
  process.once('uncaughtException', uncaught);
  const failure = await database
    .transaction(async (tx) => {
      const { rows } = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await other.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await until('the backend is gone', async () => {
        const { rows: left } = await other.query('SELECT 1 FROM pg_stat_activity WHERE pid = $1', [rows[0]?.pid]);
        return left.length === 0;
      });
      await new Promise((resolve) => setTimeout(resolve, 50));
      return tx.query('SELECT 1');
    })
    .catch((error: unknown) => error);
  expect(isAway(failure)).toBe(true);
  expect(uncaught).not.toHaveBeenCalled();
  process.off('uncaughtException', uncaught);
  expect((await database.query('SELECT 3 AS three')).rows).toEqual([{ three: 3 }]);
  await Promise.all([database.close(), other.close()]);
});
