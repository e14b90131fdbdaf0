import type { Config } from '../../config';
import { type AgentId, agentId, serviceId } from '../../domain/ids';
import { type Money, money, rate, ZERO } from '../../domain/money';
import { addAgent } from '../../registry/catalog/agents';
import { addRate, findService, type NewService, putService } from '../../registry/catalog/services';
import { openDatabase, type Queryable } from '../../registry/database';
import { DEMO_AGENTS, DEMO_STAFF, DEMO_STAFF_PASSWORD, type DemoAgent, hasDemoData, markDemoData } from '../../registry/demo';
import { topUp } from '../../registry/ledger/entries';
import { hashPassword } from '../../registry/secrets';
import { addStaff } from '../../registry/staff/staff';
import { dayIn } from '../../zone';

/** Of the demo's agents and their contracts. */
const ZONE = 'Asia/Almaty';

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
    const agents = await Promise.all(DEMO_AGENTS.map(async (agent) => ({ ...agent, hash: await hashPassword(agent.password) })));
    const staffHash = await hashPassword(DEMO_STAFF_PASSWORD);
    return await database.transaction(async (tx) => {
      if (!(await markDemoData(tx))) return (await hasDemoData(tx)) ? 'there already' : 'not empty';
      for (const { name, roles } of DEMO_STAFF) await addStaff(tx, name, staffHash, roles);
      for (const agent of agents) await addDemoAgent(tx, agent);
      for (const service of SERVICES) await addDemoService(tx, service);
      return 'loaded';
    });
  } finally {
    await database.close();
  }
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
