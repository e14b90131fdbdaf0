import type { ServiceKind, SupplierName } from '../../contracts/supply';
import type { Day } from '../../domain/day';
import type { AgentId, RequestId, ServiceId, TransactionId } from '../../domain/ids';
import type { Money, Rate } from '../../domain/money';
import type { Queryable } from '../database';

/** A payment as the registry knows it. `id` is the row's number and stays inside Tolem. */
export interface Payment {
  readonly id: string;
  readonly agent: AgentId;
  readonly transaction: TransactionId;
  readonly request: RequestId;
  readonly fingerprint: Buffer;
  readonly service: ServiceId;
  readonly kind: ServiceKind;
  readonly supplier: SupplierName;
  readonly account: string;
  readonly amount: Money;
  readonly currency: string;
  /** Frozen at acceptance. */
  readonly rate: Rate;
  readonly serviceCurrency: string;
  readonly remuneration: Money;
  readonly invoiceId: string | null;
  readonly sendType: string | null;
  readonly services: string | null;
  /** As the agent sent it, never reckoned by. */
  readonly requestDate: string | null;
  readonly status: number;
  /** Words after the table's text, for −115 after a reversal. */
  readonly statusText: string | null;
  readonly businessDay: Day;
  /** ISO instants. */
  readonly createdAt: string;
  readonly finalAt: string | null;
  readonly reversedAt: string | null;
  readonly held: boolean;
  readonly waitsFor: string | null;
  readonly waitsUntil: string | null;
  readonly needsStaff: string | null;
  readonly sweptAt: string | null;
  readonly checkedAt: string | null;
  readonly voucherCode: Buffer | null;
}

export const PAYMENT_COLUMNS = `p.id, p.agent_id AS agent, p.transaction_id AS transaction, p.request_id AS request, p.fingerprint, p.service_id AS service, p.kind, p.supplier,
  p.account, p.amount, p.currency, p.rate, p.service_currency AS "serviceCurrency", p.remuneration, p.invoice_id AS "invoiceId", p.send_type AS "sendType", p.services,
  p.request_date AS "requestDate", p.status, p.status_text AS "statusText", p.business_day AS "businessDay", p.created_at AS "createdAt", p.final_at AS "finalAt",
  p.reversed_at AS "reversedAt", p.held, p.waits_for AS "waitsFor", p.waits_until AS "waitsUntil", p.needs_staff AS "needsStaff", p.swept_at AS "sweptAt",
  p.checked_at AS "checkedAt", p.voucher_code AS "voucherCode"`;

export async function findPayment(database: Queryable, agent: AgentId, transaction: TransactionId): Promise<Payment | null> {
  const { rows } = await database.query<Payment>(`SELECT ${PAYMENT_COLUMNS} FROM payments p WHERE p.agent_id = $1 AND p.transaction_id = $2`, [
    agent,
    transaction,
  ]);
  return rows[0] ?? null;
}

export async function paymentById(database: Queryable, id: string): Promise<Payment | null> {
  const { rows } = await database.query<Payment>(`SELECT ${PAYMENT_COLUMNS} FROM payments p WHERE p.id = $1`, [id]);
  return rows[0] ?? null;
}

/** Locks the row until the transaction ends: whoever changes a payment holds this. */
export async function lockPayment(tx: Queryable, id: string): Promise<Payment | null> {
  const { rows } = await tx.query<Payment>(`SELECT ${PAYMENT_COLUMNS} FROM payments p WHERE p.id = $1 FOR UPDATE`, [id]);
  return rows[0] ?? null;
}

/** Successful payments with ProcessedOn in [from, to), oldest first, at most `limit`. */
export async function succeededBetween(
  database: Queryable,
  agent: AgentId,
  from: string,
  to: string,
  limit: number,
): Promise<Array<Payment & { serviceName: string }>> {
  const { rows } = await database.query<Payment & { serviceName: string }>(
    `SELECT ${PAYMENT_COLUMNS}, s.name AS "serviceName" FROM payments p JOIN services s ON s.id = p.service_id
     WHERE p.agent_id = $1 AND p.status = 10 AND p.final_at >= $2 AND p.final_at < $3 ORDER BY p.final_at, p.id LIMIT $4`,
    [agent, from, to, limit],
  );
  return rows;
}

/** The status that stands, and whether an agent waits for a callback about it. */
export async function presentStatus(database: Queryable, id: string): Promise<{ readonly status: number; readonly callback: boolean } | null> {
  const { rows } = await database.query<{ status: number; callback: boolean }>(
    `SELECT status, EXISTS (SELECT 1 FROM outbox WHERE kind = 'callback' AND payment_id = payments.id) AS callback FROM payments WHERE id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** What came beside a status: a voucher's code, sealed, and the supplier's own rate; null: not with this answer. */
export async function keepCode(tx: Queryable, id: string, code: Buffer | null, rate: Rate | null): Promise<void> {
  await tx.query('UPDATE payments SET voucher_code = coalesce($2, voucher_code), upstream_rate = coalesce($3, upstream_rate) WHERE id = $1', [
    id,
    code,
    rate,
  ]);
}

/** A status that does not end the payment; never backwards, never over a final one. */
export async function advance(database: Queryable, id: string, status: number, why: string): Promise<boolean> {
  const { rowCount } = await database.query(
    `WITH moved AS (UPDATE payments SET status = $2 WHERE id = $1 AND final_at IS NULL AND status < $2 RETURNING id)
     INSERT INTO payment_events (payment_id, status, why) SELECT id, $2, $3 FROM moved`,
    [id, status, why],
  );
  return rowCount === 1;
}

/** For the history of the payment; changes nothing else. */
export async function noteEvent(database: Queryable, id: string, why: string): Promise<void> {
  await database.query('INSERT INTO payment_events (payment_id, status, why) SELECT id, status, $2 FROM payments WHERE id = $1', [
    id,
    why.slice(0, 500),
  ]);
}

/** The supplier has been asked: the payment goes on to `status` and waits no more. */
export async function noteChecked(tx: Queryable, id: string, status: number, why: string): Promise<void> {
  await tx.query(
    `WITH was AS (SELECT id, status FROM payments WHERE id = $1 AND final_at IS NULL),
     now_checked AS (UPDATE payments p SET status = greatest(p.status, $2), checked_at = now(), waits_for = NULL, waits_until = NULL FROM was WHERE p.id = was.id)
     INSERT INTO payment_events (payment_id, status, why) SELECT id, $2, $3 FROM was WHERE status < $2`,
    [id, status, why],
  );
}

/** In words, for staff and the Temporal UI: what an open payment waits for, and until when (ISO instant). */
export async function noteWaiting(database: Queryable, id: string, waitsFor: string | null, until: string | null): Promise<void> {
  await database.query('UPDATE payments SET waits_for = $2, waits_until = $3 WHERE id = $1 AND final_at IS NULL', [id, waitsFor, until]);
}

/** Marks a payment for staff, also a final one; the first reason stays until it is cleared by a decision. */
export const needStaff = (database: Queryable, id: string, reason: string): Promise<boolean> => mark(database, id, reason);

/** The same about a wait, which is over once the payment is final: whoever waited may have slept meanwhile. */
export const needStaffWhileOpen = (database: Queryable, id: string, reason: string): Promise<boolean> =>
  mark(database, id, reason, 'AND final_at IS NULL');

/** The same once the payment is older than so many milliseconds, by the registry's clock. */
export const needStaffWhenOld = (database: Queryable, id: string, olderThanMs: number, reason: string): Promise<boolean> =>
  mark(database, id, reason, `AND final_at IS NULL AND created_at < now() - $3 * interval '1 millisecond'`, olderThanMs);

async function mark(database: Queryable, id: string, reason: string, when = '', ...values: number[]): Promise<boolean> {
  const { rowCount } = await database.query(
    `WITH marked AS (UPDATE payments SET needs_staff = $2 WHERE id = $1 AND needs_staff IS NULL ${when} RETURNING id, status)
     INSERT INTO payment_events (payment_id, status, kind, why) SELECT id, status, 'needs staff', $2 FROM marked`,
    [id, reason, ...values],
  );
  return rowCount === 1;
}
