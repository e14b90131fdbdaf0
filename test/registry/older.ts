import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../src/registry/database';
import { migrate } from '../../src/registry/migrate';
import { databaseUrl } from '../support/services/services';

const FOLDER = join(__dirname, '..', '..', 'src', 'registry', 'migrations');

/** A registry as it was before migration `number`, with one agent, one service, and what `seeded` puts in; then brought to the newest schema. */
export async function carriedOver(number: number, seeded: (old: Database) => Promise<void>): Promise<Database> {
  const url = await databaseUrl();
  const database = openDatabase({ url, connections: 4, statementMs: 30_000 });
  await database.query('CREATE TABLE migrations (number integer PRIMARY KEY, name text NOT NULL, at timestamptz NOT NULL DEFAULT now())');
  for (const name of readdirSync(FOLDER).sort()) {
    const own = Number.parseInt(name, 10);
    if (own >= number) continue;
    await database.query(readFileSync(join(FOLDER, name), 'utf8'));
    await database.query('INSERT INTO migrations (number, name) VALUES ($1, $2)', [own, name]);
  }
  await database.query(
    `INSERT INTO agents (id, name, currency, zone, contract_zone, password_hash) VALUES (144, 'an agent', 'KZT', 'Asia/Almaty', 'Asia/Almaty', 'none')`,
  );
  await database.query(
    `INSERT INTO services (id, name, kind, supplier, currency, account_pattern, min_amount, max_amount) VALUES (7, 'a service', 'plain', 'upstream', 'KZT', '.*', 0, 1000)`,
  );
  await seeded(database);
  await migrate(url);
  return database;
}

/** A payment that ended with 10; the row's number. */
export async function oldPayment(database: Database, transaction: number): Promise<string> {
  const { rows } = await database.query<{ id: string }>(
    `INSERT INTO payments (agent_id, transaction_id, request_id, fingerprint, service_id, kind, supplier, account, amount, currency, rate, service_currency, remuneration,
       status, business_day, created_at, final_at, held)
     VALUES (144, $1, 261121000000000 + $1, '', 7, 'plain', 'upstream', 'galek10', 100, 'KZT', 1, 'KZT', 0, 10, '2026-11-21', now(), now(), false) RETURNING id`,
    [transaction],
  );
  const id = rows[0]?.id;
  if (!id) throw new Error('not stored');
  return id;
}
