import { type Action, PERMISSIONS, type Role } from '../../domain/permissions';
import type { Queryable } from '../database';
import { Refused } from './refused';

export interface Staff {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly active: boolean;
  /** ISO instant. */
  readonly createdAt: string;
}

const COLUMNS = `name, roles, active, created_at AS "createdAt"`;

export async function findStaff(database: Queryable, name: string): Promise<Staff | null> {
  const { rows } = await database.query<Staff>(`SELECT ${COLUMNS} FROM staff WHERE name = $1`, [name]);
  return rows[0] ?? null;
}

export async function listStaff(database: Queryable): Promise<Staff[]> {
  const { rows } = await database.query<Staff>(`SELECT ${COLUMNS} FROM staff ORDER BY name LIMIT 10000`);
  return rows;
}

/** The account that acts, held until the transaction ends so that it cannot be closed meanwhile. Throws Refused where it may not. */
export async function demandPermission(tx: Queryable, name: string, action: Action): Promise<Staff> {
  const { rows } = await tx.query<Staff>(`SELECT ${COLUMNS} FROM staff WHERE name = $1 FOR SHARE`, [name]);
  const staff = rows[0];
  if (!staff) throw new Refused(`There is no staff account ${name}.`);
  if (!staff.active) throw new Refused(`The staff account ${name} is deactivated.`);
  const allowed: readonly Role[] = PERMISSIONS[action];
  if (!staff.roles.some((role) => allowed.includes(role)))
    throw new Refused(`${name} may not do ${action}: it needs the role ${allowed.join(' or ')}.`);
  return staff;
}

/** False when the name is taken: nothing is changed then. */
export async function addStaff(tx: Queryable, name: string, passwordHash: string, roles: readonly Role[]): Promise<boolean> {
  const added = await tx.query('INSERT INTO staff (name, password_hash, roles) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING', [
    name,
    passwordHash,
    roles,
  ]);
  return added.rowCount === 1;
}

/** False when there is an account already; two at once cannot both be the first. */
export async function addFirstStaff(tx: Queryable, name: string, passwordHash: string, roles: readonly Role[]): Promise<boolean> {
  await tx.query('LOCK TABLE staff IN EXCLUSIVE MODE');
  return !(await hasStaff(tx)) && addStaff(tx, name, passwordHash, roles);
}

export interface StaffChanges {
  readonly passwordHash?: string;
  readonly roles?: readonly Role[];
  readonly active?: boolean;
}

/** Changes what is given; throws Refused for an unknown name and where no active administrator would be left. */
export async function changeStaff(tx: Queryable, name: string, changes: StaffChanges): Promise<void> {
  // Two administrators who close each other's accounts at the same time must not both get through.
  await tx.query(`SELECT name FROM staff WHERE 'admin' = ANY (roles) ORDER BY name FOR UPDATE`);
  const changed = await tx.query(
    'UPDATE staff SET password_hash = coalesce($2, password_hash), roles = coalesce($3, roles), active = coalesce($4, active) WHERE name = $1',
    [name, changes.passwordHash ?? null, changes.roles ?? null, changes.active ?? null],
  );
  if (!changed.rowCount) throw new Refused(`There is no staff account ${name}.`);
  const { rows } = await tx.query<{ left: number }>(`SELECT count(*)::int AS left FROM staff WHERE active AND 'admin' = ANY (roles)`);
  if (rows[0]?.left === 0) throw new Refused(`${name} is the last active administrator: give the role admin to somebody else first.`);
}

/** The password's hash of an account that may sign in; null for an unknown or deactivated one. */
export async function staffPasswordHash(database: Queryable, name: string): Promise<string | null> {
  const { rows } = await database.query<{ hash: string }>('SELECT password_hash AS hash FROM staff WHERE name = $1 AND active', [name]);
  return rows[0]?.hash ?? null;
}

/** The very first account of an empty registry has nobody to add it. */
export async function hasStaff(database: Queryable): Promise<boolean> {
  return (await database.query('SELECT 1 AS one FROM staff LIMIT 1')).rows.length > 0;
}
