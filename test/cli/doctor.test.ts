import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OPERATIONS } from '../../src/contracts/alseco/operations';
import { printWsdl } from '../../src/contracts/alseco/wsdl';
import { noteUnfounded } from '../../src/registry/evidence/unfounded';
import { freePort } from '../../src/start/process/ports';
import { AGENT, accepted } from '../registry/book';
import { temporalAddress } from '../support/services/services';
import { type World, world } from './world';

interface Report {
  readonly findings: ReadonlyArray<{ readonly level: string; readonly what: string; readonly said: string }>;
  readonly failed: number;
}

jest.setTimeout(120_000);

let w: World;
beforeAll(async () => {
  const [alseco, upstream] = [await freePort(), await freePort()];
  w = await world({
    bare: true,
    settings: {
      TEMPORAL_ADDRESS: await temporalAddress(),
      TASK_QUEUE_PREFIX: 'nobody-polls',
      SANDBOX_ALSECO_PORT: String(alseco),
      SANDBOX_UPSTREAM_PORT: String(upstream),
    },
  });
});
afterAll(() => w?.close());

async function report(environment: Record<string, string> = {}): Promise<Report & { code: number }> {
  const { code, out } = await w.tolem('doctor --json', { environment });
  return { code, ...(JSON.parse(out) as Report) };
}
const found = ({ findings }: Report, what: string) => findings.filter((finding) => finding.what === what);

test('queues without a poller and suppliers that do not answer fail, and with them the exit code', async () => {
  const read = await report();
  expect(read.code).toBe(1);
  expect(found(read, 'database')).toMatchObject([{ level: 'ok' }]);
  expect(found(read, 'migrations')).toMatchObject([{ level: 'ok' }]);
  expect(found(read, 'clock')).toMatchObject([{ level: 'ok' }]);
  expect(found(read, 'two people')).toMatchObject([{ level: 'ok' }]);
  expect(found(read, 'bank days of alseco')).toMatchObject([{ level: 'ok' }]);
  expect(found(read, 'open breaks of upstream')).toMatchObject([{ level: 'ok' }]);
  expect(found(read, 'trial balance')).toMatchObject([{ level: 'ok' }]);
  expect(found(read, 'ledger’s day')).toMatchObject([
    { level: 'fail', said: expect.stringMatching(/ could be closed since \S+, and no worker does it: tolem ledger close$/) },
  ]);
  expect(found(read, 'steps Temporal asked for')).toMatchObject([{ level: 'ok' }]);
  expect(found(read, 'Temporal')).toMatchObject([{ level: 'ok' }]);
  expect(found(read, 'pollers nobody-polls-pay-alseco').map((finding) => finding.level)).toEqual(['fail', 'fail']);
  expect(found(read, 'pollers nobody-polls-evidence-upstream')).toMatchObject([
    { level: 'fail', said: 'none for activity tasks: is a worker running?' },
  ]);
  expect(found(read, 'workflow tasks')).toMatchObject([{ level: 'ok' }]);
  for (const name of ['alseco', 'upstream'])
    expect(found(read, `probe of ${name}`)).toMatchObject([{ level: 'fail', said: expect.stringContaining('ECONNREFUSED') }]);
  expect(read.failed).toBe(read.findings.filter((finding) => finding.level === 'fail').length);
});

test('a bank day that rings fails, and a break that can soon be rolled back no more', async () => {
  const { database } = w;
  await database.query(`INSERT INTO suppliers (name) VALUES ('alseco'), ('upstream') ON CONFLICT DO NOTHING`);
  await database.query(`UPDATE suppliers SET books_from = (now() AT TIME ZONE 'Asia/Almaty')::date - 3 WHERE name = 'alseco'`);
  await database.query(
    `INSERT INTO breaks (kind, supplier, booking, reference, day, zone, rollback_until, amount, currency, evidence, theirs, effect)
     VALUES ('duplicate', 'alseco', '990', 'r', '2026-11-20', 'Asia/Almaty', now() + interval '90 minutes', 10, 'KZT', 'e', 10, 10)`,
  );
  const read = await report();
  expect(found(read, 'bank days of alseco')).toMatchObject([
    { level: 'fail', said: expect.stringMatching(/^[23] days are overdue, the first .*tolem inbox$/) },
  ]);
  expect(found(read, 'open breaks of alseco')).toMatchObject([{ level: 'fail', said: expect.stringMatching(/^1; in (89|90) min the first can be/) }]);
  await database.query(`UPDATE breaks SET rollback_until = NULL WHERE booking = '990'`);
  expect(found(await report(), 'open breaks of alseco')).toMatchObject([{ level: 'warn' }]);
  await database.query(`DELETE FROM break_changes; DELETE FROM breaks WHERE booking = '990'; UPDATE suppliers SET books_from = NULL`);
});

test('each trouble in the registry is named', async () => {
  const { database } = w;
  await database.query(`UPDATE suppliers SET state = 'stopped', reason = '-1: password' WHERE name = 'upstream'`);
  await database.query(`UPDATE suppliers SET balance = 99999, balance_at = now(), zone_offset_minutes = -60 WHERE name = 'upstream'`);
  await database.query(`UPDATE pulse SET beat_at = now() - interval '1 hour'`);
  await database.query(`UPDATE rules SET value = 'off'`);
  await database.query(`INSERT INTO migrations (number, name) VALUES (9999, '9999_future.sql')`);
  await database.query(`UPDATE ledger_calendar SET closed_through = now()::date, closings_through = now()::date`);
  const read = await report();
  expect(found(read, 'supplier upstream')).toMatchObject([{ level: 'fail', said: expect.stringContaining('-1: password') }]);
  expect(found(read, 'deposit at upstream')).toMatchObject([{ level: 'fail', said: expect.stringContaining('below 100000') }]);
  expect(found(read, 'zone of upstream')).toMatchObject([{ level: 'fail', said: expect.stringContaining('wrong by -1 h') }]);
  expect(found(read, 'sweeper')).toMatchObject([{ level: 'fail' }]);
  expect(found(read, 'migrations')).toMatchObject([{ level: 'warn', said: expect.stringContaining('9999_future.sql') }]);
  expect(found(read, 'ledger’s day')).toMatchObject([{ level: 'ok' }]);
  expect(found(read, 'closings of the ledger')).toEqual([]);
  await database.query(`DELETE FROM migrations WHERE number IN (2, 9999)`);
  expect(found(await report(), 'migrations')).toMatchObject([{ level: 'fail', said: expect.stringContaining('0002_ledger.sql') }]);
});

test('a database that is away is one finding, and the rest is looked at all the same', async () => {
  const read = await report({ DATABASE_URL: `postgres://x:y@127.0.0.1:${await freePort()}/z` });
  expect(read.code).toBe(1);
  expect(found(read, 'database')).toMatchObject([{ level: 'fail' }]);
  expect(found(read, 'Temporal')).toMatchObject([{ level: 'ok' }]);
});

describe('the live WSDL', () => {
  const served = async (wsdl: string, overrides = ''): Promise<Report['findings']> => {
    const server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' }).end(wsdl));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.asmx`;
      return found(await report({ ALSECO_ENDPOINT: endpoint, ALSECO_OVERRIDES: overrides }), 'WSDL of alseco');
    } finally {
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    }
  };
  const ours = printWsdl(OPERATIONS, 'https://alseco.example/x.asmx');

  test('as ours is fine; what differs is a warning that names it, and an override mends it', async () => {
    expect(await served(ours)).toMatchObject([{ level: 'ok', said: 'all 24 operations as in our table' }]);
    const changed = ours.replaceAll('name="PayD"', 'name="PayX"').replaceAll('AstanaErcPaymentService/GetNotMovedPays"', 'Other/GetNotMovedPays"');
    const [difference] = await served(changed);
    expect(difference).toMatchObject({ level: 'warn' });
    expect(difference?.said).toContain('PayD: not in the WSDL');
    expect(difference?.said).toContain('GetNotMovedPays: SOAPAction');
    const mended = { PayD: { offered: false }, GetNotMovedPays: { soapAction: 'http://www.alseco.kz/Other/GetNotMovedPays' } };
    expect((await served(changed, JSON.stringify(mended)))[0]?.said).toBe('differs: PayX: not among our operations');
  }, 40_000);

  test('what is no WSDL, or is not there, is a warning or a failure with its reason', async () => {
    expect(await served('<html><body>login</body></html>')).toMatchObject([{ level: 'fail', said: '<html> instead of a WSDL' }]);
    expect(await served('<!DOCTYPE x><x/>')).toMatchObject([{ level: 'fail', said: expect.stringContaining('DOCTYPE') }]);
    expect(found(await report(), 'WSDL of alseco')).toMatchObject([{ level: 'warn', said: expect.stringContaining('ECONNREFUSED') }]);
  }, 40_000);
});

describe('the demo beside a supplier', () => {
  let demo: World;
  let saysSo = false;
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(503, saysSo ? { 'tolem-sandbox': '1' } : {}).end('no');
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const endpoints = { ALSECO_ENDPOINT: `http://127.0.0.1:${port}/x`, UPSTREAM_ENDPOINT: `http://127.0.0.1:${port}` };
    demo = await world({
      settings: { TEMPORAL_ADDRESS: await temporalAddress(), TASK_QUEUE_PREFIX: 'nobody-polls', LADDERS: 'production', ...endpoints },
    });
  });
  afterAll(async () => {
    await demo?.close();
    server.close();
    server.closeAllConnections();
  });
  const findings = async () => {
    const report = JSON.parse((await demo.tolem('doctor --json')).out) as Report;
    return (what: RegExp) => report.findings.filter((finding) => what.test(finding.what));
  };

  test('that is no sandbox fails, and so does each account that everybody can enter', async () => {
    const of = await findings();
    const open = of(/^demo passwords/).map(({ level, said }) => [level, /^(?:agent|staff account) (\S+)/.exec(said)?.[1]]);
    expect(open).toEqual(['144', '145', '146', 'operator-1', 'operator-2', 'clerk'].map((name) => ['fail', name]));
    const refused = { level: 'fail', said: expect.stringMatching(/does not say that it is a sandbox, and this registry holds demo data/) };
    expect(of(/^word of/)).toMatchObject([refused, refused]);
    expect(of(/^probe of/)).toMatchObject([refused, refused]);
  });

  test('an account whose password was changed, or that was closed, is open no more; what somebody else asked of Temporal is told', async () => {
    for (const line of ['agent set 144 --new-password', 'staff deactivate clerk', 'staff set operator-2 --new-password'])
      expect(await demo.tolem(line)).toMatchObject({ code: 0 });
    await demo.database.query('UPDATE agents SET password_hash = (SELECT password_hash FROM agents WHERE id = 144) WHERE id = 145');
    await noteUnfounded(demo.database, (await accepted(demo.database, AGENT, 1, '10')).id, 'record', 'an answer without a seal');
    const of = await findings();
    expect(of(/^steps Temporal/)).toMatchObject([{ level: 'fail', said: expect.stringContaining('record of 144 1, an answer without a seal') }]);
    expect(of(/^demo passwords/).map(({ said }) => said.split(': ')[1])).toEqual([
      'tolem agent set 146 --new-password',
      'tolem staff set operator-1 --new-password',
    ]);
  });

  test('that says it is a sandbox is as it should be', async () => {
    saysSo = true;
    expect((await findings())(/^(demo passwords|word of)/)).toMatchObject([{ level: 'ok' }, { level: 'ok' }, { level: 'ok' }]);
  });

  test('nobody is given a password of the demo again', async () => {
    const typed = await demo.tolem('staff set operator-2 --password', { secret: 'sandbox2' });
    expect(typed).toMatchObject({ code: 1, err: 'That is a password of the demo, which everybody knows.\n' });
  });
});
