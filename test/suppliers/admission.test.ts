import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readConfig } from '../../src/config';
import type { RequestId, ServiceId } from '../../src/domain/ids';
import { money } from '../../src/domain/money';
import { LADDERS } from '../../src/ladders';
import { freePort } from '../../src/start/process/ports';
import { admitAtBoot, createAdmissions, type RegistryMemory } from '../../src/suppliers/admission';
import { createSuppliers } from '../../src/suppliers/routes';

/** A server that notes what it is asked, refuses everything, and says that it is a sandbox or does not. */
class Recorder {
  readonly asked: string[] = [];
  saysSo = false;
  private readonly server = createServer((request, response) => {
    this.asked.push(request.method ?? '');
    request.resume();
    response.writeHead(503, this.saysSo ? { 'tolem-sandbox': '1' } : {}).end('no');
  });

  async listen(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return this;
  }
  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const opened: Array<{ close(): unknown }> = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});
async function recorder(port?: number): Promise<Recorder> {
  const made = await new Recorder().listen(port);
  opened.push(made);
  return made;
}

interface Given {
  readonly ladders?: 'production' | 'fast';
  readonly demoData?: () => Promise<boolean>;
  readonly host?: string;
  /** Suppliers that the registry knows to have been real. */
  readonly real?: Set<string>;
}
const remembering = (holdsDemoData: () => Promise<boolean>, real: Set<string>): RegistryMemory => ({
  holdsDemoData,
  realSince: async (name) => (real.has(name) ? '2026-11-21T10:00:00Z' : null),
  noteReal: async (name) => void real.add(name),
});
/** Both suppliers at one port, as api and worker build them. */
function gateway(port: number, { ladders = 'production', demoData = async () => false, host = '127.0.0.1', real = new Set<string>() }: Given = {}) {
  const config = readConfig({ ALSECO_ENDPOINT: `http://${host}:${port}/service`, UPSTREAM_ENDPOINT: `http://${host}:${port}` });
  const admissions = createAdmissions(config, LADDERS[ladders], remembering(demoData, real));
  const suppliers = createSuppliers(config, LADDERS[ladders], 'payments', admissions);
  opened.push(...suppliers.values());
  return { suppliers, boot: () => admitAtBoot(admissions) };
}
const context = { signal: new AbortController().signal, keep: () => {} };
const probe = async ({ suppliers }: ReturnType<typeof gateway>) => {
  const [alseco, upstream] = await Promise.all([suppliers.alseco.probe(context), suppliers.upstream.probe(context)]);
  return [alseco, upstream].map((said) => (said.ok ? said.text : said.reason));
};

/** Linux brings 0.0.0.0 to this machine, and it is no loopback address. */
const ELSEWHERE = '0.0.0.0';
const REASONS: ReadonlyArray<readonly [string, Given, RegExp]> = [
  ['LADDERS=fast', { ladders: 'fast' }, /LADDERS=fast is for sandboxes alone: a real supplier takes LADDERS=production$/],
  ['demo data in the registry', { demoData: async () => true }, /this registry holds demo data, .*: give a real supplier a registry of its own$/],
  ['plain http off loopback', { host: ELSEWHERE }, /plain http is for sandboxes and for loopback alone: a real supplier is reached by https$/],
];

describe.each(REASONS)('with %s', (_, given, sentence) => {
  test('whoever does not say that it is a sandbox is refused at boot, and sent nothing but the question', async () => {
    const real = await recorder();
    const here = gateway(real.port, given);
    await expect(here.boot()).rejects.toThrow(/^(ALSECO|UPSTREAM)_ENDPOINT \(http:\S+\) does not say that it is a sandbox, and /);
    await expect(here.boot()).rejects.toThrow(sentence);
    const said = await probe(here);
    expect(said).toEqual([expect.stringMatching(sentence), expect.stringMatching(sentence)]);
    expect(new Set(real.asked)).toEqual(new Set(['GET']));
  });

  test('whoever says that it is one is called', async () => {
    const sandbox = await recorder();
    sandbox.saysSo = true;
    const here = gateway(sandbox.port, given);
    expect(await here.boot()).toEqual([]);
    await probe(here);
    expect(sandbox.asked).toEqual(['GET', 'GET', 'POST', 'POST']);
  });

  test('whoever cannot be asked is sent nothing, and is called as soon as it has said so', async () => {
    const port = await freePort();
    const here = gateway(port, given);
    expect(await here.boot()).toEqual([
      expect.stringMatching(/^nothing is sent to ALSECO_ENDPOINT .* until it says that it is a sandbox, and it cannot be asked: .*ECONNREFUSED/),
      expect.stringMatching(/^nothing is sent to UPSTREAM_ENDPOINT /),
    ]);
    expect(await probe(here)).toEqual([expect.stringMatching(/^nothing is sent to ALSECO/), expect.stringMatching(/^nothing is sent to UPSTREAM/)]);
    const sandbox = await recorder(port);
    sandbox.saysSo = true;
    await probe(here);
    expect(sandbox.asked.filter((method) => method === 'POST')).toHaveLength(2);
  });

  test('one answer without the word, and the next call asks before it leaves', async () => {
    const sandbox = await recorder();
    sandbox.saysSo = true;
    const here = gateway(sandbox.port, given);
    await here.boot();
    sandbox.saysSo = false;
    await probe(here);
    const sent = sandbox.asked.filter((method) => method === 'POST').length;
    expect(await probe(here)).toEqual([expect.stringMatching(sentence), expect.stringMatching(sentence)]);
    expect(sandbox.asked.filter((method) => method === 'POST')).toHaveLength(sent);
    sandbox.saysSo = true;
    await probe(here);
    expect(sandbox.asked.filter((method) => method === 'POST')).toHaveLength(sent + 2);
  });
});

test('a real supplier with waiting times and a registry of production is asked once at boot, remembered as real, and called', async () => {
  const real = await recorder();
  const known = new Set<string>();
  const here = gateway(real.port, { real: known });
  expect(await here.boot()).toEqual([]);
  expect([...known].sort()).toEqual(['alseco', 'upstream']);
  await probe(here);
  expect(real.asked).toEqual(['GET', 'GET', 'POST', 'POST']);
});

test('one that could not be asked at boot is called all the same, and remembered by its first answer', async () => {
  const port = await freePort();
  const known = new Set<string>();
  const here = gateway(port, { real: known });
  expect([await here.boot(), [...known]]).toEqual([[], []]);
  const real = await recorder(port);
  await probe(here);
  expect([real.asked, [...known].sort()]).toEqual([
    ['POST', 'POST'],
    ['alseco', 'upstream'],
  ]);
});

describe('where the registry has had a real supplier', () => {
  const sentence =
    /^(ALSECO|UPSTREAM)_ENDPOINT \(http:\S+\) says that it is a sandbox, and this registry has had a real (alseco|upstream) since 2026-11-21T10:00:00Z: its open payments would be carried out at a sandbox; name the real one, or for a copy that shall never meet it again: tolem supplier forget (alseco|upstream) --reason "…"$/;
  const real = () => new Set(['alseco', 'upstream']);

  test.each(['production', 'fast'] as const)('a sandbox is refused at boot with LADDERS=%s, and sent nothing but the question', async (ladders) => {
    const sandbox = await recorder();
    sandbox.saysSo = true;
    const here = gateway(sandbox.port, { ladders, real: real() });
    await expect(here.boot()).rejects.toThrow(sentence);
    expect(await probe(here)).toEqual([expect.stringMatching(sentence), expect.stringMatching(sentence)]);
    expect(new Set(sandbox.asked)).toEqual(new Set(['GET']));
  });

  test('whoever cannot be asked is sent nothing until it has answered without that word', async () => {
    const port = await freePort();
    const here = gateway(port, { real: real() });
    const held = /^nothing is sent to \w+_ENDPOINT .* until it says whether it is a sandbox, and it cannot be asked: .*ECONNREFUSED/;
    expect(await here.boot()).toEqual([expect.stringMatching(held), expect.stringMatching(held)]);
    expect(await probe(here)).toEqual([expect.stringMatching(held), expect.stringMatching(held)]);
    const answers = await recorder(port);
    await probe(here);
    expect(answers.asked.filter((method) => method === 'POST')).toHaveLength(2);
  });

  test('one answer of a sandbox, and nothing more is sent', async () => {
    const turning = await recorder();
    const here = gateway(turning.port, { real: real() });
    await here.boot();
    turning.saysSo = true;
    await probe(here);
    const sent = turning.asked.filter((method) => method === 'POST').length;
    expect(await probe(here)).toEqual([expect.stringMatching(sentence), expect.stringMatching(sentence)]);
    expect(turning.asked.filter((method) => method === 'POST')).toHaveLength(sent);
  });

  test('a registry that has forgotten it takes a sandbox', async () => {
    const sandbox = await recorder();
    sandbox.saysSo = true;
    const known = real();
    const here = gateway(sandbox.port, { real: known });
    await expect(here.boot()).rejects.toThrow(sentence);
    await probe(here);
    known.clear();
    expect(await here.boot()).toEqual([]);
    await probe(here);
    expect(sandbox.asked.filter((method) => method === 'POST')).toHaveLength(2);
  });
});

test('a registry that cannot say whether it holds demo data holds every call back, until it can', async () => {
  const real = await recorder();
  let away = true;
  const demoData = async () => {
    if (away) throw new Error('the registry is away');
    return false;
  };
  const here = gateway(real.port, { demoData });
  expect(await here.boot()).toEqual([expect.stringContaining('(the registry is away)'), expect.stringContaining('(the registry is away)')]);
  await probe(here);
  expect(real.asked).toEqual([]);
  away = false;
  await probe(here);
  expect([...real.asked].sort()).toEqual(['GET', 'GET', 'POST', 'POST']);
});

test('a call that is held back is certainly not sent, so that its payment waits and is no search for evidence', async () => {
  const real = await recorder();
  const { suppliers } = gateway(real.port, { ladders: 'fast' });
  const question = { service: '7' as ServiceId, kind: 'plain', account: 'galek10', amount: money('100'), currency: 'KZT' } as const;
  const answer = await suppliers.upstream.accountCheck({ ...question, request: '261121000000001' as RequestId }, context);
  expect(answer).toMatchObject({ kind: 'not sent', trouble: 'down' });
});

test('many callers ask one question', async () => {
  const sandbox = await recorder();
  sandbox.saysSo = true;
  const { suppliers } = gateway(sandbox.port, { ladders: 'fast' });
  await Promise.all(Array.from({ length: 8 }, () => suppliers.upstream.probe(context)));
  expect(sandbox.asked.filter((method) => method === 'GET')).toHaveLength(1);
});

test.each([
  ['http://127.0.0.1:8181/x', false],
  ['http://127.1:8181/x', false],
  ['http://localhost:8181/x', false],
  ['http://[::1]:8181/x', false],
  ['https://alseco.example/x', false],
  ['http://alseco.example/x', true],
  ['HTTP://10.0.0.1/x', true],
  ['http://127.example.com/x', true],
  ['http://localhost.example.com/x', true],
  ['http://sandbox-alseco:8181/x', true],
])('in production %s must be a sandbox: %s', async (endpoint, must) => {
  // The network is away: that matters only where something has to be known.
  const config = readConfig({ ALSECO_ENDPOINT: endpoint, ALSECO_PROXY_URL: `http://127.0.0.1:${await freePort()}` });
  const { alseco } = createAdmissions(
    config,
    LADDERS.production,
    remembering(async () => false, new Set()),
  );
  expect((await alseco.atBoot()) !== null).toBe(must);
});

test.each(['ftp://127.0.0.1/x', 'file:///etc/passwd', 'alseco'])('%s is no endpoint', (endpoint) => {
  expect(() => readConfig({ ALSECO_ENDPOINT: endpoint })).toThrow('ALSECO_ENDPOINT: must be an http or https URL');
  expect(() => readConfig({ UPSTREAM_ENDPOINT: endpoint })).toThrow('UPSTREAM_ENDPOINT: must be an http or https URL');
});
