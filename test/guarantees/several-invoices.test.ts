import { isZero, money, subtract } from '../../src/domain/money';
import { LADDERS } from '../../src/ladders';
import { trialBalance } from '../../src/registry/ledger/trial-balance';
import { createAlseco } from '../../src/suppliers/alseco/alseco';
import { checkBankDay } from '../../src/suppliers/alseco/bank-day/day';
import { dayIn } from '../../src/zone';
import { gateway, type World } from '../support/gateway/gateway';
import { until } from '../support/until';

/** Paying an account with several invoices, from the agent's form to Alseco's book and back. */
let world: World;
beforeAll(async () => {
  world = await gateway();
}, 120_000);
afterAll(() => world?.close(), 60_000);

const TWO = '7898381';
const THREE = '7898389';
/** Nobody sees a request that the service could not read: nothing has run, and another attempt follows. */
const NOT_READ = { operation: 'PayD', fault: 'fault', from: 'Client', text: 'Server was unable to read request.' };
const bill = (account: string, services: ReadonlyArray<{ id: number; amount: string; lastCount?: string }>, amount: string) => ({
  Service: '815',
  Account: account,
  Amount: amount,
  Services: JSON.stringify({ services }),
});
const everything = (account: string, amount: string) => bill(account, [{ id: 999, amount }], amount);

interface DocumentRow {
  readonly number: number;
  readonly reference: string;
  readonly invoice: string;
  readonly amount: string;
  readonly state: string;
  readonly content: string;
  readonly attempts: ReadonlyArray<{ number: number; outcome: string | null }>;
}
async function documents(transaction: number): Promise<readonly DocumentRow[]> {
  const { rows } = await world.database.query<DocumentRow>(
    `SELECT d.number, d.reference, d.invoice, d.amount, d.state, d.content,
       (SELECT coalesce(json_agg(json_build_object('number', a.number, 'outcome', a.outcome) ORDER BY a.number), '[]') FROM attempts a
        WHERE a.payment_id = d.payment_id AND a.document = d.number) AS attempts
     FROM documents d JOIN payments p ON p.id = d.payment_id WHERE p.agent_id = 144 AND p.transaction_id = $1 ORDER BY d.number`,
    [transaction],
  );
  return rows;
}
const facts = async (transaction: number) => (await documents(transaction)).map(({ number, state, amount }) => [number, state, amount]);
const outcomes = async (transaction: number) => (await documents(transaction)).map(({ attempts }) => attempts.map(({ outcome }) => outcome));
const count = async (operation: string) => (await world.control<Record<string, number>>('alseco', 'counts'))[operation] ?? 0;
/** From now on PayD is read again; other faults that were switched on stay. */
const clear = () => world.control('alseco', 'faults', { operation: 'PayD', fault: 'fault' }, 'DELETE');
const attempted = (transaction: number, times: number) =>
  until(`attempt ${times} of ${transaction}`, async () => ((await documents(transaction))[0]?.attempts.length ?? 0) >= times || null, 20_000);
/** Bookings of a payment at Alseco, rolled back ones too. */
async function bookingsOf(transaction: number) {
  const references = new Set((await documents(transaction)).map(({ reference }) => reference));
  return (
    await world.control<Array<{ sysRef: string; invoice: string; sum: string; rolledBack: boolean; services: Array<{ id: string; sum: string }> }>>(
      'alseco',
      'book',
    )
  ).filter(({ sysRef }) => references.has(sysRef));
}
const monthsFromNow = (months: number): string => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 15)).toISOString().slice(0, 7);
};
afterEach(async () => {
  await world.control('alseco', 'faults', undefined, 'DELETE');
  await world.control('alseco', 'period', { period: null });
});

test('999 pays all invoices of an account in one call: a document, a SysRef, an attempt and an outcome for each', async () => {
  const calls = await count('PayD');
  await world.agent('144').pay(3001, everything(TWO, '8951.70'));
  expect(await world.agent('144').final(3001)).toBe('10');
  expect((await count('PayD')) - calls).toBe(1);
  const paid = await documents(3001);
  expect(await facts(3001)).toEqual(
    [
      [1, 'taken', '7700.5'],
      [2, 'taken', '1251.2'],
    ].map(([number, state, amount]) => [number, state, expect.stringMatching(`^${amount}0*$`)]),
  );
  expect(paid.map(({ attempts }) => attempts)).toEqual([[{ number: 1, outcome: 'accepted' }], [{ number: 1, outcome: 'accepted' }]]);
  expect(new Set(paid.map(({ reference }) => reference)).size).toBe(2);
  expect(await bookingsOf(3001)).toMatchObject([
    { sum: '7700.5', services: [{ id: '12' }, { id: '16' }] },
    { sum: '1251.2', services: [{ id: '11' }, { id: '36' }] },
  ]);
}, 60_000);

test('a document lists all services of its invoice, and its counters stand where the meter does', async () => {
  await world.agent('144').pay(3002, bill('7898387', [{ id: 37, amount: '100.00', lastCount: '625.5' }], '100.00'));
  expect(await world.agent('144').final(3002)).toBe('10');
  const [{ content } = { content: '' }] = await documents(3002);
  expect(
    [...content.matchAll(/<ServiceId>(\d+)<\/ServiceId><PayCounts>([\d.]+)<\/PayCounts><LastCounts>([\d.]+)<\/LastCounts><PaySum>([\d.]+)</g)].map(
      (line) => line.slice(1),
    ),
  ).toEqual([
    // No reading: the meter stays where it was.
    ['13', '0', '4870', '0.00'],
    // The agent's own reading.
    ['37', '30.5', '625.5', '100.00'],
  ]);
}, 60_000);

test('a service on two invoices is paid on the newer one, and the older gets no document for it', async () => {
  await world.agent('144').pay(
    3003,
    bill(
      '7898382',
      [
        { id: 12, amount: '10.00' },
        { id: 16, amount: '5.00' },
      ],
      '15.00',
    ),
  );
  expect(await world.agent('144').final(3003)).toBe('10');
  const periods = (await documents(3003)).map(({ invoice, amount }) => [invoice.slice(4), Number.parseInt(amount, 10)]);
  expect(periods).toEqual([
    ['10300004', 5],
    ['10300003', 10],
  ]);
  const [older, newer] = await documents(3003);
  expect((older?.invoice ?? '') < (newer?.invoice ?? '')).toBe(true);
}, 60_000);

test('999 with another total and an unknown service end the payment without a document', async () => {
  const agent = world.agent('144');
  await agent.pay(3004, everything(TWO, '8951.69'));
  await agent.pay(3005, bill(TWO, [{ id: 555, amount: '10.00' }], '10.00'));
  expect([await agent.final(3004), await agent.final(3005)]).toEqual(['-200', '-203']);
  expect([await documents(3004), await documents(3005)]).toEqual([[], []]);
}, 60_000);

test.each<[number, string, string]>([
  [3010, 'lost-after', 'booked'],
  [3011, 'lost-before', 'not booked'],
  [3012, 'truncated', 'booked'],
])(
  '%d: an answer that is lost (%s, %s) ends in one booking for each document',
  async (transaction, fault) => {
    await world.control('alseco', 'faults', { operation: 'PayD', fault, count: 1 });
    await world.agent('144').pay(transaction, everything(TWO, '8951.70'));
    expect(await world.agent('144').final(transaction, 90_000)).toBe('10');
    const booked = await bookingsOf(transaction);
    expect(booked.map(({ sum, rolledBack }) => [sum, rolledBack]).sort()).toEqual([
      ['1251.2', false],
      ['7700.5', false],
    ]);
  },
  120_000,
);

test('invoices that are stale after the period turned are fetched anew, once: new documents, new numbers, new SysRefs', async () => {
  await world.control('alseco', 'faults', NOT_READ);
  await world.agent('144').pay(3020, everything(TWO, '8951.70'));
  await attempted(3020, 1);
  await world.control('alseco', 'period', { period: monthsFromNow(30) });
  await clear();
  expect(await world.agent('144').final(3020, 90_000)).toBe('10');
  const all = await documents(3020);
  expect(all.map(({ number, state }) => [number, state])).toEqual([
    [1, 'replaced'],
    [2, 'replaced'],
    [3, 'taken'],
    [4, 'taken'],
  ]);
  expect(new Set(all.map(({ reference }) => reference)).size).toBe(4);
  expect((await bookingsOf(3020)).map(({ invoice }) => invoice.slice(0, 4))).toEqual([3, 4].map((number) => all[number - 1]?.invoice.slice(0, 4)));
}, 120_000);

/** Turns the period back between the check and the call: the newest invoice is not found then, the older ones are taken. */
async function partly(transaction: number): Promise<void> {
  await world.control('alseco', 'faults', NOT_READ);
  await world.agent('144').pay(transaction, everything(THREE, '8520.50'));
  await attempted(transaction, 1);
  await world.control('alseco', 'period', { period: monthsFromNow(-1) });
}

test('if only some documents are taken, all of them are rolled back the same day and the payment fails; nothing is held any more', async () => {
  const before = await world.agent('144').balance();
  await partly(3030);
  await clear();
  expect(await world.agent('144').final(3030, 90_000)).toBe('-203');
  expect((await facts(3030)).map(([number, state]) => [number, state])).toEqual([
    [1, 'rolled back'],
    [2, 'rolled back'],
    [3, 'refused'],
  ]);
  expect((await bookingsOf(3030)).map(({ rolledBack }) => rolledBack)).toEqual([true, true]);
  expect(await world.agent('144').balance()).toBe(before);
}, 120_000);

test('a lost answer to a call of which only a part was taken: what is found is rolled back once the rest has been refused', async () => {
  const before = await world.agent('144').balance();
  await partly(3031);
  await world.control('alseco', 'faults', { operation: 'PayD', fault: 'lost-after', count: 1 });
  await clear();
  expect(await world.agent('144').final(3031, 120_000)).toBe('-203');
  expect(await outcomes(3031)).toEqual([
    expect.arrayContaining(['accepted']),
    expect.arrayContaining(['accepted']),
    expect.arrayContaining(['absent', 'refused']),
  ]);
  expect((await bookingsOf(3031)).map(({ rolledBack }) => rolledBack)).toEqual([true, true]);
  expect(await world.agent('144').balance()).toBe(before);
}, 150_000);

test('a rollback whose answer was lost is asked again; until it has answered the payment is open and its money held', async () => {
  const before = await world.agent('144').balance();
  await partly(3032);
  await world.control('alseco', 'faults', { operation: 'RollbackPayments', fault: 'hang', count: 1, execute: true });
  await clear();
  await until('the first rollback is under way', async () => (await bookingsOf(3032)).some(({ rolledBack }) => rolledBack) || null, 40_000);
  expect(await world.agent('144').status(3032)).toMatch(/^[1-9]$/);
  expect(subtract(money(before), money(await world.agent('144').balance()))).toBe('8520.5');
  expect(await world.agent('144').final(3032, 90_000)).toBe('-203');
  expect(await world.agent('144').balance()).toBe(before);
  expect((await bookingsOf(3032)).map(({ rolledBack }) => rolledBack)).toEqual([true, true]);
}, 150_000);

test('a rollback that comes too late, because Alseco has taken the day for processing, goes to staff; the money stays held', async () => {
  const before = await world.agent('144').balance();
  await partly(3033);
  await world.control('alseco', 'faults', { operation: 'RollbackPayments', fault: 'hang', count: 1 });
  await clear();
  await until('a part is booked', async () => (await bookingsOf(3033)).length === 2 || null, 40_000);
  await dayChecked();
  const why = await until(
    'staff are asked',
    async () => {
      const { rows } = await world.database.query<{ why: string | null }>('SELECT needs_staff AS why FROM payments WHERE transaction_id = 3033');
      return rows[0]?.why ?? null;
    },
    40_000,
  );
  expect(why).toContain('was refused');
  expect(await world.agent('144').status(3033)).toMatch(/^[1-9]$/);
  expect(subtract(money(before), money(await world.agent('144').balance()))).toBe('8520.5');
  expect((await facts(3033)).map(([, state]) => state)).toEqual(['taken', 'taken', 'refused']);
}, 120_000);

/** GetBankDayChecks of today, as the bank day's own workflow would send it. */
async function dayChecked(): Promise<void> {
  const zone = 'Asia/Almaty';
  const alseco = createAlseco({
    endpoint: `http://127.0.0.1:${world.alsecoSandbox.port}/AlsecoPaymentsService.asmx`,
    bankCode: 'ALSC',
    zone,
    sysRefPrefix: 'TLM',
    connections: 1,
    ladders: LADDERS.fast,
  });
  try {
    const context = { signal: new AbortController().signal, keep: () => {}, permit: async () => true };
    const today = dayIn(zone, new Date().toISOString());
    expect(await checkBankDay(alseco.connection, today, context)).toEqual({ kind: 'checked', sign: true });
  } finally {
    await alseco.close();
  }
}

test('after all of it the ledger is exact, and Alseco has what the payments that succeeded say', async () => {
  const { balanced, totals } = await world.database.transaction((tx) => trialBalance(tx));
  expect([balanced, totals.every(({ sum }) => isZero(sum))]).toEqual([true, true]);
  const { rows } = await world.database.query<{ reference: string }>(`SELECT reference FROM documents WHERE state = 'taken' ORDER BY reference`);
  expect((await world.bookings()).map(({ sysRef }) => sysRef).sort()).toEqual(rows.map(({ reference }) => reference));
}, 30_000);
