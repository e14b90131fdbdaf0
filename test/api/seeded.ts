import type { Database } from '../../src/registry/database';

/** A payment as the registry would have it after a final status; ids and times are the test's own. */
export interface SeededPayment {
  readonly transaction: string;
  readonly request: string;
  readonly service: string;
  readonly account: string;
  readonly amount: string;
  /** ISO instants with microseconds: registered and final; no `final` for a payment still open. */
  readonly at: string;
  readonly final?: string;
  /** RequestDate as sent. */
  readonly date?: string;
  readonly agent?: string;
  readonly status?: number;
  readonly statusText?: string;
  readonly code?: Buffer;
  readonly sendType?: string;
}

export async function seedPayment(database: Database, payment: SeededPayment): Promise<string> {
  const { rows } = await database.query<{ id: string }>(
    `INSERT INTO payments (agent_id, transaction_id, request_id, fingerprint, service_id, kind, supplier, account, amount, currency, rate, service_currency, remuneration,
       request_date, status, status_text, business_day, created_at, final_at, held, voucher_code, send_type)
     SELECT $1, $2, $3, '\\x00', s.id, s.kind, s.supplier, $5, $6, 'KZT', coalesce((SELECT rate FROM rates WHERE service_id = s.id LIMIT 1), 1), s.currency, s.remuneration,
       $7, $8, $9, ($10::timestamptz AT TIME ZONE a.contract_zone)::date, $10, $11, false, $12, $13
     FROM services s, agents a WHERE s.id = $4 AND a.id = $1 RETURNING id`,
    [
      payment.agent ?? '144',
      payment.transaction,
      payment.request,
      payment.service,
      payment.account,
      payment.amount,
      payment.date ?? null,
      payment.status ?? (payment.final ? 10 : 1),
      payment.statusText ?? null,
      payment.at,
      payment.final ?? null,
      payment.code ?? null,
      payment.sendType ?? null,
    ],
  );
  const id = rows[0]?.id;
  if (!id) throw new Error('no such agent or service');
  return id;
}
