import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from './database';
import { LOCKS } from './locks';

const FOLDER = join(__dirname, 'migrations');

/** Brings the registry to the newest schema; numbered files are never edited after release (test/golden/migrations.sha256). Throws when the database cannot be reached. */
export async function migrate(databaseUrl: string): Promise<void> {
  const database = openDatabase({ url: databaseUrl, connections: 2, statementMs: 300_000 });
  try {
    await database.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.migration]);
      await tx.query('CREATE TABLE IF NOT EXISTS migrations (number integer PRIMARY KEY, name text NOT NULL, at timestamptz NOT NULL DEFAULT now())');
      const { rows } = await tx.query<{ number: number }>('SELECT number FROM migrations');
      const done = new Set(rows.map((row) => row.number));
      for (const { number, name } of migrationFiles()) {
        if (done.has(number)) continue;
        await tx.query(readFileSync(join(FOLDER, name), 'utf8'));
        await tx.query('INSERT INTO migrations (number, name) VALUES ($1, $2)', [number, name]);
      }
    });
  } finally {
    await database.close();
  }
}

function migrationFiles(): Array<{ number: number; name: string }> {
  return readdirSync(FOLDER)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .sort()
    .map((name) => ({ number: Number.parseInt(name, 10), name }));
}
