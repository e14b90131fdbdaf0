import type { AgentId } from '../../domain/ids';
import type { Money } from '../../domain/money';
import type { Queryable } from '../database';

/** An agent («Партнер»): who calls us by the Partner API. */
export interface Agent {
  readonly id: AgentId;
  readonly name: string;
  /** The contract's currency; one contract has one balance. */
  readonly currency: string;
  /** Zone of the agent's own times (From, To, AgentRequestCreatedOn). */
  readonly zone: string;
  /** Zone of the business day. */
  readonly contractZone: string;
  readonly passwordHash: string;
  /** Addresses or networks the agent may call from; empty: any. */
  readonly allowedIps: readonly string[];
  readonly callbackUrl: string | null;
  readonly callbackSecret: Buffer | null;
  readonly pausedReason: string | null;
}

export const AGENT_COLUMNS = `a.id, a.name, a.currency, a.zone, a.contract_zone AS "contractZone", a.password_hash AS "passwordHash", a.allowed_ips::text[] AS "allowedIps",
  a.callback_url AS "callbackUrl", a.callback_secret AS "callbackSecret", a.paused_reason AS "pausedReason"`;

export async function findAgent(database: Queryable, id: AgentId): Promise<Agent | null> {
  const { rows } = await database.query<Agent>(`SELECT ${AGENT_COLUMNS} FROM agents a WHERE a.id = $1`, [id]);
  return rows[0] ?? null;
}

/** The ids of at most two agents that may call from an address; the bare form of PostPayments needs exactly one. */
export async function agentsAtAddress(database: Queryable, address: string): Promise<AgentId[]> {
  const { rows } = await database.query<{ id: AgentId }>('SELECT id FROM agents WHERE $1::inet <<= ANY (allowed_ips) ORDER BY id LIMIT 2', [address]);
  return rows.map((row) => row.id);
}

export async function listAgents(database: Queryable): Promise<Array<Agent & AgentBalance>> {
  const { rows } = await database.query<Agent & AgentBalance>(
    `SELECT ${AGENT_COLUMNS}, available, held, overdraft FROM agents a JOIN agent_balances ON agent_id = a.id ORDER BY a.id LIMIT 10000`,
  );
  return rows;
}

export interface NewAgent {
  readonly id: AgentId;
  readonly name: string;
  readonly currency: string;
  readonly zone: string;
  readonly contractZone: string;
  readonly passwordHash: string;
  readonly overdraft: Money;
}

/** False when the id is taken: nothing is changed then. */
export async function addAgent(tx: Queryable, agent: NewAgent): Promise<boolean> {
  const added = await tx.query(
    `INSERT INTO agents (id, name, currency, zone, contract_zone, password_hash) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
    [agent.id, agent.name, agent.currency, agent.zone, agent.contractZone, agent.passwordHash],
  );
  if (!added.rowCount) return false;
  await tx.query('INSERT INTO agent_balances (agent_id, overdraft) VALUES ($1, $2)', [agent.id, agent.overdraft]);
  return true;
}

export interface AgentChanges {
  readonly name?: string;
  readonly zone?: string;
  readonly contractZone?: string;
  readonly passwordHash?: string;
  readonly allowedIps?: readonly string[];
  readonly callbackUrl?: string | null;
  readonly callbackSecret?: Buffer | null;
  readonly pausedReason?: string | null;
}

const CHANGEABLE: Readonly<Record<keyof AgentChanges, string>> = {
  name: 'name',
  zone: 'zone',
  contractZone: 'contract_zone',
  passwordHash: 'password_hash',
  allowedIps: 'allowed_ips',
  callbackUrl: 'callback_url',
  callbackSecret: 'callback_secret',
  pausedReason: 'paused_reason',
};

/** Changes what is given and nothing else; false when there is no such agent. */
export async function changeAgent(tx: Queryable, id: AgentId, changes: AgentChanges): Promise<boolean> {
  const given = (Object.keys(CHANGEABLE) as Array<keyof AgentChanges>).filter((key) => changes[key] !== undefined);
  if (given.length === 0) return (await findAgent(tx, id)) !== null;
  const sets = given.map((key, at) => `${CHANGEABLE[key]} = $${at + 2}${key === 'allowedIps' ? '::inet[]' : ''}`);
  const changed = await tx.query(`UPDATE agents SET ${sets.join(', ')} WHERE id = $1`, [id, ...given.map((key) => changes[key])]);
  return changed.rowCount === 1;
}

export async function setOverdraft(tx: Queryable, id: AgentId, overdraft: Money): Promise<boolean> {
  return (await tx.query('UPDATE agent_balances SET overdraft = $2 WHERE agent_id = $1', [id, overdraft])).rowCount === 1;
}

export interface AgentBalance {
  /** Deposit − captures − holds; may be negative. */
  readonly available: Money;
  readonly held: Money;
  /** `Overbalance`. */
  readonly overdraft: Money;
}

export async function agentBalance(database: Queryable, id: AgentId): Promise<AgentBalance | null> {
  const { rows } = await database.query<AgentBalance>('SELECT available, held, overdraft FROM agent_balances WHERE agent_id = $1', [id]);
  return rows[0] ?? null;
}
