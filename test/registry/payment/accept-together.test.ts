import type { AgentId } from '../../../src/domain/ids';
import { type Money, money, type Rate } from '../../../src/domain/money';
import { addAgent, agentBalance } from '../../../src/registry/catalog/agents';
import type { Database } from '../../../src/registry/database';
import type { NewPayment } from '../../../src/registry/payment/accept';
import { AcceptTogether } from '../../../src/registry/payment/accept-together';
import { asked, book, transaction, ZONE } from '../book';

const AT_ONCE = 40;
let database: Database;
let agents = 500;
let agent: AgentId;

beforeAll(async () => {
  database = await book(12);
});
beforeEach(async () => {
  agent = String(agents++) as AgentId;
  const zones = { zone: ZONE, contractZone: ZONE };
  await addAgent(database, { id: agent, name: 'an agent', currency: 'KZT', ...zones, passwordHash: 'none', overdraft: '0' as Money });
  await database.query('UPDATE agent_balances SET available = 1000 WHERE agent_id = $1', [agent]);
});
afterAll(() => database.close());

const payment = (number: number, changes: Partial<NewPayment> = {}): NewPayment =>
  asked({
    ...{ agent, transaction: transaction(number), account: '"galek\\10", {ключ}', amount: money('10.25'), rate: '0.0021598272' as Rate },
    ...{ services: '{"services":[]}', ...changes },
  });
const atOnce = (acceptance: AcceptTogether, transactionOf: (at: number) => number, changes: Partial<NewPayment> = {}) =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, at) => acceptance.accept(payment(transactionOf(at), changes), ZONE)));

/** Counts the statements that store payments, and lets the answer to some of them get lost. */
function watched(isLost: (statement: number) => boolean = () => false): { watched: Database; stored(): number } {
  let count = 0;
  return {
    stored: () => count,
    watched: {
      ...database,
      query: async (text, values) => {
        const result = await database.query<never>(text, values);
        if (text.includes('INSERT INTO payments') && isLost(++count)) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
        return result;
      },
    },
  };
}
const ledger = async () =>
  (
    await database.query<{ holds: number; sum: string }>(
      `SELECT count(DISTINCT e.id)::int AS holds, sum(p.amount) AS sum FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id
       JOIN payments y ON y.id = e.payment_id WHERE y.agent_id = $1`,
      [agent],
    )
  ).rows[0];

test('payments of one moment go in a few statements, each with its own row, hold, event and place in the outbox', async () => {
  const { watched: seen, stored } = watched();
  const accepted = await atOnce(new AcceptTogether(seen), (at) => at + 1);
  expect(accepted.map((each) => each.kind === 'stored' && each.payment.transaction)).toEqual(
    Array.from({ length: AT_ONCE }, (_, at) => String(at + 1)),
  );
  expect(accepted[39]).toMatchObject({
    payment: { account: '"galek\\10", {ключ}', amount: '10.25', rate: '0.0021598272', services: '{"services":[]}' },
  });
  expect(stored()).toBeLessThan(5);
  expect(await agentBalance(database, agent)).toEqual({ available: '590', held: '410', overdraft: '0' });
  expect(await ledger()).toEqual({ holds: AT_ONCE, sum: '0.00' });
  const { rows } = await database.query<{ table: string; count: number }>(
    `SELECT count(*)::int AS count FROM payments p JOIN payment_events v ON v.payment_id = p.id JOIN outbox o ON o.payment_id = p.id WHERE p.agent_id = $1`,
    [agent],
  );
  expect(rows).toEqual([{ count: AT_ONCE }]);
});

test('a balance that does not cover all of them covers as many as it can', async () => {
  const accepted = await atOnce(new AcceptTogether(database), (at) => at + 1, { amount: money('30') });
  expect(accepted.filter(({ kind }) => kind === 'stored')).toHaveLength(33);
  expect(accepted.filter(({ kind }) => kind === 'not covered')).toHaveLength(7);
  expect(await agentBalance(database, agent)).toEqual({ available: '10', held: '990', overdraft: '0' });
});

test('copies among them are one payment', async () => {
  const accepted = await atOnce(new AcceptTogether(database), (at) => (at % 2 === 0 ? 1_000 : at));
  const copies = accepted.filter((_, at) => at % 2 === 0).map((each) => (each.kind === 'not covered' ? null : each.payment.request));
  expect(new Set(copies).size).toBe(1);
  expect(accepted.filter(({ kind }) => kind === 'stored')).toHaveLength(AT_ONCE / 2 + 1);
  expect(await ledger()).toEqual({ holds: AT_ONCE / 2 + 1, sum: '0.00' });
});

test('when the answer to a statement gets lost, each of its payments is looked up', async () => {
  const { watched: lossy } = watched((statement) => statement === 1);
  const accepted = await atOnce(new AcceptTogether(lossy), (at) => at + 1);
  expect(accepted.filter(({ kind }) => kind === 'stored')).toHaveLength(AT_ONCE);
  expect(await agentBalance(database, agent)).toMatchObject({ held: '410' });
});

test('agents do not wait for each other', async () => {
  const other = String(agents++) as AgentId;
  const zones = { zone: ZONE, contractZone: ZONE };
  await addAgent(database, { id: other, name: 'another', currency: 'KZT', ...zones, passwordHash: 'none', overdraft: '100' as Money });
  const acceptance = new AcceptTogether(database);
  await database.transaction(async (tx) => {
    await tx.query('SELECT FROM agent_balances WHERE agent_id = $1 FOR UPDATE', [agent]);
    const held = acceptance.accept(payment(1), ZONE);
    expect(await acceptance.accept(payment(1, { agent: other }), ZONE)).toMatchObject({ kind: 'stored' });
    await tx.query('UPDATE agent_balances SET available = 0 WHERE agent_id = $1', [agent]);
    void held.catch(() => {});
  });
  expect(await acceptance.accept(payment(2), ZONE)).toEqual({ kind: 'not covered' });
});
