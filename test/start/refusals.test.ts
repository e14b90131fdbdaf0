import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { readConfig } from '../../src/config';
import { askGivenSuppliers } from '../../src/start/given-suppliers';
import { checkGivenDatabase } from '../../src/start/postgres/given';
import { keptSecret, openDataDir } from '../../src/start/process/data-dir';
import { lastWords } from '../../src/start/process/last-lines';
import { LogFiles } from '../../src/start/process/log-files';
import { freePort, requirePort } from '../../src/start/process/ports';
import { planOf } from '../../src/start/settings';
import { checkGivenTemporal } from '../../src/start/temporal/given';
import { databaseUrl, temporalAddress } from '../support/services/services';
import { tempFolder } from './temp';

async function busyPort(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

test('a busy port is refused with the variable to set', async () => {
  const { server, port } = await busyPort();
  await expect(requirePort(port, 'API_PORT', 'the api')).rejects.toThrow(
    `Port ${port} (the api) is in use by another program: set API_PORT to a free port or stop that program.`,
  );
  server.close();
  expect(await requirePort(await freePort(), 'API_PORT', 'the api')).toBeGreaterThan(0);
});

test('a DATA_DIR that is a file is refused', () => {
  const file = join(tempFolder(), 'data');
  writeFileSync(file, '');
  expect(() => openDataDir(file)).toThrow(`DATA_DIR ${file} cannot be used: it is not a folder.`);
});

test('a DATA_DIR that cannot be made is refused', () => {
  expect(() => openDataDir('/proc/tolem')).toThrow(/^DATA_DIR \/proc\/tolem cannot be used: it cannot be written \(\w+\)\.$/);
});

test('a secret is made once, kept, and refused when others may read it or when it is damaged', () => {
  const folder = tempFolder();
  const secret = keptSecret(folder, 'registry.key');
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(keptSecret(folder, 'registry.key')).toBe(secret);
  const file = join(folder, 'registry.key');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o644);
  expect(() => keptSecret(folder, 'registry.key')).toThrow('others may read it');
  chmodSync(file, 0o600);
  writeFileSync(file, 'half');
  expect(() => keptSecret(folder, 'registry.key')).toThrow('is damaged');
});

test('DATABASE_URL is proved, and what is wrong with it is said without its password', async () => {
  const good = await databaseUrl();
  await expect(checkGivenDatabase(good)).resolves.toBeUndefined();
  const wrong = new URL(good);
  wrong.password = 'hunter2';
  await expect(checkGivenDatabase(wrong.href)).rejects.toThrow(/cannot be used: the user or password is wrong\.$/);
  await expect(checkGivenDatabase(wrong.href)).rejects.not.toThrow('hunter2');
  await expect(checkGivenDatabase(`${good}_not_there`)).rejects.toThrow('that database does not exist (create it first).');
  await expect(checkGivenDatabase(`postgres://a:b@127.0.0.1:${await freePort()}/c`)).rejects.toThrow('nothing listens there.');
  await expect(checkGivenDatabase('mysql://a/b')).rejects.toThrow(/^DATABASE_URL is not a URL like postgres:/);
});

test('TEMPORAL_ADDRESS is tried before anything is started', async () => {
  const config = (TEMPORAL_ADDRESS: string) => readConfig({ TEMPORAL_ADDRESS });
  await expect(checkGivenTemporal(config(await temporalAddress()))).resolves.toBeUndefined();
  const address = `127.0.0.1:${await freePort()}`;
  await expect(checkGivenTemporal(config(address))).rejects.toThrow(`No Temporal server answers at TEMPORAL_ADDRESS ${address}:`);
  await expect(checkGivenTemporal(config('somewhere'))).rejects.toThrow('TEMPORAL_ADDRESS is not host:port: somewhere');
});

test.each([
  [
    'a JSON log of ours',
    '{"level":30,"msg":"listening"}\n{"level":60,"err":{"message":"relation is missing"},"msg":"could not start"}\n',
    'could not start: relation is missing',
  ],
  ['an uncaught error', "Error: Cannot find module 'x'\n    at Module._load\n\nNode.js v20\n", "Error: Cannot find module 'x'"],
  ['PostgreSQL', 'LOG:  starting\nFATAL:  could not create lock file\nLOG:  database system is shut down\n', 'FATAL:  could not create lock file'],
  ['nothing of note', 'one\ntwo\n', 'two'],
  ['an empty log', '', undefined],
])('the last words of %s', (_, text, said) => {
  const file = join(tempFolder(), 'log');
  writeFileSync(file, text);
  expect(lastWords(file)).toBe(said);
});

test('logs are bounded: set aside at the start and emptied in place while they are written', () => {
  const folder = tempFolder();
  const file = join(folder, 'api.log');
  writeFileSync(file, Buffer.alloc(6 * 1024 * 1024));
  const logs = new LogFiles(folder);
  expect(logs.open('api')).toBe(file);
  expect([existsSync(file), statSync(`${file}.1`).size]).toEqual([false, 6 * 1024 * 1024]);
  writeFileSync(file, 'some lines');
  logs.cap(5);
  logs.close();
  expect([readFileSync(file, 'utf8'), readFileSync(`${file}.1`, 'utf8')]).toEqual(['', 'some lines']);
});

const GIVEN = 'http://127.0.0.1:9/x';
const OURS = { alsecoSandbox: true, upstreamSandbox: true };

test.each([
  ['nothing given', {}, true, { ...OURS, ladders: 'fast', given: [] }],
  [
    'an Alseco that says it is a sandbox',
    { ALSECO_ENDPOINT: GIVEN },
    true,
    { ...OURS, alsecoSandbox: false, ladders: 'fast', given: ['ALSECO_ENDPOINT'] },
  ],
  [
    'an Alseco that does not',
    { ALSECO_ENDPOINT: GIVEN },
    false,
    { ...OURS, alsecoSandbox: false, ladders: 'production', given: ['ALSECO_ENDPOINT'] },
  ],
  ['a database', { DATABASE_URL: 'postgres://x' }, true, { ...OURS, ladders: 'fast', given: ['DATABASE_URL'] }],
  ['a Temporal server', { TEMPORAL_ADDRESS: 'temporal:7233' }, true, { ...OURS, ladders: 'fast', given: [] }],
  [
    'two real suppliers',
    { ALSECO_ENDPOINT: GIVEN, UPSTREAM_ENDPOINT: GIVEN },
    false,
    { alsecoSandbox: false, upstreamSandbox: false, ladders: 'production', given: ['ALSECO_ENDPOINT', 'UPSTREAM_ENDPOINT'] },
  ],
])('with %s: sandboxes, ladders and what keeps the demo away follow', (_, environment, givenSandboxes, expected) => {
  expect(planOf(readConfig(environment), '/data', { laddersGiven: false, givenSandboxes })).toMatchObject(expected);
});

test('LADDERS that were given stay as they are', () => {
  expect(planOf(readConfig({ LADDERS: 'production' }), '/data', { laddersGiven: true, givenSandboxes: true }).ladders).toBe('production');
});

describe('a supplier that was given is asked before anything is started', () => {
  const answers = async (headers: Record<string, string>) => {
    const server = createHttpServer((_, response) => response.writeHead(405, headers).end()).listen(0, '127.0.0.1');
    server.unref();
    await new Promise((resolve) => server.once('listening', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
  };

  test.each([
    ['that says it is a sandbox', { 'tolem-sandbox': '1' }, true, /^alseco: .* names; it says that it is a sandbox$/],
    ['that does not', {}, false, /^alseco: .* names; it does not say that it is a sandbox, so it counts as a real supplier$/],
  ])('one %s', async (_, headers, allSandboxes, sentence) => {
    const asked = await askGivenSuppliers(readConfig({ ALSECO_ENDPOINT: await answers(headers) }));
    expect(asked).toEqual({ allSandboxes, said: [expect.stringMatching(sentence)] });
  });

  test('one that cannot be reached counts as real, and with LADDERS=fast nothing is sent to it until it has said that it is one', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const asked = await askGivenSuppliers(readConfig({ UPSTREAM_ENDPOINT: nobody, LADDERS: 'fast' }));
    expect(asked).toEqual({
      allSandboxes: false,
      said: [
        expect.stringMatching(/^upstream: .* it does not answer, so it counts as a real supplier$/),
        expect.stringMatching(/^upstream: nothing is sent to UPSTREAM_ENDPOINT .* until it says that it is a sandbox/),
      ],
    });
    expect((await askGivenSuppliers(readConfig({ UPSTREAM_ENDPOINT: nobody }))).said).toHaveLength(1);
  });

  test('a real one is refused with LADDERS=fast', async () => {
    const given = readConfig({ ALSECO_ENDPOINT: await answers({}), LADDERS: 'fast' });
    await expect(askGivenSuppliers(given)).rejects.toThrow(
      /^ALSECO_ENDPOINT \(http:\S+\) does not say that it is a sandbox, and LADDERS=fast is for sandboxes alone: a real supplier takes LADDERS=production\.$/,
    );
  });

  test('none was given: nobody is asked', async () => {
    expect(await askGivenSuppliers(readConfig({ LADDERS: 'fast' }))).toEqual({ allSandboxes: true, said: [] });
  });
});

test('an existing folder of another mode is used as it is', () => {
  const folder = join(tempFolder(), 'open');
  mkdirSync(folder, { mode: 0o755 });
  expect(openDataDir(folder)).toBe(folder);
});
