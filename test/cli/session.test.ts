import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from '../../src/config';
import { freePort } from '../../src/start/process/ports';
import { databaseUrl } from '../support/services/services';
import { type World, world } from './world';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '..', '..');
const REGISTER = join(ROOT, 'test', 'support', 'services', 'register.cjs');

let bare: World;
let folder: string;
beforeAll(async () => {
  bare = await world({ bare: true });
  folder = mkdtempSync(join(tmpdir(), 'tolem-cli-'));
});
afterAll(async () => {
  await bare?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The real process, from its sources; `input` is piped in. */
function main(words: readonly string[], environment: Record<string, string>, input = ''): Promise<Ended> {
  const child = spawn(process.execPath, ['-r', REGISTER, join(ROOT, 'src', 'cli', 'main.ts'), ...words], {
    cwd: folder,
    env: childEnvironment({ DATABASE_URL: undefined, REGISTRY_KEY: undefined, TOLEM_STAFF: undefined, DATA_DIR: folder, ...environment }),
    timeout: 60_000,
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

test('without a database one sentence says what to do', async () => {
  const { code, out, err } = await main(['agent', 'list'], {});
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toBe(`No DATABASE_URL is set and no \`npm start\` runs on ${folder}: set it, or start Tolem first.\n`);
});

test('the running `npm start` of the folder is found by its run.json', async () => {
  const identity = { pid: process.pid, started: 'x' };
  const environment = { DATABASE_URL: bare.environment['DATABASE_URL'], REGISTRY_KEY: 'cd'.repeat(32), LADDERS: 'fast' };
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ starter: identity, since: 'now', processes: [], folders: {}, environment }));
  const { code, out } = await bare.tolem('staff list', { environment: { DATABASE_URL: '', DATA_DIR: folder } });
  rmSync(join(folder, 'run.json'));
  expect({ code, out }).toEqual({ code: 0, out: 'There is no staff account yet: tolem staff add --help\n' });
});

test('a database that cannot be reached is one sentence', async () => {
  const { code, err } = await bare.tolem('agent list', {
    environment: { DATABASE_URL: `postgres://nobody:secret@127.0.0.1:${await freePort()}/none` },
  });
  expect(code).toBe(1);
  expect(err).toMatch(/^The registry's database cannot be used: .*ECONNREFUSED.*\n$/);
  expect(err).not.toContain('secret');
});

test('a database without tables is one sentence', async () => {
  const { code, err } = await bare.tolem('agent list', { environment: { DATABASE_URL: await databaseUrl() } });
  expect({ code, err }).toEqual({ code: 1, err: 'The registry has no tables yet, or older ones: start Tolem once, it brings them.\n' });
});

test('settings that cannot be read are a misuse', async () => {
  const { code, err } = await bare.tolem('agent list', { environment: { API_PORT: 'many' } });
  expect([code, err.startsWith('The settings cannot be used: API_PORT')]).toEqual([2, true]);
});

test('a password comes through a pipe', async () => {
  const environment = { DATABASE_URL: bare.environment['DATABASE_URL'] ?? '' };
  expect(await main(['staff', 'add', 'root', '--roles', 'admin,accountant', '--password'], environment, 'a long password\n')).toEqual({
    code: 0,
    out: 'Staff account root is added.\n',
    err: '',
  });
  expect((await bare.tolem('staff list --json')).out).toContain('"name":"root"');
});

test('the first account must be an administrator, the second needs one', async () => {
  const other = await world({ bare: true });
  try {
    expect((await other.tolem('staff add admin-1 --roles clerk')).err).toBe(
      'The first staff account must have the role admin, or nobody could add another.\n',
    );
    expect((await other.tolem('staff add admin-1 --roles admin')).code).toBe(0);
    expect(await other.json('audit list')).toMatchObject([{ staff: 'admin-1', action: 'staff.add', subject: 'staff:admin-1' }]);
    expect((await other.tolem('staff add operator-9 --roles clerk')).err).toBe('Who acts? Name your staff account with --as NAME or TOLEM_STAFF.\n');
    expect((await other.tolem('staff add operator-9 --roles clerk --as admin-1')).code).toBe(0);
  } finally {
    await other.close();
  }
});

test('help is no misuse, and a noun without a verb is one', async () => {
  expect((await bare.tolem('--help')).code).toBe(0);
  expect((await bare.tolem('payment decide --help')).out).toContain('--send-again');
  for (const line of ['', 'payment', 'dance', 'payment show 144']) expect([line, (await bare.tolem(line)).code]).toEqual([line, 2]);
});

test('the version is the package’s', async () => {
  expect(JSON.parse((await bare.tolem('version --json')).out)).toEqual({ version: require('../../package.json').version, node: process.version });
});
