import { hashPassword } from '../../../src/registry/secrets';
import { addStaff } from '../../../src/registry/staff/staff';
import { type Gateway, gateway } from '../gateway';
import { seedPayment } from '../seeded';

let world: Gateway;
beforeAll(async () => {
  world = await gateway();
  const hash = await hashPassword('sandbox');
  await addStaff(world.database, 'clerk', hash, ['clerk']);
  await addStaff(world.database, 'root', hash, ['admin']);
  await seedPayment(world.database, {
    transaction: '7',
    request: '7',
    service: '48',
    account: '7081982000',
    amount: '100',
    at: '2026-11-21T05:00:00Z',
    final: '2026-11-21T05:00:00Z',
  });
  await world.database.query(
    `INSERT INTO register_lines (agent_id, transaction_id, year, month, request_id, agent_request_created_on, account, amount, service_id)
     VALUES (144, 99999999999999999999999, 2026, 11, 1, '2026-11-21T10:00:00', 'x', 0.1, 48)`,
  );
  await world.database.query(
    `INSERT INTO register_totals (agent_id, day, total_amount, total_count, services, differences) VALUES (144, '2026-11-21', 100, 1, '[{"service":"48","amount":"100","count":1}]', '{}')`,
  );
}, 60_000);
afterAll(() => world?.close());

const get = async (path: string, name = 'clerk') => {
  const authorization = `Basic ${Buffer.from(`${name}:sandbox`).toString('base64')}`;
  const reply = await fetch(`${world.url}/api/v1/registers${path}`, { headers: { authorization } });
  return { code: reply.status, body: (await reply.json()) as Record<string, unknown> & Array<Record<string, unknown>> };
};

test('an agent’s day is answered as the CLI shows it, ids and sums as exact text', async () => {
  const { code, body } = await get('/144/2026-11-21?lang=ru');
  expect(code).toBe(200);
  expect(body).toMatchObject({
    agent: '144',
    day: '2026-11-21',
    state: 'different',
    total: { count: 1, amount: '100', times: 1 },
    lines: { count: 1, amount: '0.1' },
    ours: { count: 1, amount: '100' },
    counts: { missing: 1, unknown: 1, differs: 0, late: 0, 'late, listed': 0 },
    differences: [
      { key: 'missing', args: { transaction: '7' }, what: '7 — нет в реестре агента: 100.0, услуга 48' },
      { key: 'unknown', args: { transaction: '99999999999999999999999' } },
    ],
  });
  expect(await get('')).toMatchObject({ code: 200, body: [{ agent: '144', counts: { missing: 1 }, differences: [] }] });
  expect(await get('?agent=145')).toEqual({ code: 200, body: [] });
});

test.each([
  ['/144/2026-02-30', 400, 'a day is YYYY-MM-DD'],
  ['/0/2026-11-21', 400, 'an agent is a number'],
  ['/999/2026-11-21', 404, 'there is no agent 999'],
  ['/144/2026-11-21?limit=1001', 400, 'from 1 to 1000'],
  ['/144/2026-11-21?other=1', 400, 'other'],
  ['?limit=101', 400, 'from 1 to 100'],
])('%s is answered %i', async (path, code, words) => {
  const answer = await get(path);
  expect(answer.code).toBe(code);
  expect(answer.body['error']).toContain(words);
});

test('it takes the right to read registers', async () => {
  expect((await get('/144/2026-11-21', 'root')).code).toBe(403);
  expect((await get('/144/2026-11-21', 'nobody')).code).toBe(401);
});

test('OpenAPI describes both, the path’s parts by their shapes', async () => {
  const { paths } = (await (await fetch(`${world.url}/api/openapi.json`)).json()) as {
    paths: Record<string, { get: { parameters: Array<{ name: string; in: string }> } }>;
  };
  const parameters = paths['/api/v1/registers/{agent}/{day}']?.get.parameters ?? [];
  expect(parameters.filter((each) => each.in === 'path').map(({ name }) => name)).toEqual(['agent', 'day']);
  expect(paths['/api/v1/registers']).toBeDefined();
});
