import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ENVIRONMENT_NAMES } from '../../src/config';
import { LADDERS, shutdownForceMs, shutdownGraceMs } from '../../src/ladders';
import { ALSECO_PATH } from '../../src/sandbox/alseco/server';
import { DYNAMIC_CONFIG } from '../../src/start/temporal/server';

const root = join(__dirname, '..', '..');
const read = (name: string) => readFileSync(join(root, name), 'utf8');

interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly cpu_shares?: number;
  readonly profiles?: readonly string[];
  readonly stop_grace_period?: string;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
}
const { services } = parse(read('docker-compose.yml'), { merge: true }) as { services: Readonly<Record<string, Service>> };
const service = (name: string): Service => services[name] as Service;
const settings = (file: string) =>
  Object.fromEntries([...read(file).matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value])) as Record<string, string>;

test('every port is bound to this host’s loopback', () => {
  const ports = Object.values(services).flatMap((each) => each.ports ?? []);
  expect(ports.length).toBeGreaterThan(0);
  expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

test('a worker is given longer to stop than it takes: grace period > force > grace > call limit + write budget', () => {
  const { supplierCallMs, writeBudgetMs } = LADDERS.production;
  const seconds = Number.parseInt(/^(\d+)s$/.exec(service('worker').stop_grace_period ?? '')?.[1] ?? '0', 10);
  // The process itself adds one margin before it cuts its stop off (src/worker/main.ts).
  expect(seconds * 1000).toBeGreaterThan(shutdownForceMs(LADDERS.production) + LADDERS.production.marginMs);
  expect(shutdownForceMs(LADDERS.production)).toBeGreaterThan(shutdownGraceMs(LADDERS.production));
  expect(shutdownGraceMs(LADDERS.production)).toBeGreaterThan(supplierCallMs + writeBudgetMs);
});

test('nothing can be started before what it needs: schema, server, namespace, migrations', () => {
  const needs = (name: string) => Object.entries(service(name).depends_on ?? {}).map(([on, { condition }]) => `${on} ${condition}`);
  expect(needs('temporal')).toEqual(['temporal-schema service_completed_successfully']);
  expect(needs('worker')).toEqual(['migrate service_completed_successfully', 'temporal-namespace service_completed_successfully']);
  expect(needs('api')).toEqual(['migrate service_completed_successfully']);
  expect(needs('migrate')).toEqual(['registry service_healthy']);
});

test('books are read apart from payments, at low priority, and with as long to stop', () => {
  expect([service('worker').environment?.['WORKER_ROLES'], service('books').environment?.['WORKER_ROLES']]).toEqual(['payments', 'books']);
  expect(service('books').command).toEqual(service('worker').command);
  expect(service('books').cpu_shares).toBeLessThan(1024);
  expect(service('books').stop_grace_period).toBe(service('worker').stop_grace_period);
});

test('workers can be scaled: no fixed name and no port of the host', () => {
  expect(service('worker').ports).toBeUndefined();
  expect('container_name' in service('worker')).toBe(false);
});

test('the sandboxes and the demo data come with their profile alone', () => {
  const inProfile = Object.entries(services).flatMap(([name, { profiles }]) => (profiles?.includes('sandboxes') ? [name] : []));
  expect(inProfile.sort()).toEqual(['demo-data', 'sandbox-alseco', 'sandbox-upstream']);
});

test('the sandboxes are called by the names of their services, and the demo data waits until both answer', () => {
  const { ALSECO_ENDPOINT = '', UPSTREAM_ENDPOINT = '' } = settings('deploy/sandboxes.env');
  for (const endpoint of [ALSECO_ENDPOINT, UPSTREAM_ENDPOINT]) {
    const { hostname, port } = new URL(endpoint);
    const { environment = {}, ports = [] } = service(hostname);
    expect(environment['SANDBOX_HOST']).toBe('0.0.0.0');
    expect([environment['SANDBOX_ALSECO_PORT'], environment['SANDBOX_UPSTREAM_PORT']]).toContain(port);
    expect(ports.map((each) => each.split(':').at(-1))).toEqual([port]);
    expect(service('demo-data').depends_on?.[hostname]).toEqual({ condition: 'service_healthy' });
  }
  expect(new URL(ALSECO_ENDPOINT).pathname).toBe(ALSECO_PATH);
});

test('our processes are told by variables that exist, and by all that matter', () => {
  for (const name of ['api', 'worker', 'books', 'migrate', 'sandbox-alseco', 'sandbox-upstream', 'demo-data']) {
    const unknown = Object.keys(service(name).environment ?? {}).filter((each) => !ENVIRONMENT_NAMES.includes(each));
    expect([name, unknown]).toEqual([name, []]);
  }
  const ours = Object.keys({ ...service('api').environment, ...service('worker').environment });
  // Of the starter on one machine, of a Temporal elsewhere, and of the person at the CLI.
  const others = /^(DATA_DIR|SANDBOX_|TEMPORAL_(API_KEY|TLS|CLI_PATH|PORT|UI_PORT)|TOLEM_STAFF)/;
  expect(ENVIRONMENT_NAMES.filter((name) => !others.test(name) && !ours.includes(name))).toEqual([]);
});

test('the server in Compose has the same dynamic configuration as the dev server', () => {
  const values = parse(read('deploy/temporal-dynamic-config.yaml')) as Record<string, Array<{ value: unknown }>>;
  expect(Object.entries(values).map(([name, [first]]) => `${name}=${first?.value}`)).toEqual([...DYNAMIC_CONFIG]);
});

test('what its commands and volumes name is there', () => {
  expect(() => accessSync(join(root, 'deploy/answers.mjs'))).not.toThrow();
  for (const file of ['deploy/temporal-schema.sh', 'deploy/temporal-namespace.sh', 'deploy/tolem']) {
    expect(() => accessSync(join(root, file), constants.X_OK)).not.toThrow();
    execFileSync('sh', ['-n', join(root, file)]);
  }
  const scripts = Object.values(services).flatMap(({ command }) => command?.filter((word) => word.startsWith('dist/')) ?? []);
  const sources = [...new Set(scripts)].map((script) => script.replace(/^dist/, 'src').replace(/js$/, 'ts'));
  for (const source of sources) expect(() => accessSync(join(root, source))).not.toThrow();
});

const validator = process.env['TOLEM_COMPOSE_VALIDATOR'];

(validator ? test : test.skip)('Docker Compose itself takes the file, alone and with the sandboxes', () => {
  const config = (...options: string[]) =>
    spawnSync(validator as string, [...options, 'config', '--format', 'json'], { cwd: root, encoding: 'utf8', env: { PATH: process.env['PATH'] } });
  const withSandboxes = config('--env-file', 'deploy/sandboxes.env', '--profile', 'sandboxes');
  const loaded = JSON.parse(withSandboxes.stdout || `"${withSandboxes.stderr}"`) as { services: object };
  expect(Object.keys(loaded.services).sort()).toEqual(Object.keys(services).sort());
  // Without passwords and endpoints it refuses instead of running on defaults.
  expect(config('--env-file', 'deploy/compose.env.example').stderr).toMatch(/required variable [A-Z_]+ is missing a value/);
});

test('every value that must be set is named in the example', () => {
  const required = new Set([...read('docker-compose.yml').matchAll(/\$\{([A-Z_]+):\?/g)].map(([, name]) => name as string));
  expect([...required].filter((name) => !(name in settings('deploy/compose.env.example')))).toEqual([]);
  expect([...required].filter((name) => !settings('deploy/sandboxes.env')[name])).toEqual([]);
});

test('nothing lets the registry’s PostgreSQL forget what it has confirmed', () => {
  const { image, command = [] } = service('registry');
  expect(image).toMatch(/^postgres:/);
  expect(command.join(' ')).not.toMatch(/fsync|full_page_writes|synchronous_commit/);
});
