import { plusDays } from '../../src/domain/day';
import { LADDERS } from '../../src/ladders';
import type { Database } from '../../src/registry/database';
import { readCalendar } from '../../src/registry/ledger/calendar';
import { runLedgerClose } from '../../src/worker/ledger-close';
import { book } from '../registry/book';
import { openedAgo } from '../registry/ledger/days';
import { until } from '../support/until';
import { listening } from './listening';

let database: Database;
beforeAll(async () => {
  database = await book(6);
});
afterAll(() => database?.close());

test('of many workers each day that is due is closed by one, in order and without a pause', async () => {
  const first = await openedAgo(database, 9);
  const workers = Array.from({ length: 3 }, () => {
    const { logger, said } = listening();
    return { said, loop: runLedgerClose(database, { ...LADDERS.fast, probeEveryMs: 20 }, logger) };
  });
  await until('what is over is closed', async () => Date.parse((await readCalendar(database)).closesAt) > Date.now());
  await until('its balances are there', async () => {
    const { closedThrough, closingsThrough } = await readCalendar(database);
    return closedThrough === closingsThrough;
  });
  await Promise.all(workers.map(({ loop }) => loop.stop()));
  const { closedThrough } = await readCalendar(database);
  const { rows } = await database.query<{ day: string; how: string }>('SELECT day, how FROM ledger_days ORDER BY closed_at, day');
  expect(rows[0]).toEqual({ day: first, how: 'by itself' });
  expect(rows.map(({ day }) => day)).toEqual(rows.map((_, at) => plusDays(first, at)));
  expect(rows.at(-1)?.day).toBe(closedThrough);
  expect(workers.flatMap(({ said }) => said.filter(([level]) => level !== 'info'))).toEqual([]);
});

test('a registry that is away is told and ends nothing', async () => {
  const { logger, said } = listening();
  const away = { query: () => Promise.reject(new Error('away')) } as unknown as Database;
  const loop = runLedgerClose(away, { ...LADDERS.fast, probeEveryMs: 10 }, logger);
  await until('two rounds', () => said.length >= 2);
  await loop.stop();
  expect(new Set(said.map((each) => each.join(': ')))).toEqual(new Set(['warn: the ledger’s day was not closed']));
});
