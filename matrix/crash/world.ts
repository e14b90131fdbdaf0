import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { childEnvironment, readConfig } from '../../src/config';
import type { AgentId } from '../../src/domain/ids';
import { money } from '../../src/domain/money';
import { addAgent } from '../../src/registry/catalog/agents';
import { type Database, openDatabase } from '../../src/registry/database';
import { topUp } from '../../src/registry/ledger/entries';
import { migrate } from '../../src/registry/migrate';
import { loadDemoData } from '../../src/start/demo/data';
import { dayIn } from '../../src/zone';
import { TestAgent } from '../../test/support/gateway/agent';
import { type Part, part } from '../../test/support/gateway/part';
import { Gate } from './gate';
import type { Hop } from './points';
import { lastingPort } from './ports';
import { postgresProxy } from './proxies/postgres';
import { supplierProxy } from './proxies/supplier';
import type { ProxyServer } from './proxies/tcp';
import { temporalProxy } from './proxies/temporal';
import type { Services } from './services';
import { family, type Victim } from './victim';

/** Tolem on free ports with a proxy before each thing it talks to. */
export interface World {
  readonly gate: Gate;
  readonly services: Services;
  readonly database: Database;
  readonly agents: readonly TestAgent[];
  readonly api: Victim;
  readonly worker: Victim;
  readonly alseco: Victim;
  readonly upstream: Victim;
  /** A second worker, as the one that stands beside a sleeping one. */
  relief(): Promise<Part>;
  control<T>(sandbox: 'alseco' | 'upstream', path: string, body?: unknown): Promise<T>;
  close(): Promise<void>;
}

const DIST = join(__dirname, '..', '..', 'dist');
const ZONE = 'Asia/Almaty';
/** Beyond every other number of the registry, so that a parameter is known for what it is. */
const FIRST_ROW = '7000000001';
const FIRST_AGENT = 501;
const PASSWORD = 'sandbox';
/** Of each agent and of our own account at the upstream. */
const DEPOSIT = '50000000';

export interface WorldOptions {
  readonly folder: string;
  readonly services: Services;
  /** Payments at once, each of an agent of its own: one parked on its agent's balance row blocks nobody else. */
  readonly agents: number;
  /** Connections of api and worker each to PostgreSQL and to each supplier: those that are parked must not starve the others. */
  readonly connections: number;
}

export async function openWorld({ folder, services, agents: count, connections }: WorldOptions): Promise<World> {
  const gate = new Gate();
  const proxies: ProxyServer[] = [];
  const parts: Part[] = [];
  const database = openDatabase({ url: services.databaseUrl, connections: 4, statementMs: 20_000, onError: () => {} });
  const close = async () => {
    gate.stopParking();
    gate.drop();
    await Promise.all(parts.map((each) => each.stop()));
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await database.close();
  };
  const proxied = async (making: Promise<ProxyServer>): Promise<number> => {
    const proxy = await making;
    proxies.push(proxy);
    return proxy.port;
  };

  const base: Record<string, string> = {
    TEMPORAL_NAMESPACE: services.namespace,
    TASK_QUEUE_PREFIX: `m${randomBytes(4).toString('hex')}`,
    LADDERS: 'fast',
    LOG_LEVEL: 'info',
    REGISTRY_KEY: randomBytes(32).toString('hex'),
    SANDBOX_DATA_DIR: folder,
    DATA_DIR: folder,
    DATABASE_POOL: String(connections),
    ALSECO_CONNECTIONS: String(connections),
    UPSTREAM_CONNECTIONS: String(connections),
    ACCEPT_RATE_PER_MINUTE: '1000000',
  };
  const make = async (name: string, script: string, portVariable: string, settings: Record<string, string>): Promise<Part> => {
    const made = part({
      port: await lastingPort(),
      name,
      script: join(DIST, script, 'main.js'),
      logFile: join(folder, `${name}.log`),
      environment: () => childEnvironment({ ...base, ...settings }),
      portVariable,
    });
    parts.push(made);
    return made;
  };
  try {
    await migrate(services.databaseUrl);
    await loadDemoData(services.databaseUrl, readConfig(base));
    const alseco = await make('alseco', 'sandbox/alseco', 'SANDBOX_ALSECO_PORT', {});
    const upstream = await make('upstream', 'sandbox/upstream', 'SANDBOX_UPSTREAM_PORT', {});
    await Promise.all([alseco.start(), upstream.start()]);
    const settingsOf = async (process: 'api' | 'worker'): Promise<Record<string, string>> => {
      const url = new URL(services.databaseUrl);
      const behind = Number.parseInt(url.port, 10);
      url.port = String(await proxied(postgresProxy(`${process} → PostgreSQL`, () => behind, gate)));
      return {
        DATABASE_URL: url.href,
        TEMPORAL_ADDRESS: `127.0.0.1:${await proxied(temporalProxy(`${process} → Temporal`, () => services.temporalPort, gate))}`,
      };
    };
    const suppliers = {
      ALSECO_ENDPOINT: `http://127.0.0.1:${await proxied(supplierProxy('worker → Alseco', () => alseco.port, gate))}/AlsecoPaymentsService.asmx`,
      UPSTREAM_ENDPOINT: `http://127.0.0.1:${await proxied(supplierProxy('worker → upstream', () => upstream.port, gate))}`,
    };
    const api = await make('api', 'api', 'API_PORT', { ...suppliers, ...(await settingsOf('api')) });
    const workerSettings = { ...suppliers, ...(await settingsOf('worker')) };
    const worker = await make('worker', 'worker', 'WORKER_PORT', workerSettings);
    await Promise.all([api.start(), worker.start()]);

    const control = async <T>(sandbox: 'alseco' | 'upstream', path: string, body?: unknown): Promise<T> => {
      const { port } = sandbox === 'alseco' ? alseco : upstream;
      const answer = await fetch(`http://127.0.0.1:${port}/control/${path}`, {
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
        signal: AbortSignal.timeout(10_000),
      });
      if (!answer.ok) throw new Error(`${sandbox} sandbox: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    };
    await addAgents(database, count);
    await control('upstream', 'deposit', { balance: DEPOSIT });
    const agents = Array.from({ length: count }, (_, at) => new TestAgent(() => `http://127.0.0.1:${api.port}`, String(FIRST_AGENT + at), PASSWORD));
    const victim = (name: string, process: Part, hops: readonly Hop[]): Victim => ({
      name,
      hops,
      pids: () => family(process.pid),
      start: () => process.start(),
    });
    return {
      gate,
      services,
      database,
      agents,
      control,
      api: victim('api', api, ['api → PostgreSQL', 'api → Temporal']),
      worker: victim('worker', worker, ['worker → PostgreSQL', 'worker → Temporal', 'worker → Alseco', 'worker → upstream']),
      alseco: victim('Alseco', alseco, ['worker → Alseco']),
      upstream: victim('upstream', upstream, ['worker → upstream']),
      relief: () => make(`relief-${randomBytes(2).toString('hex')}`, 'worker', 'WORKER_PORT', workerSettings),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Agents with the demo agent's password, so that one hash serves all. */
async function addAgents(database: Database, count: number): Promise<void> {
  await database.query(`ALTER TABLE payments ALTER COLUMN id RESTART WITH ${FIRST_ROW}`);
  const { rows } = await database.query<{ hash: string }>('SELECT password_hash AS hash FROM agents WHERE id = 144');
  const passwordHash = rows[0]?.hash ?? '';
  for (let at = 0; at < count; at++) {
    const id = String(FIRST_AGENT + at) as AgentId;
    await database.transaction(async (tx) => {
      const contract = { currency: 'KZT', zone: ZONE, contractZone: ZONE, overdraft: money('0') };
      await addAgent(tx, { id, name: `matrix ${id}`, passwordHash, ...contract });
      const day = dayIn(ZONE, new Date().toISOString());
      await topUp(tx, { agent: id, amount: money(DEPOSIT), currency: 'KZT', day, note: 'matrix' });
    });
  }
}

/** Passwords are checked once per process at some cost: a round begins after that. */
export async function warmUp({ agents }: World): Promise<void> {
  for (let at = 0; at < agents.length; at += 4) await Promise.all(agents.slice(at, at + 4).map((agent) => agent.balance().catch(() => '')));
}
