import type { AgentId, ServiceId, TransactionId } from '../../../src/domain/ids';
import { type Money, money, type Rate } from '../../../src/domain/money';
import { addAgent, agentBalance, changeAgent, setOverdraft } from '../../../src/registry/catalog/agents';
import { putService } from '../../../src/registry/catalog/services';
import { type Database, openDatabase } from '../../../src/registry/database';
import { migrate } from '../../../src/registry/migrate';
import { accept, acceptRefused, type NewPayment } from '../../../src/registry/payment/accept';
import { oldestUnstartedSeconds } from '../../../src/registry/telling/outbox';
import { databaseUrl } from '../../support/services/services';

const ZONE = 'Asia/Almaty';
let database: Database;
let agents = 100;
let agent: AgentId;

beforeAll(async () => {
  const url = await databaseUrl();
  await migrate(url);
  database = openDatabase({ url, connections: 12, statementMs: 10_000 });
  await database.query(`INSERT INTO suppliers (name) VALUES ('upstream') ON CONFLICT DO NOTHING`);
  const none = '0' as Money;
  await putService(database, {
    ...{ id: '7' as ServiceId, name: 'Steam', kind: 'plain', supplier: 'upstream', currency: 'USD', accountPattern: '.*', testAccount: '' },
    ...{ minAmount: none, maxAmount: '90000' as Money, remuneration: none, topCommission: none, contractCurrencies: ['KZT'] },
  });
});
beforeEach(async () => {
  agent = String(agents++) as AgentId;
  await addAgent(database, {
    id: agent,
    name: 'an agent',
    currency: 'KZT',
    zone: ZONE,
    contractZone: ZONE,
    passwordHash: 'none',
    overdraft: '0' as Money,
  });
  await database.query('UPDATE agent_balances SET available = 1000 WHERE agent_id = $1', [agent]);
});
afterAll(() => database.close());

const payment = (changes: Partial<NewPayment> = {}): NewPayment => ({
  agent,
  transaction: '112' as TransactionId,
  service: '7' as ServiceId,
  kind: 'plain',
  supplier: 'upstream',
  account: 'galek10',
  amount: money('100.25'),
  currency: 'KZT',
  rate: '0.0021598272' as Rate,
  serviceCurrency: 'USD',
  remuneration: '0' as Money,
  invoiceId: null,
  sendType: null,
  services: null,
  requestDate: '2026-11-21 10:15:00',
  ...changes,
});

const postings = async () =>
  (
    await database.query<{ kind: string; account: string; amount: string }>(
      `SELECT e.kind, p.account, p.amount FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry_id JOIN payments y ON y.id = e.payment_id
       WHERE y.agent_id = $1 ORDER BY e.id, p.amount`,
      [agent],
    )
  ).rows;
const counted = async (table: 'payments' | 'outbox' | 'payment_events') =>
  (
    await database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table} ${table === 'payments' ? '' : 'JOIN payments ON payments.id = payment_id'} WHERE agent_id = $1`,
      [agent],
    )
  ).rows[0]?.count;

test('an accepted payment is its row, its hold, its two postings, its event and its place in the outbox', async () => {
  const accepted = await accept(database, payment(), ZONE);
  expect(accepted).toMatchObject({ kind: 'stored', payment: { status: 1, held: true, amount: '100.25', rate: '0.0021598272' } });
  expect(await agentBalance(database, agent)).toEqual({ available: '899.75', held: '100.25', overdraft: '0' });
  expect(await postings()).toEqual([
    { kind: 'hold', account: `agent:${agent}:available`, amount: '-100.25' },
    { kind: 'hold', account: `agent:${agent}:held`, amount: '100.25' },
  ]);
  expect([await counted('payments'), await counted('payment_events'), await counted('outbox')]).toEqual([1, 1, 1]);
  expect(await oldestUnstartedSeconds(database)).toBeGreaterThanOrEqual(0);
});

test('the RequestID begins with the day of the contract’s zone and has nine digits after it', async () => {
  const accepted = await accept(database, payment(), 'Pacific/Kiritimati');
  if (accepted.kind !== 'stored') throw new Error(accepted.kind);
  expect(accepted.payment.request).toMatch(new RegExp(`^${accepted.payment.businessDay.slice(2).replaceAll('-', '')}\\d{9}$`));
});

test('fifty copies at once are one payment and one hold', async () => {
  const copies = await Promise.all(Array.from({ length: 50 }, () => accept(database, payment(), ZONE)));
  expect(copies.filter((copy) => copy.kind === 'stored')).toHaveLength(1);
  expect(copies.filter((copy) => copy.kind === 'earlier')).toHaveLength(49);
  expect(new Set(copies.map((copy) => (copy.kind === 'not covered' ? '' : copy.payment.request))).size).toBe(1);
  expect(await agentBalance(database, agent)).toMatchObject({ available: '899.75', held: '100.25' });
  expect([await counted('payments'), await counted('outbox'), (await postings()).length]).toEqual([1, 1, 2]);
});

test('fifty different payments at once never pass the free balance', async () => {
  const all = await Promise.all(
    Array.from({ length: 50 }, (_, at) => accept(database, payment({ transaction: String(at + 1) as TransactionId }), ZONE)),
  );
  expect(all.filter((one) => one.kind === 'stored')).toHaveLength(9);
  expect(all.filter((one) => one.kind === 'not covered')).toHaveLength(41);
  expect(await agentBalance(database, agent)).toMatchObject({ available: '97.75', held: '902.25' });
});

test('an overdraft covers a hold to the last 0.01 and no further', async () => {
  await setOverdraft(database, agent, money('0.50'));
  expect((await accept(database, payment({ amount: money('1000.51') }), ZONE)).kind).toBe('not covered');
  expect(await counted('payments')).toBe(0);
  expect((await accept(database, payment({ amount: money('1000.50') }), ZONE)).kind).toBe('stored');
  expect(await agentBalance(database, agent)).toMatchObject({ available: '-0.5' });
});

test('what is known to fail at once is final, holds nothing, and takes the TransactionID', async () => {
  const refused = await acceptRefused(database, payment(), ZONE, -100, 'the account does not fit');
  expect(refused).toMatchObject({ kind: 'stored', payment: { status: -100, held: false } });
  expect(refused.kind === 'stored' && refused.payment.finalAt).toBeTruthy();
  expect(await agentBalance(database, agent)).toMatchObject({ available: '1000', held: '0' });
  expect([await postings(), await counted('outbox')]).toEqual([[], 0]);
  expect(await accept(database, payment(), ZONE)).toMatchObject({ kind: 'earlier', payment: { status: -100 } });
});

test('a payment that failed at once is called back where the agent has an address', async () => {
  await changeAgent(database, agent, { callbackUrl: 'https://agent.example/callback' });
  await acceptRefused(database, payment(), ZONE, -100, 'the account does not fit');
  const { rows } = await database.query('SELECT o.kind FROM outbox o JOIN payments p ON p.id = payment_id WHERE agent_id = $1', [agent]);
  expect(rows).toEqual([{ kind: 'callback' }]);
});

test('an answer to the COMMIT that gets lost is looked up: what was stored counts as stored', async () => {
  const lossy: Database = {
    ...database,
    query: async (text, values) => {
      const result = await database.query<never>(text, values);
      if (text.includes('INSERT INTO payments')) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      return result;
    },
  };
  expect(await accept(lossy, payment(), ZONE)).toMatchObject({ kind: 'stored', payment: { status: 1 } });
  expect(await accept(lossy, payment(), ZONE)).toMatchObject({ kind: 'earlier' });
  expect([await counted('payments'), await counted('outbox')]).toEqual([1, 1]);
});

test('a COMMIT that did not happen is not called stored', async () => {
  const away: Database = {
    ...database,
    query: (text, values) =>
      text.includes('INSERT INTO payments')
        ? Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))
        : database.query(text, values),
  };
  await expect(accept(away, payment(), ZONE)).rejects.toThrow('ECONNREFUSED');
  expect(await counted('payments')).toBe(0);
});
