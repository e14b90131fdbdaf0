import { hashPassword } from '../../../src/registry/secrets';
import { addStaff } from '../../../src/registry/staff/staff';
import { type Gateway, gateway } from '../gateway';

let world: Gateway;
beforeAll(async () => {
  world = await gateway();
  const hash = await hashPassword('sandbox');
  await addStaff(world.database, 'accountant', hash, ['accountant']);
  await addStaff(world.database, 'root', hash, ['admin']);
  await world.database.query(
    `INSERT INTO bank_days (supplier, day, zone, currency, opened_by, state, reading, read_at, theirs_count, theirs_sum, compared_at, ours_count, ours_sum, pairs,
       explained, open_count, open_sum, unexplained, waits_for, waits_until, needs_staff)
     VALUES ('alseco', '2026-11-21', 'Asia/Almaty', 'KZT', 'schedule', 'to sign', 7, now(), 9007199254740993, 100.10, now(), 2, 95.05, 2, 0, 0, 0, 0.00,
       'signatures', '2026-11-22T04:00Z', true)`,
  );
  await world.database.query(
    `INSERT INTO breaks (kind, supplier, booking, reference, day, zone, amount, evidence)
     VALUES ('only theirs', 'alseco', '1', 'X', '2026-11-21', 'Asia/Almaty', 5.05, '')`,
  );
}, 60_000);
afterAll(() => world?.close());

const get = async (path: string, name = 'accountant') => {
  const authorization = `Basic ${Buffer.from(`${name}:sandbox`).toString('base64')}`;
  const reply = await fetch(`${world.url}/api/v1/days${path}`, { headers: { authorization } });
  return { code: reply.status, body: (await reply.json()) as Record<string, unknown> };
};

test('a bank day is answered with exact counts and sums', async () => {
  expect(await get('/alseco/2026-11-21')).toEqual({
    code: 200,
    body: {
      supplier: 'alseco',
      day: '2026-11-21',
      state: 'to sign',
      currency: 'KZT',
      theirs: { count: '9007199254740993', sum: '100.10' },
      ours: { count: '2', sum: '95.05' },
      pairs: '2',
      explained: '0',
      open: { count: '0', sum: '0' },
      gap: '5.05',
      unexplained: '0.00',
      breaks: { open: 1, signed: 0, byKind: { 'only theirs': 1 } },
      waitsFor: { what: 'signatures', until: '2026-11-22T04:00:00Z' },
      needsStaff: true,
      confirmations: [],
      totals: null,
      trial: null,
    },
  });
});

test.each([
  ['/alseco/2026-11-20', 404, 'there is no bank day alseco 2026-11-20'],
  ['/nobody/2026-11-21', 400, 'a supplier is alseco or upstream'],
  ['/alseco/2026-02-30', 400, 'a day is YYYY-MM-DD'],
  ['?limit=0', 400, 'a number of rows'],
])('%s is refused with %i', async (path, code, sentence) => {
  const { code: said, body } = await get(path);
  expect([said, body['error']]).toEqual([code, expect.stringContaining(sentence)]);
});

test('days are listed by supplier and state, and for whom may read them', async () => {
  expect((await get('?supplier=alseco&state=to%20sign')).body).toHaveLength(1);
  expect((await get('?supplier=upstream')).body).toEqual([]);
  expect((await get('', 'root')).code).toBe(403);
});
