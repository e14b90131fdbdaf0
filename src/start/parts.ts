import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Config, childEnvironment, machinePaths } from '../config';
import { checkGivenDatabase } from './postgres/given';
import { postgresPlace } from './postgres/place';
import { ensureDatabase, POSTGRES_STOP, startPostgres } from './postgres/server';
import { keptSecret } from './process/data-dir';
import type { LogFiles } from './process/log-files';
import { nodeProcess } from './process/node-process';
import { freePort, requirePort } from './process/ports';
import type { DataDirHold } from './process/run-file';
import type { Supervisor } from './process/supervisor';
import { type StartPlan, type StartSettings, sandboxFolder } from './settings';
import { findTemporalCli } from './temporal/cli';
import { checkGivenTemporal } from './temporal/given';
import { startTemporal, TEMPORAL_STOP } from './temporal/server';

const SANDBOX_STOP_MS = 10_000;
/** api → worker → sandboxes → Temporal → PostgreSQL. */
const ORDER = { api: 1, worker: 2, sandbox: 3, temporal: 4, postgres: 5 } as const;
const DATABASE = 'tolem';

export interface Hands {
  readonly supervisor: Supervisor;
  readonly logs: LogFiles;
  readonly claim: DataDirHold;
  readonly say: (line: string) => void;
}

/** The parts of Tolem, each started or, where it was given, checked; what is learned goes into the settings of the next. */
export class KeptParts {
  private readonly settings: StartSettings;
  private readonly dist = dirname(__dirname);
  apiUrl = '';

  constructor(
    private readonly config: Config,
    private readonly plan: StartPlan,
    private readonly hands: Hands,
  ) {
    this.settings = {
      DATA_DIR: plan.dataDir,
      LADDERS: plan.ladders,
      REGISTRY_KEY: config.REGISTRY_KEY ?? keptSecret(plan.dataDir, 'registry.key'),
      SANDBOX_DATA_DIR: sandboxFolder(config, plan.dataDir),
      TEMPORAL_NAMESPACE: config.TEMPORAL_NAMESPACE,
    };
  }

  setting(name: string): string {
    return this.settings[name] ?? '';
  }

  environment(): Record<string, string> {
    return childEnvironment(this.settings);
  }

  /** Before anything is started: a busy port must not be found out half-way. */
  async checkPorts(): Promise<void> {
    const { config, plan } = this;
    await requirePort(config.API_PORT, 'API_PORT', 'the api', config.API_HOST);
    await requirePort(config.WORKER_PORT, 'WORKER_PORT', 'the worker’s metrics', config.WORKER_HOST);
    if (plan.alsecoSandbox) await requirePort(config.SANDBOX_ALSECO_PORT, 'SANDBOX_ALSECO_PORT', 'the Alseco sandbox', config.SANDBOX_HOST);
    if (plan.upstreamSandbox) await requirePort(config.SANDBOX_UPSTREAM_PORT, 'SANDBOX_UPSTREAM_PORT', 'the upstream sandbox', config.SANDBOX_HOST);
    if (plan.devServer) await requirePort(config.TEMPORAL_PORT, 'TEMPORAL_PORT', 'the Temporal server');
    if (plan.devServer) await requirePort(config.TEMPORAL_UI_PORT, 'TEMPORAL_UI_PORT', 'the Temporal UI');
  }

  async database(): Promise<void> {
    const { plan, hands } = this;
    if (!plan.embeddedDatabase) {
      const given = this.config.DATABASE_URL ?? '';
      await checkGivenDatabase(given);
      this.learn({ DATABASE_URL: given });
      return hands.say('PostgreSQL: the one DATABASE_URL names');
    }
    const place = postgresPlace(plan.dataDir);
    hands.claim.write({ folders: { postgres: place.folder } });
    const port = await freePort();
    const logFile = hands.logs.open('postgres');
    await hands.supervisor.start({
      name: 'PostgreSQL',
      stop: POSTGRES_STOP,
      stopOrder: ORDER.postgres,
      start: async (spawned) => void (await startPostgres({ place, port, logFile, spawned })),
    });
    this.learn({ DATABASE_URL: await ensureDatabase(place, port, DATABASE) });
    hands.say(`PostgreSQL: embedded, port ${port}, in ${place.folder}`);
  }

  async temporal(): Promise<void> {
    const { config, plan, hands } = this;
    if (!plan.devServer) {
      await checkGivenTemporal(config);
      this.learn({ TEMPORAL_ADDRESS: config.TEMPORAL_ADDRESS ?? '' });
      return hands.say(`Temporal server: the one TEMPORAL_ADDRESS names (${config.TEMPORAL_ADDRESS})`);
    }
    const { programs, cache } = machinePaths();
    const cli = await findTemporalCli({ given: config.TEMPORAL_CLI_PATH, programs, cache, say: hands.say });
    const folder = join(plan.dataDir, 'temporal');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const port = config.TEMPORAL_PORT || (await freePort());
    const uiPort = config.TEMPORAL_UI_PORT || (await freePort());
    const options = { cli: cli.path, port, uiPort, namespace: config.TEMPORAL_NAMESPACE, databaseFile: join(folder, 'temporal.db') };
    const logFile = hands.logs.open('temporal');
    await hands.supervisor.start({
      name: 'Temporal server',
      stop: TEMPORAL_STOP,
      stopOrder: ORDER.temporal,
      start: async (spawned) => void (await startTemporal({ ...options, logFile, spawned })),
    });
    this.learn({ TEMPORAL_ADDRESS: `127.0.0.1:${port}`, TEMPORAL_UI_PORT: `${uiPort}` });
    hands.say(`Temporal server: port ${port}, UI ${uiPort}, from ${cli.way} (${cli.path})`);
  }

  async sandboxes(): Promise<void> {
    const { config, plan } = this;
    const at = reached(config.SANDBOX_HOST);
    const alseco = (port: number) => ({ SANDBOX_ALSECO_PORT: `${port}`, ALSECO_ENDPOINT: `http://${at}:${port}/AlsecoPaymentsService.asmx` });
    const upstream = (port: number) => ({ SANDBOX_UPSTREAM_PORT: `${port}`, UPSTREAM_ENDPOINT: `http://${at}:${port}` });
    if (config.ALSECO_ENDPOINT) this.learn({ ALSECO_ENDPOINT: config.ALSECO_ENDPOINT });
    if (config.UPSTREAM_ENDPOINT) this.learn({ UPSTREAM_ENDPOINT: config.UPSTREAM_ENDPOINT });
    await Promise.all([
      plan.alsecoSandbox && this.node('Alseco sandbox', 'sandbox/alseco', 'sandbox-alseco', ORDER.sandbox, SANDBOX_STOP_MS, alseco),
      plan.upstreamSandbox && this.node('upstream sandbox', 'sandbox/upstream', 'sandbox-upstream', ORDER.sandbox, SANDBOX_STOP_MS, upstream),
    ]);
  }

  async worker(stopMs: number): Promise<void> {
    const roles = this.config.WORKER_ROLES;
    if (roles.includes('payments'))
      await this.node('worker', 'worker', 'worker', ORDER.worker, stopMs, (port) => ({ WORKER_PORT: `${port}` }), { WORKER_ROLES: 'payments' });
    // On a port of its own choice: WORKER_PORT is the payments'.
    const own = { WORKER_ROLES: 'books', WORKER_PORT: '0' };
    if (roles.includes('books')) await this.node('books', 'worker', 'books', ORDER.worker, stopMs, () => ({}), own);
  }

  async api(stopMs: number): Promise<void> {
    await this.node('api', 'api', 'api', ORDER.api, stopMs, (port) => ({ API_PORT: `${port}` }));
    this.apiUrl = `http://${reached(this.config.API_HOST)}:${this.settings['API_PORT'] ?? this.config.API_PORT}`;
  }

  /** A port the child chose itself is pinned, so that it comes back on the same one. */
  private async node(
    name: string,
    folder: string,
    log: string,
    stopOrder: number,
    stopMs: number,
    learned: (port: number) => StartSettings,
    own: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const { hands } = this;
    let at: number | undefined;
    const ready = (port: number | undefined) => {
      at = port;
      if (port !== undefined) this.learn(learned(port));
    };
    const script = join(this.dist, ...folder.split('/'), 'main.js');
    await hands.supervisor.start(
      nodeProcess({ name, script, logFile: hands.logs.open(log), environment: () => ({ ...this.environment(), ...own }), stopOrder, stopMs, ready }),
    );
    hands.say(at === undefined ? `${name}: ready` : `${name}: ready, port ${at}`);
  }

  private learn(settings: StartSettings): void {
    Object.assign(this.settings, settings);
    this.hands.claim.write({ environment: { ...this.settings } });
  }
}

/** How whoever listens at this address is reached from here, as a URL writes it. */
function reached(host: string): string {
  if (['0.0.0.0', '::'].includes(host)) return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
