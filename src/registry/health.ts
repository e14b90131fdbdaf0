import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Queryable } from './database';

/** What doctor and monitoring ask the registry about itself. */

/** Migrations of this build that the database lacks, and those it has that this build does not know. */
export async function migrationState(database: Queryable): Promise<{ readonly missing: string[]; readonly unknown: string[] }> {
  const { rows } = await database.query<{ name: string }>('SELECT name FROM migrations ORDER BY number');
  const done = rows.map((row) => row.name);
  const known = readdirSync(join(__dirname, 'migrations')).filter((name) => /^\d{4}_.+\.sql$/.test(name));
  return { missing: known.filter((name) => !done.includes(name)), unknown: done.filter((name) => !known.includes(name)) };
}

/** Which registry this is: the database in the cluster that PostgreSQL once made. A dump that is loaded elsewhere is another one. */
export async function registryName(database: Queryable): Promise<string> {
  const { rows } = await database.query<{ name: string }>(`SELECT system_identifier || '/' || current_database() AS name FROM pg_control_system()`);
  if (!rows[0]) throw new Error('the registry did not say which it is');
  return rows[0].name;
}

/** How far PostgreSQL's clock is ahead of this machine's, in milliseconds; the answer's own way is halved out. */
export async function clockAheadMs(database: Queryable): Promise<number> {
  const asked = Date.now();
  const { rows } = await database.query<{ now: string }>('SELECT clock_timestamp() AS now');
  return Math.round(Date.parse(rows[0]?.now ?? '') - (asked + Date.now()) / 2);
}

export interface Waiting {
  readonly open: number;
  readonly needStaff: number;
  readonly callbacksGivenUp: number;
  readonly decisionsWaiting: number;
  /** Seconds since the registry's pulse beat last. */
  readonly pulseSeconds: number;
}

export async function whatWaits(database: Queryable): Promise<Waiting> {
  const { rows } = await database.query<Waiting>(
    `SELECT (SELECT count(*)::int FROM payments WHERE final_at IS NULL) AS open,
       (SELECT count(*)::int FROM payments WHERE needs_staff IS NOT NULL) AS "needStaff",
       (SELECT count(*)::int FROM callbacks c WHERE c.given_up_at IS NOT NULL AND c.delivered_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM callbacks n WHERE n.payment_id = c.payment_id AND n.number > c.number)) AS "callbacksGivenUp",
       (SELECT count(*)::int FROM decisions WHERE done_at IS NULL AND needs_second AND second IS NULL)
         + (SELECT count(*)::int FROM rule_changes WHERE ended_at IS NULL)
         + (SELECT count(*)::int FROM bank_documents WHERE state = 'waits') AS "decisionsWaiting",
       (SELECT extract(epoch FROM now() - beat_at)::int FROM pulse) AS "pulseSeconds"`,
  );
  const row = rows[0];
  if (!row) throw new Error('the registry did not answer');
  return row;
}
