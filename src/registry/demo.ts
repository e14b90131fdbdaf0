import type { Config } from '../config';
import { type AgentId, agentId, serviceId } from '../domain/ids';
import { type Money, money, rate, ZERO } from '../domain/money';
import { dayIn } from '../zone';
import { addAgent, findAgent } from './agents';
import { openDatabase, type Queryable } from './database';
import { topUp } from './ledger';
import { hashPassword, verifyPassword } from './secrets';
import { addRate, findService, type NewService, putService } from './services';
import { addStaff, type Role, staffPasswordHash } from './staff';

/** Of the demo's agents and their contracts. */
const ZONE = 'Asia/Almaty';
const STAFF_PASSWORD = 'sandbox';

interface DemoAgent {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  readonly deposit: string;
}

const AGENTS: readonly DemoAgent[] = [
  { id: '144', name: 'Demo agent', password: 'sandbox', deposit: '5000000' },
  { id: '145', name: 'Second demo agent', password: 'sandbox2', deposit: '5000000' },
  { id: '146', name: 'Demo agent without money', password: 'poor', deposit: '1' },
];

const STAFF: ReadonlyArray<{ readonly name: string; readonly roles: readonly Role[] }> = [
  { name: 'operator-1', roles: ['operator', 'accountant', 'admin'] },
  { name: 'operator-2', roles: ['operator', 'accountant', 'admin'] },
  { name: 'clerk', roles: ['clerk'] },
];

interface DemoService extends Omit<NewService, 'id' | 'minAmount' | 'maxAmount' | 'remuneration' | 'topCommission' | 'contractCurrencies'> {
  readonly id: string;
  readonly limits: readonly [string, string];
  readonly percent: string;
  readonly rate: string;
}

const STEAM_RATE = '0.0021598272';
/** A mail address, or one of the sandbox's accounts that end with a failure code (`fail-120`, `late-203`, `stuck`). */
const RECEIVER = '[A-Za-z0-9._@+-]{3,200}';

const SERVICES: readonly DemoService[] = [
  {
    id: '7',
    name: 'Steam',
    kind: 'plain',
    supplier: 'upstream',
    currency: 'USD',
    accountPattern: '[A-Za-z0-9_.-]{3,64}',
    testAccount: 'iamkackbip',
    limits: ['1', '90000'],
    percent: '0',
    rate: STEAM_RATE,
  },
  {
    id: '48',
    name: 'QIWI Wallet | KZT',
    kind: 'plain',
    supplier: 'upstream',
    currency: 'KZT',
    accountPattern: '\\d{10,15}',
    testAccount: '7081982000',
    limits: ['1', '500000'],
    percent: '0.5',
    rate: '1',
  },
  {
    id: '815',
    name: 'Алсеко',
    kind: 'utility',
    supplier: 'alseco',
    currency: 'KZT',
    accountPattern: '\\d{1,12}',
    testAccount: '7898380',
    limits: ['1', '1000000'],
    percent: '0.5',
    rate: '1',
  },
  {
    id: '1549',
    name: 'Steam Wallet voucher',
    kind: 'static',
    supplier: 'upstream',
    currency: 'USD',
    accountPattern: RECEIVER,
    testAccount: 'kkazbek.smeken@gmail.com',
    limits: ['1', '1000000'],
    percent: '0',
    rate: STEAM_RATE,
  },
  {
    id: '1911',
    name: 'Gift voucher',
    kind: 'dynamic',
    supplier: 'upstream',
    currency: 'KZT',
    accountPattern: RECEIVER,
    testAccount: 'kkazbek.smeken@gmail.com',
    limits: ['1', '1000000'],
    percent: '0',
    rate: '1',
  },
];

/** `not empty`: a registry with agents, staff, services or payments of its own is left as it is. */
export type DemoLoaded = 'loaded' | 'there already' | 'not empty';

/**
 * Agents, staff, services and rates of the demo, all or nothing and once, into an empty registry: one that had them
 * before keeps what staff have changed since. Throws when the database cannot be reached or has no schema yet.
 */
export async function loadDemoData(databaseUrl: string, config: Pick<Config, 'DATABASE_POOL'>): Promise<DemoLoaded> {
  const database = openDatabase({ url: databaseUrl, connections: Math.min(2, config.DATABASE_POOL), statementMs: 30_000 });
  try {
    if (await hasDemoData(database)) return 'there already';
    // Hashing takes half a second each, so it is done outside the transaction; the staff share one password.
    const agents = await Promise.all(AGENTS.map(async (agent) => ({ ...agent, hash: await hashPassword(agent.password) })));
    const staffHash = await hashPassword(STAFF_PASSWORD);
    return await database.transaction(async (tx) => {
      const first = await tx.query(MARK_EMPTY);
      if (!first.rowCount) return (await hasDemoData(tx)) ? 'there already' : 'not empty';
      for (const { name, roles } of STAFF) await addStaff(tx, name, staffHash, roles);
      for (const agent of agents) await addDemoAgent(tx, agent);
      for (const service of SERVICES) await addDemoService(tx, service);
      return 'loaded';
    });
  } finally {
    await database.close();
  }
}

const MARK_EMPTY = `
  INSERT INTO demo_data (one)
  SELECT true
  WHERE NOT EXISTS (SELECT FROM agents)
    AND NOT EXISTS (SELECT FROM staff)
    AND NOT EXISTS (SELECT FROM services)
    AND NOT EXISTS (SELECT FROM payments)
  ON CONFLICT DO NOTHING`;

export async function hasDemoData(database: Queryable): Promise<boolean> {
  return (await database.query('SELECT 1 AS one FROM demo_data')).rows.length > 0;
}

/** Whether everybody who has read the README knows it. */
export const isDemoPassword = (password: string): boolean => password === STAFF_PASSWORD || AGENTS.some((agent) => agent.password === password);

/** Which accounts of the demo's names can be entered with the demo's passwords; one after another, each takes half a second. */
export async function openToEverybody(database: Queryable): Promise<{ readonly agents: string[]; readonly staff: string[] }> {
  const open = { agents: [] as string[], staff: [] as string[] };
  for (const { id, password } of AGENTS) {
    const agent = await findAgent(database, agentId(id) as AgentId);
    if (agent && (await verifyPassword(password, agent.passwordHash))) open.agents.push(id);
  }
  for (const { name } of STAFF) {
    const hash = await staffPasswordHash(database, name);
    if (hash && (await verifyPassword(STAFF_PASSWORD, hash))) open.staff.push(name);
  }
  return open;
}

async function addDemoAgent(tx: Queryable, agent: DemoAgent & { readonly hash: string }): Promise<void> {
  const id = agentId(agent.id) as AgentId;
  const contract = { currency: 'KZT', zone: ZONE, contractZone: ZONE, overdraft: ZERO };
  if (!(await addAgent(tx, { id, name: agent.name, passwordHash: agent.hash, ...contract }))) return;
  await topUp(tx, {
    agent: id,
    amount: money(agent.deposit),
    currency: contract.currency,
    day: dayIn(ZONE, new Date().toISOString()),
    note: 'demo data',
  });
}

async function addDemoService(tx: Queryable, service: DemoService): Promise<void> {
  const { limits, percent, rate: demoRate, ...given } = service;
  const id = serviceId(given.id);
  if (!id || (await findService(tx, id, 'KZT'))) return;
  const [minAmount, maxAmount] = limits.map(money) as [Money, Money];
  await putService(tx, { ...given, id, minAmount, maxAmount, remuneration: money(percent), topCommission: ZERO, contractCurrencies: ['KZT'] });
  await addRate(tx, { service: id, from: 'KZT', to: given.currency, rate: rate(demoRate), source: 'own', validFrom: null });
}
