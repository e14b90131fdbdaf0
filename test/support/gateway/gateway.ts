import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment, readConfig } from '../../../src/config';
import { type Database, openDatabase } from '../../../src/registry/database';
import { migrate } from '../../../src/registry/migrate';
import { loadDemoData } from '../../../src/start/demo/data';
import { temporalClient } from '../../../src/temporal/connection';
import { databaseUrl, temporalAddress, temporalNamespace } from '../services/services';
import { TestAgent } from './agent';
import { type Part, part } from './part';

export interface Booked {
  readonly account: string;
  readonly sysRef: string;
  readonly paymentId: string;
  readonly sum: string;
  readonly rolledBack: boolean;
}

export interface World {
  readonly folder: string;
  readonly api: Part;
  readonly worker: Part;
  readonly alsecoSandbox: Part;
  readonly upstreamSandbox: Part;
  readonly database: Database;
  readonly client: ReturnType<typeof temporalClient>;
  readonly environment: Record<string, string>;
  /** One more worker on the same queues, or one more api on the same registry; stop it yourself. */
  another(what?: 'worker' | 'api'): Part;
  agent(id: '144' | '145' | '146'): TestAgent;
  /** A switch of a sandbox: GET without a body, POST with one. */
  control<T = unknown>(sandbox: 'alseco' | 'upstream', path: string, body?: unknown, method?: string): Promise<T>;
  /** Payments in the upstream's book. */
  upstreamPayments(): Promise<Array<{ transaction: string; status: number }>>;
  /** Bookings that stand at Alseco (not rolled back), by SysRef. */
  bookings(): Promise<Booked[]>;
  close(): Promise<void>;
}

const PASSWORDS = { '144': 'sandbox', '145': 'sandbox2', '146': 'poor' } as const;
const DIST = join(__dirname, '..', '..', '..', 'dist');
/** Of one call to Temporal, a wait for a workflow's end included. */
const CALL_LIMIT_MS = 180_000;

/**
 * The real thing on free ports: registry in a database of its own, both sandboxes, worker and api as processes, on the run's
 * Temporal server (or the one given) with task queues of its own.
 */
export async function gateway(options: { temporal?: string; only?: 'no worker' } = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'tolem-world-'));
  const url = await databaseUrl();
  const temporal = options.temporal ?? (await temporalAddress());
  const settings: Record<string, string> = {
    DATABASE_URL: url,
    TEMPORAL_ADDRESS: temporal,
    TEMPORAL_NAMESPACE: options.temporal ? 'default' : await temporalNamespace(),
    TASK_QUEUE_PREFIX: `t${randomBytes(4).toString('hex')}`,
    LADDERS: 'fast',
    LOG_LEVEL: 'info',
    REGISTRY_KEY: randomBytes(32).toString('hex'),
    SANDBOX_DATA_DIR: folder,
    DATA_DIR: folder,
    API_PORT: '0',
    WORKER_PORT: '0',
  };
  const environment = () => childEnvironment(settings);
  const make = (name: string, script: string, portVariable: string) =>
    part({ name, script: join(DIST, script, 'main.js'), logFile: join(folder, `${name}.log`), environment, portVariable });
  const alsecoSandbox = make('alseco', 'sandbox/alseco', 'SANDBOX_ALSECO_PORT');
  const upstreamSandbox = make('upstream', 'sandbox/upstream', 'SANDBOX_UPSTREAM_PORT');
  const worker = make('worker', 'worker', 'WORKER_PORT');
  const api = make('api', 'api', 'API_PORT');
  const parts = [api, worker, alsecoSandbox, upstreamSandbox];
  const database = openDatabase({ url, connections: 5, statementMs: 20_000, onError: () => {} });
  const client = temporalClient(readConfig(settings), CALL_LIMIT_MS);

  const close = async () => {
    await Promise.all(parts.map((each) => each.stop()));
    await client.connection.close();
    await database.close();
    if (!process.env['KEEP_WORLD']) rmSync(folder, { recursive: true, force: true });
  };
  try {
    await migrate(url);
    await Promise.all([alsecoSandbox.start(), upstreamSandbox.start(), loadDemoData(url, readConfig(settings))]);
    settings['ALSECO_ENDPOINT'] = `http://127.0.0.1:${alsecoSandbox.port}/AlsecoPaymentsService.asmx`;
    settings['UPSTREAM_ENDPOINT'] = `http://127.0.0.1:${upstreamSandbox.port}`;
    await Promise.all([api.start(), options.only === 'no worker' ? undefined : worker.start()]);
  } catch (error) {
    await close();
    throw error;
  }
  const control = async <T>(
    sandbox: 'alseco' | 'upstream',
    path: string,
    body?: unknown,
    method = body === undefined ? 'GET' : 'POST',
  ): Promise<T> => {
    const { port } = sandbox === 'alseco' ? alsecoSandbox : upstreamSandbox;
    const answer = await fetch(`http://127.0.0.1:${port}/control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) throw new Error(`${sandbox} sandbox: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  return {
    folder,
    api,
    worker,
    alsecoSandbox,
    upstreamSandbox,
    database,
    client,
    environment: settings,
    control,
    another: (what = 'worker') => make(`${what}-${randomBytes(2).toString('hex')}`, what, what === 'worker' ? 'WORKER_PORT' : 'API_PORT'),
    agent: (id) => new TestAgent(() => `http://127.0.0.1:${api.port}`, id, PASSWORDS[id]),
    bookings: async () => (await control<Booked[]>('alseco', 'book')).filter((row) => !row.rolledBack),
    upstreamPayments: async () => (await control<{ payments: Array<{ transaction: string; status: number }> }>('upstream', 'book')).payments,
    close,
  };
}
