import { type ChildProcess, fork } from 'node:child_process';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import type { LifetimeMessage } from '../../src/lifetime';
import { openDatabase } from '../../src/registry/database';
import { migrate } from '../../src/registry/migrate';
import { freePort } from '../../src/start/process/ports';
import { databaseUrl } from '../support/services/services';
import { until } from '../support/until';

const ROOT = join(__dirname, '..', '..');
let child: ChildProcess | undefined;
afterEach(() => {
  if (child?.exitCode === null) child.kill('SIGKILL');
});

/** The process itself with nothing of this one's environment beyond PATH; answers with what it says first. */
function start(
  settings: Record<string, string>,
  what: 'api' | 'worker' = 'api',
): {
  process: ChildProcess;
  said: Promise<LifetimeMessage>;
  ended: Promise<number | null>;
  output: () => string;
} {
  const process_ = fork(join(ROOT, 'src', what, 'main.ts'), {
    execArgv: ['-r', join(ROOT, 'test', 'support', 'services', 'register.cjs')],
    env: { PATH: process.env['PATH'] ?? '', API_PORT: '0', LADDERS: 'fast', ...settings },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child = process_;
  let output = '';
  for (const stream of [process_.stdout, process_.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
  const ended = new Promise<number | null>((resolve) => process_.once('exit', resolve));
  const said = new Promise<LifetimeMessage>((resolve, reject) => {
    process_.once('message', (message) => resolve(message as LifetimeMessage));
    void ended.then((code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  return { process: process_, said, ended, output: () => output };
}

test('the api starts and answers while Temporal is away, and ends with its starter', async () => {
  const DATABASE_URL = await databaseUrl();
  await migrate(DATABASE_URL);
  const REGISTRY_KEY = 'ab'.repeat(32);
  const api = start({ DATABASE_URL, REGISTRY_KEY, TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}` });
  const said = await api.said;
  if (!('ready' in said)) throw new Error(said.failed);
  const ready = await fetch(`http://127.0.0.1:${said.port}/ready`);
  expect([ready.status, await ready.json()]).toMatchObject([200, { ready: true, temporal: false, accepting: true }]);
  const body = new URLSearchParams({ AgentID: '144', AgentPassword: 'a secret', RequestType: 'CheckBalance' });
  expect(await (await fetch(`http://127.0.0.1:${said.port}/home/index`, { method: 'POST', body })).text()).toContain('"ResponseStatus":-1,');
  api.process.disconnect();
  expect(await api.ended).toBe(0);
  expect(api.output()).toContain('"route":"/home/index"');
  for (const secret of [REGISTRY_KEY, 'a secret', new URL(DATABASE_URL).password]) expect(api.output()).not.toContain(secret);
});

test('while it stops, a request on a connection made before is answered and not turned away; then the connection and the api end', async () => {
  const DATABASE_URL = await databaseUrl();
  await migrate(DATABASE_URL);
  const api = start({ DATABASE_URL, REGISTRY_KEY: 'ab'.repeat(32), TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}` });
  const said = await api.said;
  if (!('ready' in said)) throw new Error(said.failed);
  const port = said.port ?? 0;
  const socket = createConnection({ port, host: '127.0.0.1' });
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString('utf8');
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await new Promise((resolve) => socket.once('connect', resolve));
  // Connections are accepted in order: after this answer ours is in the api's hands.
  await fetch(`http://127.0.0.1:${port}/health`);
  api.process.kill('SIGTERM');
  await until('it takes no new connections', () => refuses(port));
  const body = new URLSearchParams({ AgentID: '144', AgentPassword: 'wrong', RequestType: 'CheckBalance' }).toString();
  const head = `host: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}`;
  socket.write(`POST /home/index HTTP/1.1\r\n${head}\r\n\r\n${body}`);
  await closed;
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain('"ResponseStatus":-1,');
  expect(await api.ended).toBe(0);
});

const refuses = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const tried = createConnection({ port, host: '127.0.0.1' });
    tried.once('connect', () => resolve(false));
    tried.once('error', () => resolve(true));
    tried.once('connect', () => tried.destroy());
  });

test.each([{ DATABASE_URL: '' }, { REGISTRY_KEY: '' }])('without its setting it says which one and ends with 1: %j', async (missing) => {
  const api = start({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', REGISTRY_KEY: 'ab'.repeat(32), ...missing });
  expect(await api.said).toMatchObject({ failed: expect.stringContaining(Object.keys(missing)[0] ?? '') });
  expect(await api.ended).toBe(1);
});

test.each(['api', 'worker'] as const)('the %s does not begin on a PostgreSQL that may forget what it has confirmed', async (what) => {
  const DATABASE_URL = await databaseUrl();
  await migrate(DATABASE_URL);
  const database = openDatabase({ url: DATABASE_URL, connections: 1, statementMs: 5_000 });
  await database.query(`ALTER DATABASE "${new URL(DATABASE_URL).pathname.slice(1)}" SET synchronous_commit = off`);
  await database.close();
  const refused = start({ DATABASE_URL, REGISTRY_KEY: 'ab'.repeat(32), TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}` }, what);
  expect(await refused.said).toEqual({ failed: expect.stringMatching(/^PostgreSQL may forget .*: synchronous_commit is off and must be on$/) });
  expect(await refused.ended).toBe(1);
});
