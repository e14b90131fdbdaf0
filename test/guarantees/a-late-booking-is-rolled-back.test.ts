import type { Io } from '../../src/cli/terminal/io';
import { tolem } from '../../src/cli/tolem';
import { trialBalance } from '../../src/registry/ledger/trial-balance';
import { inbox, itemView } from '../../src/staff-view/inbox';
import { utilityBill } from '../support/gateway/agent';
import { gateway, type World } from '../support/gateway/gateway';
import { until } from '../support/until';

let world: World;
beforeAll(async () => {
  world = await gateway();
}, 120_000);
afterAll(() => world?.close(), 60_000);

/** Longer than the fast settle delay and the looks after it, so that another attempt is allowed before it shows. */
const LATE_MS = 14_000;

async function cli(line: string): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const io: Io = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    environment: world.environment,
    secret: async () => '',
  };
  const code = await tolem(
    [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((word) => word[1] ?? word[2] ?? ''),
    io,
  );
  return { code, out, err };
}

interface BreakRow {
  readonly kind: string;
  readonly booking: string;
  readonly amount: string;
  readonly closedAt: string | null;
  readonly how: string | null;
}
async function breaks(transaction: number): Promise<readonly BreakRow[]> {
  const { rows } = await world.database.query<BreakRow>(
    `SELECT b.kind, b.booking, b.amount, b.closed_at AS "closedAt", b.how FROM breaks b JOIN payments p ON p.id = b.payment_id WHERE p.agent_id = 144 AND p.transaction_id = $1`,
    [transaction],
  );
  return rows;
}
async function bookingsOf(transaction: number): Promise<string[]> {
  const { rows } = await world.database.query<{ reference: string }>(
    'SELECT d.reference FROM documents d JOIN payments p ON p.id = d.payment_id WHERE p.agent_id = 144 AND p.transaction_id = $1',
    [transaction],
  );
  return (await world.bookings()).filter(({ sysRef }) => rows.some(({ reference }) => reference === sysRef)).map(({ paymentId }) => paymentId);
}
const attempted = (transaction: number) =>
  until(`payment ${transaction} is sent and unanswered`, async () => {
    const { rows } = await world.database.query<{ outcome: string | null }>(
      'SELECT a.outcome FROM attempts a JOIN payments p ON p.id = a.payment_id WHERE p.agent_id = 144 AND p.transaction_id = $1',
      [transaction],
    );
    return rows.some(({ outcome }) => outcome === 'unknown') || null;
  });

/** Its break is found within seconds and shown with what to do; two people take back exactly that booking. */
async function rolledBackByTwo(transaction: number, kind: string): Promise<void> {
  const [found] = await until(`payment ${transaction} has a break`, async () => {
    const rows = await breaks(transaction);
    return rows.length > 0 ? rows : null;
  });
  expect(found).toMatchObject({ kind, amount: '5610.18', closedAt: null });
  const booking = found?.booking ?? '';
  const { items } = await inbox(world.database, { needsStaffMs: 1e9, stuckMs: 1e9, lowBalance: '0', bookZones: {} }, 50);
  const item = items.map((one) => itemView(one, 'en')).find((one) => one.kind === 'break' && one.subject === `144 ${transaction}`);
  expect(item).toMatchObject({ what: expect.stringContaining('can be rolled back until 23:59 Asia/Almaty'), amount: '5610.18' });
  expect((await cli(`payment explain 144 ${transaction}`)).out).toContain(`--roll-back --payment-id ${booking}`);

  const asked = await cli(`${(item?.command ?? '').replace(/^tolem /, '').replace('…', 'booked twice by them')} --as operator-1 --json`);
  expect(asked.err).toBe('');
  const { decision } = JSON.parse(asked.out) as { decision: string };
  expect((await cli(`payment approve ${decision} --as operator-1`)).err).toContain('another person must approve it');
  expect(await bookingsOf(transaction)).toContain(booking);
  expect((await cli(`payment approve ${decision} --as operator-2`)).code).toBe(0);
  await until('the break is closed', async () => (await breaks(transaction)).every(({ closedAt }) => closedAt !== null) || null);
  expect(await breaks(transaction)).toMatchObject([{ booking, how: `rolled back by decision ${decision}` }]);
  expect(await bookingsOf(transaction)).not.toContain(booking);
}

test('a booking that shows after the settle delay, when the payment was sent again, is found the same day and rolled back by two people', async () => {
  const agent = world.agent('144');
  await world.control('alseco', 'faults', { operation: 'PayD', count: 1, fault: 'late', afterMs: LATE_MS });
  await world.control('alseco', 'faults', { operation: 'PayD', count: 1, fault: 'late', afterMs: LATE_MS });
  await agent.pay(1, utilityBill());
  await attempted(1);
  await agent.pay(2, utilityBill());
  await attempted(2);
  // The second is ended by staff before its booking shows.
  const failed = await cli('payment decide 144 2 --failed -115 --reason "Alseco says by phone that it has nothing" --as operator-1 --json');
  expect(failed.err).toBe('');
  expect((await cli(`payment approve ${(JSON.parse(failed.out) as { decision: string }).decision} --as operator-2`)).code).toBe(0);
  expect(await agent.final(2)).toBe('-115');
  expect(await agent.final(1)).toBe('10');
  expect(await bookingsOf(1)).toHaveLength(1);
  expect(await bookingsOf(2)).toHaveLength(0);

  await until('the late booking of 1 shows', async () => (await bookingsOf(1)).length === 2 || null, 40_000);
  await rolledBackByTwo(1, 'duplicate');
  expect(await bookingsOf(1)).toHaveLength(1);
  expect(await agent.status(1)).toBe('10');
}, 120_000);

test('a booking of a payment that staff ended as failed is found and rolled back likewise', async () => {
  await rolledBackByTwo(2, 'refused by us but booked');
  expect(await bookingsOf(2)).toHaveLength(0);
  expect(await world.agent('144').status(2)).toBe('-115');
}, 60_000);

test('after all of it the ledger is exact', async () => {
  expect((await world.database.transaction((tx) => trialBalance(tx))).balanced).toBe(true);
  expect(await world.agent('144').balance()).toBe('4994389.82');
});
