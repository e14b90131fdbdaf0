import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { childEnvironment, readConfig } from '../../src/config';
import { openDatabase } from '../../src/registry/database';
import { migrate } from '../../src/registry/migrate';
import { loadDemoData } from '../../src/start/demo/data';
import { freePort } from '../../src/start/process/ports';
import { part } from '../support/gateway/part';
import { databaseUrl } from '../support/services/services';
import { tempFolder } from './temp';

/** What api, worker and the one-shot of a deployment do beside a supplier that is none of our sandboxes. */
const DIST = join(__dirname, '..', '..', 'dist');
const folder = tempFolder();
let saysSo = false;
let asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.method ?? '');
  request.resume();
  response.writeHead(503, saysSo ? { 'tolem-sandbox': '1' } : {}).end('no');
});

let empty: string;
let demo: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  [empty, demo] = [await databaseUrl(), await databaseUrl()];
  await Promise.all([migrate(empty), migrate(demo)]);
  await loadDemoData(demo, readConfig({}));
});
beforeEach(() => {
  saysSo = false;
  asked = [];
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

async function settings(changes: Record<string, string>): Promise<Record<string, string>> {
  const { port } = server.address() as AddressInfo;
  return childEnvironment({
    REGISTRY_KEY: 'ab'.repeat(32),
    DATA_DIR: folder,
    // Nobody is there: whoever gets as far as Temporal says so.
    TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}`,
    ALSECO_ENDPOINT: `http://127.0.0.1:${port}/service`,
    UPSTREAM_ENDPOINT: `http://127.0.0.1:${port}`,
    LADDERS: 'production',
    LOG_LEVEL: 'silent',
    ...changes,
  });
}

async function boot(name: 'api' | 'worker', changes: Record<string, string>): Promise<string> {
  const environment = await settings(changes);
  const script = join(DIST, name, 'main.js');
  const portVariable = `${name.toUpperCase()}_PORT`;
  const process = part({
    name,
    script,
    logFile: join(folder, `${name}-${environment['LADDERS']}.log`),
    environment: () => environment,
    portVariable,
  });
  try {
    await process.start();
    return 'ready';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await process.stop();
  }
}

const both = (changes: Record<string, string>) => Promise.all((['api', 'worker'] as const).map((name) => boot(name, changes)));

test('api and worker do not boot with LADDERS=fast for a supplier that does not say that it is a sandbox, though it is on loopback', async () => {
  const sentence =
    /could not start: (ALSECO|UPSTREAM)_ENDPOINT \(http:\S+\) does not say that it is a sandbox, and LADDERS=fast is for sandboxes alone/;
  expect(await both({ DATABASE_URL: empty, LADDERS: 'fast' })).toEqual([expect.stringMatching(sentence), expect.stringMatching(sentence)]);
  expect(asked).not.toContain('POST');
});

test('api and worker do not boot on demo data beside such a supplier', async () => {
  const sentence = /could not start: .* does not say that it is a sandbox, and this registry holds demo data/;
  expect(await both({ DATABASE_URL: demo })).toEqual([expect.stringMatching(sentence), expect.stringMatching(sentence)]);
  expect(asked).not.toContain('POST');
});

test('the api boots beside a real supplier in production, and while nobody can be asked: its agents are answered', async () => {
  const port = await freePort();
  const nobody = { ALSECO_ENDPOINT: `http://127.0.0.1:${port}/x`, UPSTREAM_ENDPOINT: `http://127.0.0.1:${port}` };
  const booted = [boot('api', { DATABASE_URL: empty }), boot('api', { DATABASE_URL: demo, LADDERS: 'fast', ...nobody })];
  expect(await Promise.all(booted)).toEqual(['ready', 'ready']);
  // Who the real one is, so that the registry remembers it; nothing else.
  expect(asked).toEqual(['GET', 'GET']);
});

describe('a deployment’s demo data', () => {
  const oneShot = async (changes: Record<string, string>) => {
    const env = await settings(changes);
    return new Promise<{ code: number; said: string }>((resolve) => {
      execFile(process.execPath, [join(DIST, 'start', 'migrate-main.js'), '--demo'], { env }, (error, out, err) => {
        resolve({ code: error ? Number(error.code) : 0, said: out + err });
      });
    });
  };
  const agents = async (url: string) => {
    const database = openDatabase({ url, connections: 1, statementMs: 5_000 });
    const { rows } = await database.query('SELECT id FROM agents ORDER BY id');
    await database.close();
    return rows.length;
  };

  test('is refused beside a supplier that is no sandbox, or that cannot be asked', async () => {
    const nobody = { ALSECO_ENDPOINT: `http://127.0.0.1:${await freePort()}/x` };
    expect(await oneShot({ DATABASE_URL: empty })).toEqual({ code: 1, said: expect.stringMatching(/does not say that it is a sandbox/) });
    saysSo = true;
    expect(await oneShot({ DATABASE_URL: empty, ...nobody })).toEqual({
      code: 1,
      said: expect.stringMatching(/The demo data is not loaded: nothing is sent/),
    });
    expect(await agents(empty)).toBe(0);
  });

  test('is loaded beside two sandboxes into an empty registry', async () => {
    saysSo = true;
    expect(await oneShot({ DATABASE_URL: empty })).toMatchObject({ code: 0 });
    expect(await agents(empty)).toBe(3);
  });

  test('is refused where the registry holds data of its own', async () => {
    saysSo = true;
    const url = await databaseUrl();
    await migrate(url);
    const database = openDatabase({ url, connections: 1, statementMs: 5_000 });
    await database.query(`INSERT INTO staff (name, password_hash, roles) VALUES ('admin-1', 'x', '{admin}')`);
    await database.close();
    expect(await oneShot({ DATABASE_URL: url })).toEqual({ code: 1, said: expect.stringContaining('this one holds data of its own') });
    expect(await agents(url)).toBe(0);
  });
});
