import { existsSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { openDatabase } from '../../src/registry/database';
import { readRunFile } from '../../src/running';
import { freePort } from '../../src/start/process/ports';
import { databaseUrl } from '../support/services/services';
import { until } from '../support/until';
import { buildOnce, endAll, npmStart, processesOf, settingsFor, startTolem } from './starter';
import { tempFolder } from './temp';

jest.setTimeout(150_000);

const folders: string[] = [];

async function world(changes: Record<string, string> = {}) {
  const dataDir = join(tempFolder(), 'data');
  folders.push(dataDir);
  return { dataDir, settings: { ...(await settingsFor(dataDir)), ...changes } };
}

/** An Alseco that is none of ours: it refuses everything and notes what it was asked. */
async function foreignAlseco(asked: string[]): Promise<string> {
  const server = createHttpServer((request, response) => {
    asked.push(`${request.method} ${request.headers['soapaction'] ?? request.url}`);
    request.resume();
    response.writeHead(500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/service`;
}

beforeAll(buildOnce);
afterAll(() => endAll(folders));

const UP = 'stop           Ctrl-C';
const pidOf = (dataDir: string, name: string) => readRunFile(dataDir)?.processes.find((each) => each.name === name)?.pid;

test('it comes up, brings back a killed worker, refuses a second start, survives kill -9, goes on with the same data, and never beside a real supplier', async () => {
  const { dataDir, settings } = await world();
  const first = startTolem(settings);
  await first.line(UP);
  expect(first.out().match(/ as it should$/gm)).toHaveLength(5);
  expect(
    readRunFile(dataDir)
      ?.processes.map((each) => each.name)
      .sort(),
  ).toEqual(['Alseco sandbox', 'PostgreSQL', 'Temporal server', 'api', 'books', 'upstream sandbox', 'worker'].sort());

  const second = startTolem(await settingsFor(dataDir));
  expect(await second.code).toBe(1);
  expect(second.err()).toMatch(/^Tolem already runs on .*: stop it, or start with another DATA_DIR and other ports\.\n$/);

  process.kill(pidOf(dataDir, 'worker') as number, 'SIGKILL');
  await first.line('worker ended (signal SIGKILL); it comes back in 0.5 s');
  await first.line('worker is back');

  const nodes = ['worker', 'books', 'api', 'Alseco sandbox', 'upstream sandbox'].map((name) => pidOf(dataDir, name) as number);
  const postgres = pidOf(dataDir, 'PostgreSQL') as number;
  first.child.kill('SIGKILL');
  await first.code;
  await until('the Node children stopped by themselves', () => !processesOf(dataDir).some((pid) => nodes.includes(pid)), 60_000);
  expect(processesOf(dataDir)).toContain(postgres);

  const next = startTolem(settings, '--once');
  expect(await next.code).toBe(0);
  expect(next.out()).toContain('An earlier start was killed: stopping what it left (');
  expect(next.out().match(/ as it should$/gm)).toHaveLength(5);
  expect(processesOf(dataDir)).toEqual([]);
  expect(existsSync(join(dataDir, 'run.json'))).toBe(false);

  const asked: string[] = [];
  const beside = startTolem({ ...settings, ALSECO_ENDPOINT: await foreignAlseco(asked) });
  expect(await beside.code).toBe(1);
  expect(beside.err()).toMatch(
    /^worker could not start: ALSECO_ENDPOINT .* does not say that it is a sandbox, and this registry holds demo data, .*\n$/,
  );
  expect(new Set(asked)).toEqual(new Set(['GET /service']));
  expect(processesOf(dataDir)).toEqual([]);
});

test('Ctrl-C stops everything in order and ends with 0; while still starting it ends with 130; nothing is left either time', async () => {
  const { dataDir, settings } = await world();
  const up = startTolem(settings);
  await up.line(UP);
  up.child.kill('SIGINT');
  expect(await up.code).toBe(0);
  expect(processesOf(dataDir)).toEqual([]);

  const early = startTolem(settings);
  await early.line('Alseco sandbox: ready');
  early.child.kill('SIGINT');
  expect(await early.code).toBe(130);
  expect(processesOf(dataDir)).toEqual([]);
  expect(existsSync(join(dataDir, 'run.json'))).toBe(false);
});

test('a SIGTERM to npm stops everything in order, and nothing is left', async () => {
  const { dataDir, settings } = await world();
  const supervised = npmStart(settings);
  await supervised.line('PostgreSQL: embedded');
  supervised.child.kill('SIGTERM');
  await until('nothing is left', () => processesOf(dataDir).length === 0, 60_000);
  expect(existsSync(join(dataDir, 'run.json'))).toBe(false);
});

test('a given database and a given supplier that is no sandbox: nothing is loaded and nothing is paid', async () => {
  const url = await databaseUrl();
  const asked: string[] = [];
  const endpoint = await foreignAlseco(asked);
  const { dataDir, settings } = await world({ DATABASE_URL: url, ALSECO_ENDPOINT: endpoint });
  const up = startTolem(settings, '--once');
  expect(await up.code).toBe(0);
  expect(up.out()).toContain(
    `alseco: the one that ALSECO_ENDPOINT (${endpoint}) names; it does not say that it is a sandbox, so it counts as a real supplier\n`,
  );
  expect(up.out()).toContain('No demo data is loaded and no demo payments are made: DATABASE_URL and ALSECO_ENDPOINT are given\n');
  expect(up.out()).not.toContain('Demo payments');
  // The question, and the reading of the running day's book: no invoice was asked for, nothing was paid.
  expect(asked.filter((what) => !/^GET |GetNotMovedPays|getPaysInfo|GetCurrentPeriod/.test(what))).toEqual([]);
  const database = openDatabase({ url, connections: 1, statementMs: 5_000 });
  const { rows } = await database.query(
    'SELECT (SELECT count(*)::int FROM agents) AS agents, (SELECT count(*)::int FROM staff) AS staff, (SELECT count(*)::int FROM payments) AS payments',
  );
  await database.close();
  expect(rows).toEqual([{ agents: 0, staff: 0, payments: 0 }]);
  expect(processesOf(dataDir)).toEqual([]);

  // The same registry without that endpoint: its open payments would be carried out at a sandbox.
  const beside = await world({ DATABASE_URL: url });
  const refused = startTolem(beside.settings, '--once');
  expect(await refused.code).toBe(1);
  expect(refused.err()).toMatch(/ALSECO_ENDPOINT \(http:\S+\) says that it is a sandbox, and this registry has had a real alseco since 2/);
  expect(processesOf(beside.dataDir)).toEqual([]);
});

test('short waiting times for a given supplier that is no sandbox are refused before anything is started', async () => {
  const { dataDir, settings } = await world({ LADDERS: 'fast', ALSECO_ENDPOINT: await foreignAlseco([]) });
  const refused = startTolem(settings);
  expect(await refused.code).toBe(1);
  expect(refused.err()).toMatch(/^ALSECO_ENDPOINT \(http:\S+\) does not say that it is a sandbox, and LADDERS=fast is for sandboxes alone: .*\n$/);
  expect(refused.out()).toBe('');
  expect(processesOf(dataDir)).toEqual([]);
});

describe('what stands in the way is said in one sentence, with exit code 1, and nothing is left running', () => {
  test.each([
    [
      'a wrong DATABASE_URL',
      async () => ({ DATABASE_URL: `postgres://a:b@127.0.0.1:${await freePort()}/c` }),
      /^DATABASE_URL \(.*\) cannot be used: nothing listens there\.\n$/,
    ],
    [
      'no Temporal server',
      async () => ({ TEMPORAL_CLI_PATH: '/nowhere/temporal' }),
      /^TEMPORAL_CLI_PATH names \/nowhere\/temporal, which does not exist\.\n$/,
    ],
    ['an unusable DATA_DIR', async () => ({ DATA_DIR: '/dev/null/data' }), /^DATA_DIR \/dev\/null\/data cannot be used: .*\n$/],
    ['a bad variable', async () => ({ API_PORT: 'http' }), /^The environment is not as it should be: API_PORT: .*\n$/],
  ])('%s', async (_, changes, sentence) => {
    const { dataDir, settings } = await world(await changes());
    const refused = startTolem(settings);
    expect(await refused.code).toBe(1);
    expect(refused.err()).toMatch(sentence);
    expect(processesOf(dataDir)).toEqual([]);
  });

  test('a busy port', async () => {
    const { dataDir, settings } = await world();
    const busy = createServer().listen(Number.parseInt(settings['TEMPORAL_UI_PORT'] as string, 10), '127.0.0.1');
    const refused = startTolem(settings);
    expect(await refused.code).toBe(1);
    expect(refused.err()).toMatch(/^Port \d+ \(the Temporal UI\) is in use by another program: set TEMPORAL_UI_PORT .*\n$/);
    expect(processesOf(dataDir)).toEqual([]);
    busy.close();
  });

  test('an unknown option', async () => {
    const { settings } = await world();
    const refused = startTolem(settings, '--twice');
    expect(await refused.code).toBe(1);
    expect(refused.err()).toBe('Unknown option --twice. Usage: npm start [-- --once]\n');
  });
});
