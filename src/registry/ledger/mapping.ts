import type { Queryable } from '../database';
import type { AccountKind } from './accounts';

/** What the general ledger calls accounts of each kind; those that accountants have not named are missing. */
export type Mapping = ReadonlyMap<AccountKind, string>;

export async function readMapping(database: Queryable): Promise<Mapping> {
  const { rows } = await database.query<{ kind: AccountKind; code: string }>('SELECT kind, code FROM ledger_mapping ORDER BY kind');
  return new Map(rows.map(({ kind, code }) => [kind, code]));
}

export async function mapAccounts(tx: Queryable, kind: AccountKind, code: string): Promise<void> {
  await tx.query('INSERT INTO ledger_mapping (kind, code) VALUES ($1, $2) ON CONFLICT (kind) DO UPDATE SET code = excluded.code', [kind, code]);
}
