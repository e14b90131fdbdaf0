import { Client } from 'pg';
import { type Database, isAway, openDatabase, persistently, UNIQUE_VIOLATION } from '../../src/registry/database';
import { askNow, LastStatement } from '../../src/registry/last-statement';
import { migrate } from '../../src/registry/migrate';
import { checkGivenDatabase } from '../../src/start/postgres/given';
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

test('a connection to a server that has become read-only leaves the pool, and the next may lead to the one that writes', async () => {
  const database = openDatabase({ url: await databaseUrl(), connections: 1, statementMs: 5_000 });
  await database.query('CREATE TABLE written (n int)');
  const write = () => database.transaction((tx) => tx.query('INSERT INTO written VALUES (1)'));
  await database.query('SET default_transaction_read_only = on');
  const failure = await write().catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: '25006' });
  expect(isAway(failure)).toBe(true);
  await write();
  expect((await database.query('SELECT n FROM written')).rows).toEqual([{ n: 1 }]);
  await database.close();
});

test.each(['serialization_failure', 'deadlock_detected', 'lock_not_available'])(
  'a transaction that gave way to another (%s) is done again',
  async (name) => {
    const database = openDatabase({ url: await databaseUrl(), connections: 1, statementMs: 5_000 });
    let asked = 0;
    const done = persistently(5_000, () =>
      database.transaction(async (tx) => {
        if (asked++ === 0) await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'gives way' USING ERRCODE = '${name}'; END $$`);
        return (await tx.query<{ n: number }>('SELECT 7 AS n')).rows[0]?.n;
      }),
    );
    expect([await done, asked]).toEqual([7, 2]);
    await database.close();
  },
);

test('a server that may forget what it has confirmed is refused, in a sentence, by each connection', async () => {
  const url = await databaseUrl();
  const before = openDatabase({ url, connections: 1, statementMs: 5_000 });
  const name = new URL(url).pathname.slice(1);
  await before.query(`ALTER DATABASE "${name}" SET synchronous_commit = off`);
  const sentence = 'PostgreSQL may forget what it has confirmed, and what was sent would be paid twice: synchronous_commit is off and must be on';
  await expect(migrate(url)).rejects.toThrow(sentence);
  const database = openDatabase({ url, connections: 1, statementMs: 5_000 });
  await expect(database.query('SELECT 1')).rejects.toThrow(sentence);
  await expect(checkGivenDatabase(url)).rejects.toThrow(`cannot be used: ${sentence}.`);
  await before.query(`ALTER DATABASE "${name}" RESET synchronous_commit`);
  expect((await database.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await Promise.all([database.close(), before.close()]);
});

describe('a transaction', () => {
  let database: Database;
  let other: Database;
  beforeAll(async () => {
    const url = await databaseUrl();
    database = openDatabase({ url, connections: 2, statementMs: 5_000 });
    other = openDatabase({ url, connections: 1, statementMs: 5_000 });
    await database.query('CREATE TABLE kept (n int PRIMARY KEY)');
  });
  afterAll(() => Promise.all([database.close(), other.close()]));
  const insert = (n: number) => new LastStatement('INSERT INTO kept VALUES ($1)', [n], ({ rowCount }) => rowCount);
  const kept = async () => (await other.query<{ n: number }>('SELECT n FROM kept ORDER BY n')).rows.map(({ n }) => n);

  test('sends COMMIT right behind its last statement, and answers what that answers', async () => {
    const order: string[] = [];
    const { query } = Client.prototype;
    const heard = jest.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, asked: { text: string } | string) {
      const word = (typeof asked === 'string' ? asked : asked.text).split(' ')[0];
      order.push(`${word} leaves`);
      const answered = (query as (asked: unknown) => unknown).call(this, asked) as Promise<unknown>;
      return answered.finally(() => order.push(`${word} is answered`)) as never;
    });
    const rows = await database.transaction(async (tx) => {
      await tx.query('INSERT INTO kept VALUES ($1)', [1]);
      order.length = 0;
      return insert(2).as((rowCount) => `${rowCount} row`);
    });
    heard.mockRestore();
    expect(order).toEqual(['INSERT leaves', 'COMMIT leaves', 'INSERT is answered', 'COMMIT is answered']);
    expect([rows, await kept()]).toEqual(['1 row', [1, 2]]);
  });

  test('that does not end with it can ask it at once', async () => {
    const made = await database.transaction(async (tx) => {
      const rows = await askNow(tx, insert(3));
      await tx.query('DELETE FROM kept WHERE n = $1', [3]);
      return rows;
    });
    expect([made, await kept()]).toEqual([1, [1, 2]]);
  });

  test('whose last statement fails writes nothing, and tells that statement’s error', async () => {
    const failing = database.transaction(async (tx) => {
      await tx.query('INSERT INTO kept VALUES ($1)', [4]);
      return insert(1);
    });
    await expect(failing).rejects.toMatchObject({ code: UNIQUE_VIOLATION });
    expect(await kept()).toEqual([1, 2]);
  });

  test('in which a failure was overheard does not pass for committed', async () => {
    const overheard = database.transaction(async (tx) => {
      await tx.query('INSERT INTO kept VALUES ($1)', [5]);
      await tx.query('INSERT INTO kept VALUES ($1)', [1]).catch(() => undefined);
    });
    await expect(overheard).rejects.toThrow('ended with ROLLBACK instead of COMMIT');
    expect(await kept()).toEqual([1, 2]);
  });

  test('of statements that go out together fails as a whole, and its connection goes on', async () => {
    const together = database.transaction((tx) => Promise.all([6, 1, 7].map((n) => tx.query('INSERT INTO kept VALUES ($1)', [n]))));
    await expect(together).rejects.toMatchObject({ code: UNIQUE_VIOLATION });
    await Promise.all([8, 9].map((n) => database.transaction((tx) => tx.query('INSERT INTO kept VALUES ($1)', [n]))));
    expect(await kept()).toEqual([1, 2, 8, 9]);
  });
});
