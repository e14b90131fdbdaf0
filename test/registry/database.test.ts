import { isAway, openDatabase } from '../../src/registry/database';
import { Front } from '../support/front';
import { databaseUrl } from '../support/services/services';

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
