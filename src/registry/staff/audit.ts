import type { Action } from '../../domain/permissions';
import { printJson } from '../../wire/json';
import type { Database, Queryable } from '../database';
import { demandPermission, type Staff } from './staff';

/** One thing that staff did: who, what, to what, why. */
export interface AuditRow {
  readonly id: string;
  /** ISO instant. */
  readonly at: string;
  readonly staff: string;
  readonly action: string;
  /** `agent:144`, `service:7`, `payment:144:112`, `supplier:alseco`, `staff:clerk`. */
  readonly subject: string;
  readonly reason: string | null;
  /** What was given or changed, secrets never among it; text for ids and money. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Act {
  /** Name of the staff account. */
  readonly staff: string;
  readonly action: Action;
  readonly subject: string;
  readonly reason?: string | undefined;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export async function recordAudit(tx: Queryable, act: Act): Promise<void> {
  await tx.query('INSERT INTO audit (staff, action, subject, reason, detail) VALUES ($1, $2, $3, $4, $5)', [
    act.staff,
    act.action,
    act.subject,
    act.reason ?? null,
    printJson(act.detail ?? {}),
  ]);
}

/** Does something as a staff account: the right to do it, the deed and its audit row stand or fall together. */
export function actAs<T>(database: Database, act: Act, work: (tx: Queryable, staff: Staff) => Promise<T>): Promise<T> {
  return database.transaction(async (tx) => {
    const staff = await demandPermission(tx, act.staff, act.action);
    const result = await work(tx, staff);
    await recordAudit(tx, act);
    return result;
  });
}

export interface AuditFilter {
  readonly staff?: string | undefined;
  readonly subject?: string | undefined;
  readonly action?: string | undefined;
}

/** Newest first, at most `limit` rows. */
export async function listAudit(database: Queryable, filter: AuditFilter, limit: number): Promise<AuditRow[]> {
  const { rows } = await database.query<AuditRow>(
    `SELECT id, at, staff, action, subject, reason, detail FROM audit
     WHERE ($1::text IS NULL OR staff = $1) AND ($2::text IS NULL OR subject = $2) AND ($3::text IS NULL OR action = $3) ORDER BY id DESC LIMIT $4`,
    [filter.staff ?? null, filter.subject ?? null, filter.action ?? null, limit],
  );
  return rows;
}
