import { spawnSync } from 'node:child_process';
import { appendFileSync, chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { PostgresPlace } from '../../../src/start/postgres/place';
import { databaseUrl, type PostgresOptions, startPostgres } from '../../../src/start/postgres/server';
import { until } from '../until';

/** A PostgreSQL that `npm start` would run, by where it lives and where it listens. */
export interface Server {
  readonly place: PostgresPlace;
  readonly port: number;
}

/** A copy of a running server that follows it by streaming, until it is cut off; promoted it goes on alone, on a new timeline. */
export interface Standby extends Server {
  /** Until everything that the primary has written is here. */
  caughtUp(): Promise<void>;
  /** What the primary writes from now on is lacking here, as behind a slow line. */
  cutOff(): Promise<void>;
  promote(): Promise<void>;
}

const COPIES = 3;

/** `folder`: where the copy's data goes; it must be one that PostgreSQL's user can reach. */
export async function standbyOf(primary: Server, folder: string, options: Omit<PostgresOptions, 'place'>): Promise<Standby> {
  const place: PostgresPlace = { ...primary.place, folder };
  const data = join(folder, 'data');
  const conninfo = `host=127.0.0.1 port=${primary.port} user=tolem password=${place.password}`;
  const ownFile = (name: string, text: string) => {
    writeFileSync(join(data, name), text, { mode: 0o600 });
    if (place.owner) chownSync(join(data, name), place.owner.uid, place.owner.gid);
  };
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  ownFile('backup_label', await backup(primary, data));
  ownFile('standby.signal', '');
  appendFileSync(join(data, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`);
  await startPostgres({ ...options, place });
  const self = { place, port: options.port };
  const caughtUp = async () => {
    const [written] = await ask<{ at: string }>(primary, 'SELECT pg_current_wal_flush_lsn() AS at');
    const here = 'SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS reached';
    await until('the standby has caught up', async () => (await ask<{ reached: boolean }>(self, here, [written?.at]))[0]?.reached, 30_000);
  };
  await caughtUp();
  return {
    ...self,
    caughtUp,
    cutOff: async () => {
      await ask(self, `ALTER SYSTEM SET primary_conninfo = ''`);
      await ask(self, 'SELECT pg_reload_conf()');
      await until('nothing streams', async () => (await ask(self, 'SELECT 1 FROM pg_stat_wal_receiver')).length === 0);
    },
    promote: async () => void (await ask(self, 'SELECT pg_promote(true, 30)')),
  };
}

/** The primary's files as they lie, and the label that says from where on its log mends them. */
async function backup({ place, port }: Server, to: string): Promise<string> {
  const session = new Client({ connectionString: databaseUrl(place, port, 'postgres') });
  await session.connect();
  try {
    for (let left = COPIES; ; left--) {
      await session.query(`SELECT pg_backup_start('standby', true)`);
      rmSync(to, { recursive: true, force: true });
      const copied = spawnSync('cp', ['-a', join(place.folder, 'data'), to], { encoding: 'utf8' });
      const { rows } = await session.query<{ label: string }>('SELECT labelfile AS label FROM pg_backup_stop(false)');
      for (const own of ['postmaster.pid', 'postmaster.opts']) rmSync(join(to, own), { force: true });
      // A file that vanished under the copy makes it a half one.
      if (copied.status === 0) return rows[0]?.label ?? '';
      if (left <= 1) throw new Error(`${place.folder} could not be copied: ${copied.stderr.trim()}`);
    }
  } finally {
    await session.end();
  }
}

export async function ask<Row extends object>({ place, port }: Server, sql: string, values: unknown[] = [], database = 'postgres'): Promise<Row[]> {
  const client = new Client({ connectionString: databaseUrl(place, port, database), connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
