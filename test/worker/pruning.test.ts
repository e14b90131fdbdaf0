import { LADDERS } from '../../src/ladders';
import type { Database } from '../../src/registry/database';
import { runPruning } from '../../src/worker/pruning';
import { book } from '../registry/book';
import { until } from '../support/until';
import { listening } from './listening';

let database: Database;
beforeAll(async () => {
  database = await book(4);
});
afterAll(() => database?.close());

const HOUR_MS = 3_600_000;
const kept = async () =>
  (await database.query<{ request: string }>('SELECT request FROM exchanges ORDER BY request')).rows.map(({ request }) => request);

test('raw exchanges are kept for ninety days, and more than one round takes away goes without a pause', async () => {
  await database.query(
    `INSERT INTO exchanges (supplier, operation, at, took_ms, ended, request, answer, answer_hash)
     SELECT 'alseco', 'PayD', now() - age * interval '1 day', 1, 'answered', 'day ' || age, '', ''::bytea
       FROM unnest(ARRAY[0, 89, 90, 91]) AS age UNION ALL
     SELECT 'alseco', 'PayD', now() - interval '91 days', 1, 'answered', 'many', '', ''::bytea FROM generate_series(1, 12000)`,
  );
  const pruning = runPruning(database, { ...LADDERS.fast, probeEveryMs: HOUR_MS }, listening().logger);
  await until('only the younger are kept', async () => (await kept()).length === 2);
  await pruning.stop();
  expect(await kept()).toEqual(['day 0', 'day 89']);
});

test('a registry that is away is told and ends nothing', async () => {
  const { logger, said } = listening();
  const away = { query: () => Promise.reject(new Error('away')) } as unknown as Database;
  const pruning = runPruning(away, { ...LADDERS.fast, probeEveryMs: 10 }, logger);
  await until('two rounds of each', () => said.length >= 4);
  await pruning.stop();
  expect(new Set(said.map((each) => each.join(': ')))).toEqual(new Set(['warn: old exchanges were not pruned', 'warn: old hints were not pruned']));
});
