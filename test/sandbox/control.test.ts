import { type AlsecoWorld, alsecoWorld } from '../suppliers/alseco/world';
import { type Place, place } from './upstream/place';

/** The switches that both sandboxes have, over HTTP, at each of them. */
let alseco: AlsecoWorld;
let upstream: Place;
beforeAll(async () => {
  [alseco, upstream] = await Promise.all([alsecoWorld(), place()]);
});
afterAll(() => Promise.all([alseco?.close(), upstream?.close()]));

const SANDBOXES = ['alseco', 'upstream'] as const;
const OPERATION = { alseco: 'GetCurrentPeriod', upstream: 'CheckBalance' };

async function control(of: (typeof SANDBOXES)[number], method: string, path: string, body?: unknown): Promise<{ status: number; said: unknown }> {
  const base = of === 'alseco' ? `http://127.0.0.1:${alseco.sandbox.port}` : upstream.url();
  const answer = await fetch(`${base}/control/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: answer.status, said: await answer.json() };
}

describe.each(SANDBOXES)('%s', (of) => {
  const operation = OPERATION[of];
  beforeEach(() => control(of, 'POST', 'reset'));

  test('faults are switched on, shown, and cleared by name or all', async () => {
    for (const fault of ['hang', 'blank', 'late']) expect((await control(of, 'POST', 'faults', { operation, fault })).status).toBe(200);
    expect((await control(of, 'GET', 'faults')).said).toMatchObject([
      { operation, fault: 'hang', met: 0, left: null },
      { fault: 'blank' },
      { fault: 'late', afterMs: 1_000 },
    ]);
    expect((await control(of, 'DELETE', 'faults', { fault: 'blank' })).said).toMatchObject([{ fault: 'hang' }, { fault: 'late' }]);
    expect((await control(of, 'DELETE', 'faults')).said).toEqual([]);
  });

  test('the clock is moved and its zone set; a reset puts both back', async () => {
    const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const moved = (await control(of, 'POST', 'clock', { offsetMs: -86_400_000, zone: 'UTC' })).said;
    expect(moved).toMatchObject({ offsetMs: -86_400_000, zone: 'UTC', local: expect.stringContaining(day) });
    expect((await control(of, 'POST', 'clock', {})).said).toMatchObject({ offsetMs: -86_400_000, zone: 'UTC' });
    await control(of, 'POST', 'reset');
    expect((await control(of, 'POST', 'clock', {})).said).toMatchObject({ offsetMs: 0, zone: 'Asia/Almaty' });
  });

  test.each([
    ['faults', { operation, fault: 'explode' }],
    ['faults', { operation: 'Refund', fault: 'hang' }],
    ['faults', { operation, fault: 'hang', count: 0 }],
    ['faults', [operation]],
    ['clock', { offsetMs: 0.5 }],
    ['clock', { zone: 'Asia/Atlantis' }],
  ])('%s %j is refused with a reason', async (path, body) => {
    expect(await control(of, 'POST', path, body)).toMatchObject({ status: 400, said: { error: expect.stringMatching(/./) } });
  });
});

test('a clock moved back turns no payment of the upstream back', async () => {
  await upstream.control('settings', { stepMs: 0 });
  await upstream.control('clock', { offsetMs: 86_400_000 });
  const form = { Service: '7', Amount: '100', Currency: 'KZT', RequestDate: '2026-11-22 10:00:00', TransactionID: '112', Account: 'galek10' };
  await upstream.ask({ RequestType: 'Payment', ...form });
  await upstream.control('clock', { offsetMs: 0 });
  expect((await upstream.ask({ RequestType: 'Status', TransactionID: '112' })).ResponseStatus).toBe(10);
});
