import { type AgentId, agentId, type ServiceId, serviceId, type TransactionId, transactionId } from '../../src/domain/ids';
import { type Money, money, rate, ZERO } from '../../src/domain/money';
import { addAgent } from '../../src/registry/catalog/agents';
import { putService } from '../../src/registry/catalog/services';
import { type Database, openDatabase } from '../../src/registry/database';
import { migrate } from '../../src/registry/migrate';
import { type Accepted, accept, type NewPayment } from '../../src/registry/payment/accept';
import { planDocuments } from '../../src/registry/payment/documents';
import type { Payment } from '../../src/registry/payment/payments';
import { databaseUrl } from '../support/services/services';

export const ZONE = 'Asia/Almaty';
export const AGENT = agentId('144') as AgentId;
export const OTHER = agentId('145') as AgentId;
export const SERVICE = serviceId('815') as ServiceId;

/** A registry of its own with two agents without money (145 may owe 100.00) and one service with remuneration. */
export async function book(connections = 10, at?: string): Promise<Database> {
  const url = at ?? (await databaseUrl());
  await migrate(url);
  const database = openDatabase({ url, connections, statementMs: 30_000 });
  await database.transaction(async (tx) => {
    for (const [id, overdraft] of [
      [AGENT, ZERO],
      [OTHER, money('100')],
    ] as const) {
      await addAgent(tx, { id, name: `agent ${id}`, currency: 'KZT', zone: ZONE, contractZone: ZONE, passwordHash: 'none', overdraft });
    }
    await putService(tx, {
      id: SERVICE,
      name: 'Алсеко',
      kind: 'utility',
      supplier: 'alseco',
      currency: 'KZT',
      accountPattern: '\\d+',
      testAccount: '',
      minAmount: money('0.01'),
      maxAmount: money('1000000'),
      remuneration: money('0.7'),
      topCommission: ZERO,
      contractCurrencies: ['KZT'],
    });
  });
  return database;
}

export const transaction = (n: number | string): TransactionId => transactionId(String(n)) as TransactionId;

/** What an agent asks to be paid: a bill of the one service, unless something else is said. */
export const asked = (changes: Partial<NewPayment> = {}): NewPayment => ({
  agent: AGENT,
  transaction: transaction(1),
  service: SERVICE,
  kind: 'utility',
  supplier: 'alseco',
  account: '7898380',
  amount: money('100'),
  currency: 'KZT',
  rate: rate('1'),
  serviceCurrency: 'KZT',
  remuneration: money('0.7'),
  invoiceId: null,
  sendType: null,
  services: null,
  requestDate: null,
  ...changes,
});

/** As the api accepts one: the row, its hold and its place in the outbox. */
export const pay = (database: Database, agent: AgentId, n: number | string, amount: string, account = '7898380'): Promise<Accepted> =>
  accept(database, asked({ agent, transaction: transaction(n), amount: money(amount), account }), ZONE);

export async function accepted(database: Database, agent: AgentId, n: number | string, amount: string, account?: string): Promise<Payment> {
  const answer = await pay(database, agent, n, amount, account);
  if (answer.kind !== 'stored') throw new Error(`not stored: ${answer.kind}`);
  return answer.payment;
}

/** `parts` documents of the payment, numbered from 1, nothing sent. */
export async function plannedIn(database: Database, payment: Payment, parts: number, amount: string): Promise<number[]> {
  const numbers = Array.from({ length: parts }, (_, at) => at + 1);
  const plan = (number: number) => ({
    number,
    reference: `TLM${payment.request}${number}`,
    account: payment.account,
    invoice: null,
    amount: money(amount),
  });
  await planDocuments(
    database,
    payment.id,
    numbers.map((number) => ({ ...plan(number), content: '{}' })),
  );
  return numbers;
}

export async function balances(database: Database, agent: AgentId): Promise<{ available: Money; held: Money }> {
  const { rows } = await database.query<{ available: Money; held: Money }>('SELECT available, held FROM agent_balances WHERE agent_id = $1', [agent]);
  const row = rows[0];
  if (!row) throw new Error('no balance');
  return { available: money(row.available), held: money(row.held) };
}
