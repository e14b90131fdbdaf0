import { createHash, randomInt } from 'node:crypto';
import type { Day } from '../domain/day';
import { type RequestId, requestId } from '../domain/ids';
import { CREATED } from '../domain/status';
import { availableAccount, heldAccount } from './accounts';
import { type Database, isAway, type Queryable, violates } from './database';
import { findPayment, PAYMENT_COLUMNS, type Payment } from './payments';
import { dayIn } from './zone';

/** What an agent asks to be paid, checked and routed. */
export type NewPayment = Pick<
  Payment,
  | 'agent'
  | 'transaction'
  | 'service'
  | 'kind'
  | 'supplier'
  | 'account'
  | 'amount'
  | 'currency'
  | 'rate'
  | 'serviceCurrency'
  | 'remuneration'
  | 'invoiceId'
  | 'sendType'
  | 'services'
  | 'requestDate'
>;

export type Accepted =
  | { readonly kind: 'stored'; readonly payment: Payment }
  /** The same TransactionID came before: its payment answers. */
  | { readonly kind: 'earlier'; readonly payment: Payment }
  /** The free balance does not cover the hold; nothing is stored (−2). */
  | { readonly kind: 'not covered' };

const HELD = `
WITH hold AS (
  UPDATE agent_balances SET available = available - $10::numeric, held = held + $10::numeric
  WHERE agent_id = $1 AND available - $10::numeric >= -overdraft RETURNING agent_id
), payment AS (
  INSERT INTO payments (agent_id, transaction_id, request_id, fingerprint, service_id, kind, supplier, account, rate, amount, currency, service_currency, remuneration,
    invoice_id, send_type, services, request_date, status, business_day, created_at, held)
  SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, true FROM hold RETURNING *
), event AS (
  INSERT INTO payment_events (payment_id, at, status, why) SELECT id, $20, $18, 'accepted from the agent' FROM payment
), entry AS (
  INSERT INTO ledger_entries (kind, payment_id, day) SELECT 'hold', id, $19 FROM payment RETURNING id
), posting AS (
  INSERT INTO ledger_postings (entry_id, account, currency, amount)
  SELECT entry.id, side.account, $11, side.amount FROM entry, (VALUES ($21::text, -$10::numeric), ($22::text, $10::numeric)) AS side (account, amount)
), queued AS (
  INSERT INTO outbox (kind, payment_id) SELECT 'payment', id FROM payment
)
SELECT ${PAYMENT_COLUMNS} FROM payment p`;

const REFUSED = `
WITH payment AS (
  INSERT INTO payments (agent_id, transaction_id, request_id, fingerprint, service_id, kind, supplier, account, rate, amount, currency, service_currency, remuneration,
    invoice_id, send_type, services, request_date, status, business_day, created_at, final_at, held)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $20, false) RETURNING *
), event AS (
  INSERT INTO payment_events (payment_id, at, status, why) SELECT id, $20, $18, 'refused at once: ' || $21 FROM payment
), queued AS (
  INSERT INTO outbox (kind, payment_id) SELECT 'callback', payment.id FROM payment, agents WHERE agents.id = $1 AND agents.callback_url IS NOT NULL
)
SELECT ${PAYMENT_COLUMNS} FROM payment p`;

/** Nine random digits a day: a taken RequestID is drawn again this often before giving up. */
const DRAWS = 8;

/** Stores a payment with its hold and its place in the outbox, all in one statement. */
export function accept(database: Database, payment: NewPayment, contractZone: string): Promise<Accepted> {
  return store(database, payment, contractZone, HELD, (row) => [...row(CREATED), availableAccount(payment.agent), heldAccount(payment.agent)]);
}

/** Stores a payment that is known at once to fail, without a hold. */
export function acceptRefused(database: Database, payment: NewPayment, contractZone: string, code: number, why: string): Promise<Accepted> {
  return store(database, payment, contractZone, REFUSED, (row) => [...row(code), why]);
}

async function store(
  database: Database,
  payment: NewPayment,
  contractZone: string,
  statement: string,
  values: (row: (status: number) => unknown[]) => unknown[],
): Promise<Accepted> {
  for (let draw = 1; ; draw++) {
    const createdAt = new Date().toISOString();
    const businessDay = dayIn(contractZone, createdAt);
    const request = drawRequestId(businessDay);
    const row = (status: number) => columns(payment, request, status, businessDay, createdAt);
    try {
      const { rows } = await database.query<Payment>(statement, values(row));
      return rows[0] ? { kind: 'stored', payment: rows[0] } : { kind: 'not covered' };
    } catch (error) {
      if (violates(error, 'payments_request_id_key') && draw < DRAWS) continue;
      if (violates(error, 'payments_agent_id_transaction_id_key')) return { kind: 'earlier', payment: await stored(database, payment) };
      if (!isAway(error)) throw error;
      return lookedUpOnce(database, payment, request, error);
    }
  }
}

/** The answer to our own COMMIT got lost: the row itself tells whether it was stored. */
async function lookedUpOnce(database: Queryable, payment: NewPayment, request: RequestId, lost: unknown): Promise<Accepted> {
  const found = await findPayment(database, payment.agent, payment.transaction).catch(() => null);
  if (!found) throw lost;
  return { kind: found.request === request ? 'stored' : 'earlier', payment: found };
}

async function stored(database: Queryable, payment: NewPayment): Promise<Payment> {
  const found = await findPayment(database, payment.agent, payment.transaction);
  if (!found) throw new Error(`payment ${payment.agent}/${payment.transaction} vanished after it was stored`);
  return found;
}

function columns(payment: NewPayment, request: RequestId, status: number, businessDay: Day, createdAt: string): unknown[] {
  return [
    payment.agent,
    payment.transaction,
    request,
    fingerprint(payment),
    payment.service,
    payment.kind,
    payment.supplier,
    payment.account,
    payment.rate,
    payment.amount,
    payment.currency,
    payment.serviceCurrency,
    payment.remuneration,
    payment.invoiceId,
    payment.sendType,
    payment.services,
    payment.requestDate,
    status,
    businessDay,
    createdAt,
  ];
}

export const drawRequestId = (businessDay: Day): RequestId =>
  requestId(businessDay.slice(2).replaceAll('-', ''), String(randomInt(0, 1_000_000_000)).padStart(9, '0'));

/** Tells a repetition from a conflict: what the agent asked for, hashed. */
export function fingerprint(payment: Pick<NewPayment, 'service' | 'account' | 'amount' | 'currency' | 'invoiceId' | 'services'>): Buffer {
  const asked = [payment.service, payment.account, payment.amount, payment.currency, payment.invoiceId, payment.services];
  return createHash('sha256').update(JSON.stringify(asked)).digest();
}
