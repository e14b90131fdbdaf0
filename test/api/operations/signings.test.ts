import { hashPassword } from '../../../src/registry/secrets';
import { addStaff } from '../../../src/registry/staff/staff';
import { type Gateway, gateway } from '../gateway';

const DAY = '2026-11-21';
let world: Gateway;
beforeAll(async () => {
  world = await gateway();
  const hash = await hashPassword('sandbox');
  await addStaff(world.database, 'op', hash, ['operator']);
  await addStaff(world.database, 'acc', hash, ['accountant']);
  await addStaff(world.database, 'root', hash, ['admin']);
  await world.database.query(
    `INSERT INTO breaks (kind, supplier, booking, reference, day, zone, amount, theirs, effect, currency, evidence)
     SELECT 'only theirs', 'alseco', n::text, 'TLM26112100000000' || n, '${DAY}', 'Asia/Almaty', 30, 30, 30, 'KZT', 'a test' FROM generate_series(11, 13) AS n`,
  );
}, 60_000);
afterAll(() => world?.close());

async function call(path: string, name = 'op', body?: object) {
  const authorization = `Basic ${Buffer.from(`${name}:sandbox`).toString('base64')}`;
  const sent = body && { method: 'POST', body: JSON.stringify(body) };
  const reply = await fetch(`${world.url}/api/v1${path}`, {
    headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...sent,
  });
  return { code: reply.status, body: (await reply.json()) as Record<string, unknown> };
}
const signings = `/days/alseco/${DAY}/signings`;
const suspense = { outcome: 'suspense', reason: 'asked Alseco' };

test('breaks are listed, signed by one and approved by another, as by the CLI', async () => {
  expect(await call(`/days/alseco/${DAY}/breaks`)).toMatchObject({ code: 200, body: [{ id: '1', state: 'open', theirs: '30', ours: null }, {}, {}] });
  expect(await call(signings, 'op', { ...suspense, breaks: ['1'] })).toMatchObject({
    code: 200,
    body: { id: '1', state: 'waits', count: 1, sum: '30' },
  });
  const same = await call('/signings/1/approve', 'op', {});
  expect(same).toMatchObject({ code: 409, body: { code: 'samePerson', error: 'op gave signing 1: another person must approve it.' } });
  expect(await call('/signings/1/approve', 'acc', {})).toMatchObject({ code: 200, body: { state: 'done', rows: [{ break: '1', state: 'stands' }] } });
  expect(await call('/signings/1/take-back', 'op', { reason: 'a mistake' })).toEqual({ code: 200, body: { id: '1', state: 'taken back' } });
  expect(await call(`/days/alseco/${DAY}/breaks`)).toMatchObject({ body: [{ id: '1', state: 'open' }, {}, {}] });
});

test('a selection by kind may be rejected whole', async () => {
  const all = await call(signings, 'op', { ...suspense, kind: 'only theirs' });
  expect(all).toMatchObject({ code: 200, body: { count: 3, sum: '90', rows: [{ state: 'waits' }, { state: 'waits' }, { state: 'waits' }] } });
  expect(await call(`/signings/${all.body['id']}/reject`, 'acc', { reason: 'not yet' })).toMatchObject({ code: 200, body: { state: 'rejected' } });
});

test.each([
  [{ ...suspense, breaks: ['99'] }, 'op', 409, 'noSuchBreak'],
  [{ ...suspense, outcome: 'accept', breaks: ['2'] }, 'op', 409, 'outcomeForbidden'],
  [{ ...suspense, outcome: 'claim', breaks: ['2'] }, 'op', 409, 'detailMissing'],
  [{ ...suspense, breaks: ['2'] }, 'root', 403, undefined],
  [{ ...suspense }, 'op', 400, undefined],
  [{ ...suspense, breaks: ['2'], kind: 'only theirs' }, 'op', 400, undefined],
  [{ ...suspense, breaks: ['2'], amount: '1' }, 'op', 400, undefined],
  [{ breaks: ['2'], outcome: 'anything', reason: 'a test' }, 'op', 400, undefined],
])('%j by %s is refused with %i', async (body, name, code, key) => {
  const refused = await call(signings, name, body);
  expect([refused.code, refused.body['code']]).toEqual([code, key]);
});
