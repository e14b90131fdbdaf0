import type { SupplierName } from '../../contracts/supply';
import type { Money } from '../../domain/money';
import type { Queryable } from '../database';

/** The state of a supplier: one row that api and all workers read. */
export interface SupplierState {
  readonly name: SupplierName;
  readonly state: 'open' | 'slowed' | 'stopped';
  readonly reason: string | null;
  /** A staff account, or null where Tolem did it by itself and a good probe may undo it. */
  readonly by: string | null;
  /** ISO instant. */
  readonly since: string;
}

/** The same with what was measured there. */
export interface SupplierRow extends SupplierState {
  readonly balance: Money | null;
  readonly balanceAt: string | null;
  /** Measured against its configured zone. */
  readonly zoneOffsetMinutes: number | null;
  /** Since when a supplier of that name is known that was no sandbox (ISO instant). */
  readonly realSince: string | null;
}

const COLUMNS = `name, state, reason, by, since, balance, balance_at AS "balanceAt", zone_offset_minutes AS "zoneOffsetMinutes", real_since AS "realSince"`;

export async function supplierState(database: Queryable, name: string): Promise<SupplierRow | null> {
  const { rows } = await database.query<SupplierRow>(`SELECT ${COLUMNS} FROM suppliers WHERE name = $1`, [name]);
  return rows[0] ?? null;
}

export async function listSuppliers(database: Queryable): Promise<SupplierRow[]> {
  const { rows } = await database.query<SupplierRow>(`SELECT ${COLUMNS} FROM suppliers ORDER BY name`);
  return rows;
}

/** Stops or slows a supplier by itself; what staff decided stays, and what is stopped is not merely slowed. True when the state changed. */
export async function troubleAt(database: Queryable, name: string, state: 'slowed' | 'stopped', reason: string): Promise<boolean> {
  const { rowCount } = await database.query(
    `UPDATE suppliers SET state = $2, reason = $3, since = now(), by = NULL WHERE name = $1 AND by IS NULL AND state <> $2 AND NOT ($2 = 'slowed' AND state = 'stopped')`,
    [name, state, reason.slice(0, 500)],
  );
  return rowCount === 1;
}

/** A good probe opens what Tolem itself had closed; staff's pause stays until staff resume. */
export async function markRecovered(database: Queryable, name: string): Promise<boolean> {
  const { rowCount } = await database.query(
    `UPDATE suppliers SET state = 'open', reason = NULL, since = now() WHERE name = $1 AND by IS NULL AND state <> 'open'`,
    [name],
  );
  return rowCount === 1;
}

export function pauseSupplier(tx: Queryable, name: string, staff: string, reason: string): Promise<boolean> {
  return byHand(tx, name, 'stopped', staff, reason);
}

/** Few calls at once until staff resume it. */
export function slowSupplier(tx: Queryable, name: string, staff: string, reason: string): Promise<boolean> {
  return byHand(tx, name, 'slowed', staff, reason);
}

async function byHand(tx: Queryable, name: string, state: 'slowed' | 'stopped', staff: string, reason: string): Promise<boolean> {
  const { rowCount } = await tx.query('UPDATE suppliers SET state = $4, reason = $3, by = $2, since = now() WHERE name = $1', [
    name,
    staff,
    reason,
    state,
  ]);
  return rowCount === 1;
}

export async function resumeSupplier(tx: Queryable, name: string): Promise<boolean> {
  const { rowCount } = await tx.query(`UPDATE suppliers SET state = 'open', reason = NULL, by = NULL, since = now() WHERE name = $1`, [name]);
  return rowCount === 1;
}

/** A supplier that is no sandbox was met: from now on no sandbox takes its place. */
export async function noteReal(database: Queryable, name: string): Promise<void> {
  await database.query('UPDATE suppliers SET real_since = now() WHERE name = $1 AND real_since IS NULL', [name]);
}

/** This registry shall never meet the real one again: a sandbox may take its place. False where there is no such supplier. */
export async function forgetReal(tx: Queryable, name: string): Promise<boolean> {
  return (await tx.query('UPDATE suppliers SET real_since = NULL WHERE name = $1', [name])).rowCount === 1;
}

export async function noteBalance(database: Queryable, name: string, balance: Money): Promise<void> {
  await database.query('UPDATE suppliers SET balance = $2, balance_at = now() WHERE name = $1', [name, balance]);
}

export async function noteZoneOffset(database: Queryable, name: string, minutes: number): Promise<void> {
  await database.query('UPDATE suppliers SET zone_offset_minutes = $2 WHERE name = $1', [name, minutes]);
}

/** A service that the supplier itself cannot route or rate (−501, −502): its payments wait. */
export async function serviceTrouble(database: Queryable, service: string, trouble: string | null): Promise<void> {
  await database.query(
    `UPDATE services SET trouble = $2, trouble_since = CASE WHEN $2::text IS NULL THEN NULL ELSE coalesce(trouble_since, now()) END WHERE id = $1 AND trouble IS DISTINCT FROM $2`,
    [service, trouble],
  );
}

/** When the payment of that RequestID was last sent (ISO instant); null: never, or no such payment. */
export async function sentAtOf(database: Queryable, request: string): Promise<string | null> {
  const { rows } = await database.query<{ sentAt: string | null }>(
    'SELECT max(a.sent_at) AS "sentAt" FROM attempts a JOIN payments p ON p.id = a.payment_id WHERE p.request_id = $1',
    [request],
  );
  return rows[0]?.sentAt ?? null;
}

/** The smallest amount among open payments of a supplier; null where none waits. */
export async function smallestWaiting(database: Queryable, name: string): Promise<Money | null> {
  const { rows } = await database.query<{ amount: Money | null }>(
    'SELECT min(amount) AS amount FROM payments WHERE supplier = $1 AND final_at IS NULL',
    [name],
  );
  return rows[0]?.amount ?? null;
}
