import { Writable } from 'node:stream';
import { parse } from 'lossless-json';
import { buildApp } from '../../src/api/app';
import { PasswordCheck } from '../../src/api/guard/password-check';
import type { ApiParts } from '../../src/api/parts';
import type { AgentId, ServiceId } from '../../src/domain/ids';
import { type Money, money, type Rate, rate } from '../../src/domain/money';
import { LADDERS } from '../../src/ladders';
import { addAgent } from '../../src/registry/catalog/agents';
import { addRate, type NewService, putService } from '../../src/registry/catalog/services';
import { type Database, openDatabase } from '../../src/registry/database';
import { migrate } from '../../src/registry/migrate';
import type { Payment } from '../../src/registry/payment/payments';
import { hashPassword, type Vault, vault } from '../../src/registry/secrets';
import type { AccountAnswer, AccountQuestion, Supplier, SupplierName } from '../../src/suppliers/supplier';
import { createLogger } from '../../src/telemetry';
import { databaseUrl } from '../support/services/services';

/** An api over a real PostgreSQL with the demo's agents and services, and a supplier that says what the test tells it. */
export interface Gateway {
  /** `http://127.0.0.1:port` of the listening api. */
  readonly url: string;
  readonly database: Database;
  readonly vault: Vault;
  readonly parts: ApiParts;
  /** Payments given to the starter, in order. */
  readonly started: Payment[];
  readonly nudged: string[];
  readonly questions: AccountQuestion[];
  /** What the supplier answers to AccountCheck from now on. */
  supplierSays(answer: AccountAnswer | ((question: AccountQuestion) => Promise<AccountAnswer>)): void;
  /** The currency of our contract at a supplier from now on; KZT at first. */
  contractIn(supplier: SupplierName, currency: string): void;
  /** The registry as it was at first: no payments, the demo's agents, services and rates. */
  reset(): Promise<void>;
  /** Log lines since the last reset, as objects. */
  lines(): Array<Record<string, unknown>>;
  close(): Promise<void>;
}

export const SERVICES: readonly NewService[] = [
  service('7', 'Steam', 'plain', 'upstream', 'USD', {
    accountPattern: '[A-Za-z0-9_]{2,64}',
    testAccount: 'iamkackbip',
    minAmount: '1',
    maxAmount: '90000',
  }),
  service('1911', 'PUBG Mobile', 'dynamic', 'upstream', 'KZT', { accountPattern: '[^@\\s]+@[^@\\s]+' }),
  service('1549', 'Steam voucher', 'static', 'upstream', 'USD', { accountPattern: '[^@\\s]+@[^@\\s]+' }),
  service('48', 'QIWI Wallet | KZT', 'plain', 'upstream', 'KZT', { accountPattern: '\\d{10}', minAmount: '1' }),
  service('815', 'Алсеко', 'utility', 'alseco', 'KZT', { accountPattern: '\\d{7}' }),
];

const RATES: Readonly<Record<string, string>> = { '7': '0.0021598272', '1549': '0.0021598272', '1911': '1', '48': '1', '815': '1' };
const PASSWORDS: Readonly<Record<string, string>> = { '144': 'sandbox', '145': 'sandbox2', '146': 'poor' };
const BALANCES: Readonly<Record<string, string>> = { '144': '5000000', '145': '5000000', '146': '1' };

/** Worlds of one test file share hashes and the cache of verified passwords: scrypt runs once per agent. */
const hashes = new Map<string, Promise<string>>();
const passwords = new PasswordCheck();

function hashed(password: string): Promise<string> {
  const made = hashes.get(password) ?? hashPassword(password);
  hashes.set(password, made);
  return made;
}

/** `through` puts something between the api and its database. */
export async function gateway(changes: Partial<ApiParts> = {}, through = async (url: string) => url): Promise<Gateway> {
  const behind = await databaseUrl();
  await migrate(behind);
  const url = await through(behind);
  const database = openDatabase({ url, connections: 10, statementMs: 10_000 });
  await seed(database);
  const started: Payment[] = [];
  const nudged: string[] = [];
  const questions: AccountQuestion[] = [];
  let says: (question: AccountQuestion) => Promise<AccountAnswer> = async () => ({ kind: 'found', extras: [] });
  const accountCheck = (question: AccountQuestion) => {
    questions.push(question);
    return says(question);
  };
  const log = collected();
  const parts: ApiParts = {
    config: { ACCEPT_BACKLOG_MAX_AGE_S: 900, ACCEPT_RATE_PER_MINUTE: 100_000, API_TRUST_PROXY: '' },
    database,
    suppliers: new Map<SupplierName, Supplier>([
      ['alseco', supplier('alseco', accountCheck)],
      ['upstream', supplier('upstream', accountCheck)],
    ]),
    ladders: LADDERS.fast,
    starter: {
      soon: (payment) => {
        started.push(payment);
        return true;
      },
    },
    temporal: {
      nudge: async (payment) => {
        nudged.push(payment.transaction);
        return true;
      },
      nudgeDay: async () => true,
      isReachable: async () => true,
    },
    vault: vault('ab'.repeat(32)),
    logger: createLogger({ LOG_LEVEL: 'info' }, 'api', log.stream),
    passwords,
    ...changes,
  };
  const app = buildApp(parts);
  const listening = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url: listening,
    database,
    vault: parts.vault,
    parts,
    started,
    nudged,
    questions,
    supplierSays: (answer) => {
      says = typeof answer === 'function' ? answer : async () => answer;
    },
    contractIn: (name, currency) => void Object.assign(parts.suppliers.get(name) ?? {}, { currency }),
    lines: log.lines,
    reset: async () => {
      await database.query('TRUNCATE agents, services, payments, register_lines, register_totals CASCADE');
      await seed(database);
      log.clear();
    },
    close: async () => {
      await app.close();
      await database.close();
    },
  };
}

export const DEMO_DATE = '2026-11-21 10:15:00';

/** A form as the collection's clients send it, with the demo agent's credentials unless others are given. */
export function form(fields: Fields): string {
  const given = Object.entries({ AgentID: '144', AgentPassword: 'sandbox', ...fields }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return new URLSearchParams(given).toString();
}
export type Fields = Readonly<Record<string, string | undefined>>;

export interface Reply {
  readonly code: number;
  readonly text: string;
  readonly headers: Headers;
}

export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** One POST of bytes as they are. */
export async function post(world: Gateway, path: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
  const answer = await fetch(`${world.url}${path}`, { method: 'POST', body: Buffer.from(body), headers });
  return { code: answer.status, text: await answer.text(), headers: answer.headers };
}

export const postForm = (world: Gateway, fields: Fields): Promise<Reply> => post(world, '/home/index', form(fields), { 'content-type': FORM_TYPE });

export const PAYMENT = {
  RequestType: 'Payment',
  Service: '7',
  Amount: '100',
  Currency: 'KZT',
  RequestDate: DEMO_DATE,
  TransactionID: '112',
  Account: 'galek10',
} as const;

/** The answer with every number as its own text, so that nothing is rounded before it is compared. */
export const exact = (text: string): unknown => parse(text, undefined, (digits) => ({ number: digits }));

/** Asks by a form; the answer's numbers are plain text. */
export async function ask(world: Gateway, fields: Fields): Promise<Answer> {
  const { code, text } = await postForm(world, fields);
  if (code !== 200) throw new Error(`HTTP ${code}: ${text}`);
  return parse(text, undefined, (digits) => digits) as Answer;
}

export interface Answer {
  readonly RequestID: string;
  readonly ResponseType: string;
  readonly TransactinID: string;
  readonly ResponseStatus: string;
  readonly Message: string;
  readonly TransactionContent: { readonly [name: string]: unknown } | null;
}

/** Rows per table, to show that nothing was written. */
export async function rowCounts(database: Database): Promise<Record<string, string>> {
  const { rows } = await database.query<Record<string, string>>(
    `SELECT (SELECT count(*) FROM payments) AS payments, (SELECT count(*) FROM payment_events) AS events, (SELECT count(*) FROM ledger_entries) AS entries,
       (SELECT count(*) FROM ledger_postings) AS postings, (SELECT count(*) FROM outbox) AS outbox, (SELECT count(*) FROM register_lines) AS lines,
       (SELECT count(*) FROM register_totals) AS totals, (SELECT count(*) FROM hints) AS hints, (SELECT sum(held) FROM agent_balances) AS held`,
  );
  return rows[0] ?? {};
}

async function seed(database: Database): Promise<void> {
  await database.query(`INSERT INTO suppliers (name) VALUES ('alseco'), ('upstream') ON CONFLICT DO NOTHING`);
  for (const each of SERVICES) {
    await putService(database, each);
    await addRate(database, {
      service: each.id,
      from: 'KZT',
      to: each.currency,
      rate: rate(RATES[each.id] ?? '1') as Rate,
      source: 'own',
      validFrom: '2024-01-01T00:00:00Z',
    });
  }
  for (const [id, password] of Object.entries(PASSWORDS)) {
    await addAgent(database, {
      id: id as AgentId,
      name: `agent ${id}`,
      currency: 'KZT',
      zone: 'Asia/Almaty',
      contractZone: 'Asia/Almaty',
      passwordHash: await hashed(password),
      overdraft: money('0'),
    });
    await database.query('UPDATE agent_balances SET available = $2 WHERE agent_id = $1', [id, BALANCES[id]]);
  }
}

function service(
  id: string,
  name: string,
  kind: NewService['kind'],
  to: SupplierName,
  currency: string,
  more: Partial<Record<keyof NewService, string>>,
): NewService {
  return {
    id: id as ServiceId,
    name,
    kind,
    supplier: to,
    currency,
    accountPattern: '.*',
    testAccount: '',
    minAmount: '0' as Money,
    maxAmount: '1000000' as Money,
    remuneration: '0' as Money,
    topCommission: '0' as Money,
    contractCurrencies: ['KZT'],
    ...(more as Partial<NewService>),
  };
}

function supplier(name: SupplierName, accountCheck: (question: AccountQuestion) => Promise<AccountAnswer>): Supplier {
  const never = () => Promise.reject(new Error('the api asks a supplier for AccountCheck only'));
  return {
    name,
    zone: 'Asia/Almaty',
    currency: 'KZT',
    idempotent: false,
    reference: ({ request }) => request,
    accountCheck,
    check: never,
    pay: never,
    status: never,
    look: never,
    rollback: never,
    probe: never,
    close: async () => {},
  };
}

function collected(): { stream: Writable; lines: () => Array<Record<string, unknown>>; clear: () => void } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString('utf8'));
      done();
    },
  });
  return {
    stream,
    clear: () => chunks.splice(0),
    lines: () =>
      chunks
        .join('')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
