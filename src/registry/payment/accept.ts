import { createHash } from 'node:crypto';
import { drawRequestId } from '../../contracts/request-id';
import type { Day } from '../../domain/day';
import type { AgentId, RequestId } from '../../domain/ids';
import { sum } from '../../domain/money';
import { CREATED } from '../../domain/status';
import { dayIn } from '../../zone';
import { type Database, isAway, type Queryable, violates } from '../database';
import { availableAccount, heldAccount } from '../ledger/accounts';
import { onOpenDay } from '../ledger/postings';
import { findPayment, PAYMENT_COLUMNS, type Payment } from './payments';

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

const COLUMNS = `agent_id, transaction_id, request_id, fingerprint, service_id, kind, supplier, account, rate, amount, currency, service_currency, remuneration,
  invoice_id, send_type, services, request_date, status, business_day, created_at, final_at, held`;
const INSERTED = `INSERT INTO payments (${COLUMNS}) SELECT ${COLUMNS} FROM json_populate_recordset(NULL::payments, $1::json)`;

/** All of one agent's payments or none: the agent's balance is locked once for all of them. */
const HELD = `
WITH hold AS (
  UPDATE agent_balances SET available = available - $3::numeric, held = held + $3::numeric
  WHERE agent_id = $2 AND available - $3::numeric >= -overdraft RETURNING agent_id
), payment AS (
  ${INSERTED} WHERE EXISTS (SELECT FROM hold) RETURNING *
), event AS (
  INSERT INTO payment_events (payment_id, at, status, why) SELECT id, created_at, status, 'accepted from the agent' FROM payment
), entry AS (
  INSERT INTO ledger_entries (kind, payment_id, day, belongs_to)
  SELECT 'hold', id, ${onOpenDay('business_day')} FROM payment, ledger_calendar c RETURNING id, payment_id, day
), posting AS (
  INSERT INTO ledger_postings (entry_id, day, account, currency, amount)
  SELECT entry.id, entry.day, side.account, payment.currency, side.sign * payment.amount
  FROM entry JOIN payment ON payment.id = entry.payment_id, (VALUES ($4::text, -1), ($5::text, 1)) AS side (account, sign)
), queued AS (
  INSERT INTO outbox (kind, payment_id) SELECT 'payment', id FROM payment
)
SELECT ${PAYMENT_COLUMNS} FROM payment p`;

const REFUSED = `
WITH payment AS (
  ${INSERTED} RETURNING *
), event AS (
  INSERT INTO payment_events (payment_id, at, status, why) SELECT id, created_at, status, 'refused at once: ' || $2 FROM payment
), queued AS (
  INSERT INTO outbox (kind, payment_id) SELECT 'callback', payment.id FROM payment JOIN agents ON agents.id = payment.agent_id WHERE agents.callback_url IS NOT NULL
)
SELECT ${PAYMENT_COLUMNS} FROM payment p`;

/** Nine random digits a day: a taken RequestID is drawn again this often before giving up. */
const DRAWS = 8;

/** A payment with what acceptance gives it. */
export interface Draft {
  readonly payment: NewPayment;
  readonly request: RequestId;
  readonly businessDay: Day;
  /** ISO instant. */
  readonly createdAt: string;
}

/** A payment to be stored, with the zone of its business day. */
export interface Offer {
  readonly payment: NewPayment;
  readonly contractZone: string;
}

/** Stores a payment with its hold and its place in the outbox, all in one statement. */
export function accept(database: Database, payment: NewPayment, contractZone: string): Promise<Accepted> {
  return store(database, { payment, contractZone }, (draft) => hold(database, payment.agent, [draft]));
}

/** Stores a payment that is known at once to fail, without a hold. */
export function acceptRefused(database: Database, payment: NewPayment, contractZone: string, code: number, why: string): Promise<Accepted> {
  return store(database, { payment, contractZone }, async (draft) => {
    const row = columns(draft, { status: code, final_at: draft.createdAt, held: false });
    return (await database.query<Payment>(REFUSED, [JSON.stringify([row]), why])).rows;
  });
}

const REQUEST_TAKEN = 'payments_request_id_key';
const TRANSACTION_TAKEN = 'payments_agent_id_transaction_id_key';

/** One of the numbers is taken: nothing was stored. */
export const isTaken = (error: unknown): boolean => violates(error, REQUEST_TAKEN) || violates(error, TRANSACTION_TAKEN);

/** All of one agent's drafts with their holds, or none of them: then the balance does not cover them together. */
export async function hold(database: Database, agent: AgentId, drafts: readonly Draft[]): Promise<Payment[]> {
  const rows = JSON.stringify(drafts.map((draft) => columns(draft, { status: CREATED, final_at: null, held: true })));
  const total = sum(drafts.map(({ payment }) => payment.amount));
  return (await database.query<Payment>(HELD, [rows, agent, total, availableAccount(agent), heldAccount(agent)])).rows;
}

async function store(database: Database, offer: Offer, stored: (draft: Draft) => Promise<Payment[]>): Promise<Accepted> {
  const { payment } = offer;
  for (let draw = 1; ; draw++) {
    const draft = drafted(offer);
    try {
      const [row] = await stored(draft);
      return row ? { kind: 'stored', payment: row } : { kind: 'not covered' };
    } catch (error) {
      if (violates(error, REQUEST_TAKEN) && draw < DRAWS) continue;
      if (violates(error, TRANSACTION_TAKEN)) return { kind: 'earlier', payment: await known(database, payment) };
      if (!isAway(error)) throw error;
      return lookedUpOnce(database, payment, draft.request, error);
    }
  }
}

export function drafted({ payment, contractZone }: Offer): Draft {
  const createdAt = new Date().toISOString();
  const businessDay = dayIn(contractZone, createdAt);
  return { payment, request: drawRequestId(businessDay), businessDay, createdAt };
}

/** The answer to our own COMMIT got lost: the row itself tells whether it was stored. */
export async function lookedUpOnce(database: Queryable, payment: NewPayment, request: RequestId, lost: unknown): Promise<Accepted> {
  const found = await findPayment(database, payment.agent, payment.transaction).catch(() => null);
  if (!found) throw lost;
  return { kind: found.request === request ? 'stored' : 'earlier', payment: found };
}

async function known(database: Queryable, payment: NewPayment): Promise<Payment> {
  const found = await findPayment(database, payment.agent, payment.transaction);
  if (!found) throw new Error(`payment ${payment.agent}/${payment.transaction} vanished after it was stored`);
  return found;
}

/** A row of `payments` as JSON: its values as text, which PostgreSQL reads by the column's type. */
function columns({ payment, request, businessDay, createdAt }: Draft, begun: { status: number; final_at: string | null; held: boolean }): object {
  return {
    agent_id: payment.agent,
    transaction_id: payment.transaction,
    request_id: request,
    fingerprint: `\\x${fingerprint(payment).toString('hex')}`,
    service_id: payment.service,
    kind: payment.kind,
    supplier: payment.supplier,
    account: payment.account,
    rate: payment.rate,
    amount: payment.amount,
    currency: payment.currency,
    service_currency: payment.serviceCurrency,
    remuneration: payment.remuneration,
    invoice_id: payment.invoiceId,
    send_type: payment.sendType,
    services: payment.services,
    request_date: payment.requestDate,
    business_day: businessDay,
    created_at: createdAt,
    ...begun,
  };
}

/** Tells a repetition from a conflict: what the agent asked for, hashed. */
export function fingerprint(payment: Pick<NewPayment, 'service' | 'account' | 'amount' | 'currency' | 'invoiceId' | 'services'>): Buffer {
  const asked = [payment.service, payment.account, payment.amount, payment.currency, payment.invoiceId, payment.services];
  return createHash('sha256').update(JSON.stringify(asked)).digest();
}
