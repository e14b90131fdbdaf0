import { type AgentId, agentId } from '../domain/ids';
import type { Role } from '../domain/permissions';
import { findAgent } from './catalog/agents';
import { noteReal, supplierState } from './catalog/suppliers';
import type { Queryable } from './database';
import { verifyPassword } from './secrets';
import { staffPasswordHash } from './staff/staff';

/** Of all demo staff. */
export const DEMO_STAFF_PASSWORD = 'sandbox';

export interface DemoAgent {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  readonly deposit: string;
}

export const DEMO_AGENTS: readonly DemoAgent[] = [
  { id: '144', name: 'Demo agent', password: 'sandbox', deposit: '5000000' },
  { id: '145', name: 'Second demo agent', password: 'sandbox2', deposit: '5000000' },
  { id: '146', name: 'Demo agent without money', password: 'poor', deposit: '1' },
];

export const DEMO_STAFF: ReadonlyArray<{ readonly name: string; readonly roles: readonly Role[] }> = [
  { name: 'operator-1', roles: ['operator', 'accountant', 'admin'] },
  { name: 'operator-2', roles: ['operator', 'accountant', 'admin'] },
  { name: 'clerk', roles: ['clerk'] },
];

export async function hasDemoData(database: Queryable): Promise<boolean> {
  return (await database.query('SELECT 1 AS one FROM demo_data')).rows.length > 0;
}

/** Marks an empty registry as one that holds demo data; false where it is not empty or holds it already. */
export async function markDemoData(tx: Queryable): Promise<boolean> {
  const { rowCount } = await tx.query(`
    INSERT INTO demo_data (one)
    SELECT true
    WHERE NOT EXISTS (SELECT FROM agents)
      AND NOT EXISTS (SELECT FROM staff)
      AND NOT EXISTS (SELECT FROM services)
      AND NOT EXISTS (SELECT FROM payments)
    ON CONFLICT DO NOTHING`);
  return rowCount === 1;
}

/** What the registry knows of the suppliers beside it, as whoever calls them asks it. */
export const supplierMemory = (database: Queryable) => ({
  holdsDemoData: () => hasDemoData(database),
  realSince: async (name: string) => (await supplierState(database, name))?.realSince ?? null,
  noteReal: (name: string) => noteReal(database, name),
});

/** Whether everybody who has read the README knows it. */
export const isDemoPassword = (password: string): boolean =>
  password === DEMO_STAFF_PASSWORD || DEMO_AGENTS.some((agent) => agent.password === password);

/** Which accounts of the demo's names can be entered with the demo's passwords; one after another, each takes half a second. */
export async function openToEverybody(database: Queryable): Promise<{ readonly agents: string[]; readonly staff: string[] }> {
  const open = { agents: [] as string[], staff: [] as string[] };
  for (const { id, password } of DEMO_AGENTS) {
    const agent = await findAgent(database, agentId(id) as AgentId);
    if (agent && (await verifyPassword(password, agent.passwordHash))) open.agents.push(id);
  }
  for (const { name } of DEMO_STAFF) {
    const hash = await staffPasswordHash(database, name);
    if (hash && (await verifyPassword(DEMO_STAFF_PASSWORD, hash))) open.staff.push(name);
  }
  return open;
}
