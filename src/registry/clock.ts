import type { Queryable } from './database';

/**
 * The registry's own time (ISO instant). When an attempt may have left is written by this clock, so how long ago that is, and whether it
 * was today, is reckoned by it too: the clocks of workers may differ.
 */
export async function timeOf(database: Queryable): Promise<string> {
  const { rows } = await database.query<{ now: string }>('SELECT clock_timestamp() AS now');
  if (!rows[0]) throw new Error('the registry did not tell its time');
  return rows[0].now;
}
