import { readConfig } from '../../../src/config';
import { PERMISSIONS, ROLES } from '../../../src/domain/permissions';
import { type Database, openDatabase } from '../../../src/registry/database';
import { hasDemoData } from '../../../src/registry/demo';
import { trialBalance } from '../../../src/registry/ledger/trial-balance';
import { migrate } from '../../../src/registry/migrate';
import { verifyPassword } from '../../../src/registry/secrets';
import { actAs, listAudit } from '../../../src/registry/staff/audit';
import { addStaff, changeStaff, listStaff, staffPasswordHash } from '../../../src/registry/staff/staff';
import { loadDemoData } from '../../../src/start/demo/data';
import { databaseUrl } from '../../support/services/services';

jest.setTimeout(120_000);

let url: string;
let database: Database;
beforeAll(async () => {
  url = await databaseUrl();
  await migrate(url);
  database = openDatabase({ url, connections: 10, statementMs: 30_000 });
});
afterAll(() => database?.close());

describe('demo data', () => {
  test('is loaded once, even by two starts at the same time', async () => {
    await Promise.all([loadDemoData(url, readConfig({})), loadDemoData(url, readConfig({}))]);
    const { rows } = await database.query('SELECT agent_id AS agent, available FROM agent_balances ORDER BY agent_id');
    expect(rows).toEqual([
      { agent: '144', available: '5000000' },
      { agent: '145', available: '5000000' },
      { agent: '146', available: '1' },
    ]);
    expect((await database.transaction(trialBalance)).balanced).toBe(true);
  });

  test.each([
    ['an account of staff', `INSERT INTO staff (name, password_hash, roles) VALUES ('admin-1', 'x', '{admin}')`],
    ['an agent', `INSERT INTO agents (id, name, currency, zone, contract_zone, password_hash) VALUES (7, 'x', 'KZT', 'UTC', 'UTC', 'x')`],
  ])('is not loaded into a registry that has %s', async (_, statement) => {
    const other = await databaseUrl();
    await migrate(other);
    const registry = openDatabase({ url: other, connections: 1, statementMs: 5_000 });
    await registry.query(statement);
    expect(await loadDemoData(other, readConfig({}))).toBe('not empty');
    const { rows } = await registry.query(
      'SELECT (SELECT count(*)::int FROM agents) + (SELECT count(*)::int FROM staff) AS accounts, (SELECT count(*)::int FROM services) AS services',
    );
    expect(rows).toEqual([{ accounts: 1, services: 0 }]);
    expect(await hasDemoData(registry)).toBe(false);
    await registry.close();
  });

  test('lets everybody in with the documented passwords', async () => {
    const { rows } = await database.query<{ id: string; hash: string }>('SELECT id, password_hash AS hash FROM agents ORDER BY id');
    const passwords = ['sandbox', 'sandbox2', 'poor'];
    for (const [at, row] of rows.entries()) expect([row.id, await verifyPassword(passwords[at] ?? '', row.hash)]).toEqual([row.id, true]);
    for (const name of ['operator-1', 'operator-2', 'clerk'])
      expect(await verifyPassword('sandbox', (await staffPasswordHash(database, name)) ?? '')).toBe(true);
  });

  test('never puts back what staff have changed', async () => {
    await database.query(`UPDATE services SET max_amount = 5 WHERE id = 7`);
    await database.query(`UPDATE agents SET callback_url = 'https://agent.example/cb' WHERE id = 144`);
    await database.query(`UPDATE staff SET active = false WHERE name = 'clerk'`);
    expect(await loadDemoData(url, readConfig({}))).toBe('there already');
    const { rows } = await database.query(
      `SELECT (SELECT max_amount FROM services WHERE id = 7) AS max, (SELECT callback_url FROM agents WHERE id = 144) AS url,
         (SELECT active FROM staff WHERE name = 'clerk') AS active, (SELECT count(*)::int FROM rates) AS rates`,
    );
    expect(rows[0]).toEqual({ max: '5', url: 'https://agent.example/cb', active: false, rates: 5 });
    await database.query(`UPDATE staff SET active = true WHERE name = 'clerk'`);
  });

  test('every test account fits its service, and every service has a rate', async () => {
    const { rows } = await database.query<{ id: string; pattern: string; account: string; rate: string | null }>(
      'SELECT s.id, account_pattern AS pattern, test_account AS account, (SELECT rate FROM rates WHERE service_id = s.id) AS rate FROM services s',
    );
    expect(rows.map((row) => row.id).sort()).toEqual(['1549', '1911', '48', '7', '815']);
    for (const row of rows)
      expect([row.id, new RegExp(`^(?:${row.pattern})$`, 'u').test(row.account), row.rate !== null]).toEqual([row.id, true, true]);
  });
});

describe('acting', () => {
  test('a deed that fails leaves no audit row, and one that succeeds leaves exactly one', async () => {
    const act = { staff: 'operator-1', action: 'agent.pause', subject: 'agent:144', reason: 'a test', detail: { why: 'x' } } as const;
    await expect(
      actAs(database, act, async (tx) => {
        await tx.query(`UPDATE agents SET paused_reason = 'x' WHERE id = 144`);
        throw new Error('half way');
      }),
    ).rejects.toThrow('half way');
    expect(await listAudit(database, { subject: 'agent:144' }, 10)).toEqual([]);
    expect((await database.query('SELECT 1 FROM agents WHERE paused_reason IS NOT NULL')).rows).toEqual([]);

    await actAs(database, act, (tx) => tx.query(`UPDATE agents SET paused_reason = 'x' WHERE id = 144`));
    expect(await listAudit(database, { subject: 'agent:144' }, 10)).toMatchObject([
      { staff: 'operator-1', action: 'agent.pause', reason: 'a test', detail: { why: 'x' } },
    ]);
  });

  test('a clerk may ask and tell, and nothing that moves money or settings', async () => {
    const allowed = Object.entries(PERMISSIONS).flatMap(([action, roles]) => ((roles as readonly string[]).includes('clerk') ? [action] : []));
    expect(allowed.sort()).toEqual(['alseco.ask', 'day.read', 'payment.poll', 'payment.resend-callback', 'register.read']);
    await expect(actAs(database, { staff: 'clerk', action: 'agent.top-up', subject: 'agent:144' }, async () => {})).rejects.toThrow(
      'clerk may not do agent.top-up: it needs the role accountant',
    );
  });

  test('every role may do something, and no action is without a role', () => {
    const used = new Set(Object.values(PERMISSIONS).flat());
    expect([...used].sort()).toEqual([...ROLES].sort());
    for (const [action, roles] of Object.entries(PERMISSIONS)) expect([action, roles.length > 0]).toEqual([action, true]);
  });
});

describe('accounts', () => {
  test('the last administrator stays, also when two close each other’s accounts at once', async () => {
    await changeStaff(database, 'operator-1', { roles: ['operator'] });
    await expect(database.transaction((tx) => changeStaff(tx, 'operator-2', { active: false }))).rejects.toThrow('last active administrator');
    await database.transaction((tx) => changeStaff(tx, 'operator-1', { roles: ['operator', 'admin'] }));
    const ends = await Promise.allSettled(
      ['operator-1', 'operator-2'].map((name) => database.transaction((tx) => changeStaff(tx, name, { active: false }))),
    );
    expect(ends.map((end) => end.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('a taken name is not overwritten, and a wrong one is refused by the registry', async () => {
    expect(await addStaff(database, 'clerk', 'other', ['admin'])).toBe(false);
    expect((await listStaff(database)).find(({ name }) => name === 'clerk')?.roles).toEqual(['clerk']);
    await expect(addStaff(database, 'Not A Name', 'none', ['clerk'])).rejects.toMatchObject({ code: '23514' });
  });

  test('a deactivated account has no password to sign in with', async () => {
    await addStaff(database, 'leaver', 'hash', ['clerk']);
    await changeStaff(database, 'leaver', { active: false });
    expect(await staffPasswordHash(database, 'leaver')).toBeNull();
  });
});
