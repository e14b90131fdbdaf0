import type { Day } from '../../src/domain/day';
import type { Database } from '../../src/registry/database';

/** A payment that succeeded: a hold of two postings, a capture of four. */
const POSTINGS = 6;
const PAYMENTS_AT_ONCE = 20_000;

const SEED = `
WITH entry AS (
  INSERT INTO ledger_entries (kind, day, note) SELECT made.kind, $1::date, n::text FROM generate_series(1, $2) n, (VALUES ('hold'), ('capture')) AS made (kind)
  RETURNING id, kind, day, note::bigint AS payment
), side (kind, prefix, name, amount) AS (
  VALUES ('hold', 'agent', ':available', -100.50), ('hold', 'agent', ':held', 100.50),
    ('capture', 'agent', ':held', -100.50), ('capture', 'supplier:alseco', ':payable', 100.50),
    ('capture', 'agent', ':remuneration', 0.50250), ('capture', 'remuneration-expense', '', -0.50250)
)
INSERT INTO ledger_postings (entry_id, day, account, currency, amount)
SELECT e.id, e.day, CASE WHEN s.prefix = 'agent' THEN 'agent:' || ($3::bigint + e.payment % $4::bigint) || s.name ELSE s.prefix || s.name END, 'KZT', s.amount
FROM entry e JOIN side s USING (kind)`;

/** Payments of all agents in turn, as many as make so many postings, on a day that is open. */
export async function seedDay(
  database: Database,
  day: Day,
  postings: number,
  agents: { readonly first: number; readonly count: number },
): Promise<void> {
  for (let left = Math.ceil(postings / POSTINGS); left > 0; left -= PAYMENTS_AT_ONCE)
    await database.query(SEED, [day, Math.min(left, PAYMENTS_AT_ONCE), agents.first, agents.count]);
}
