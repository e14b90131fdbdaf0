import type { Queryable } from '../../src/registry/database';

/** The route's own table, with the key a payment has. */
export async function createTable(database: Queryable): Promise<void> {
  await database.query(`CREATE TABLE IF NOT EXISTS bench_inserts (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agent_id       bigint NOT NULL,
    transaction_id bigint NOT NULL,
    service_id     bigint NOT NULL,
    account        text NOT NULL,
    amount         numeric NOT NULL,
    services       text,
    created_at     timestamptz NOT NULL DEFAULT now(),
    UNIQUE (agent_id, transaction_id)
  )`);
}
