import type { Day } from '../../domain/day';
import type { Money } from '../../domain/money';
import type { Queryable } from '../database';
import { PAYMENT_COLUMNS, type Payment } from './payments';

/** What operators and clerks find payments by; everything given must hold. */
export interface PaymentFilter {
  readonly agent?: string | undefined;
  readonly service?: string | undefined;
  readonly supplier?: string | undefined;
  readonly account?: string | undefined;
  /** SysRef at Alseco, our TransactionID at the upstream, or our RequestID. */
  readonly reference?: string | undefined;
  /** The supplier's number of a booking. */
  readonly paymentId?: string | undefined;
  readonly invoice?: string | undefined;
  readonly amount?: Money | undefined;
  /** Business day. */
  readonly day?: Day | undefined;
  readonly status?: number | undefined;
  /** Without a final status yet. */
  readonly waiting?: boolean | undefined;
  readonly needsStaff?: boolean | undefined;
}

export interface ListedPayment extends Payment {
  readonly serviceName: string;
}

type Condition = readonly [value: unknown, sql: (at: string) => string];

/** Newest first, at most `limit` rows. */
export async function listPayments(database: Queryable, filter: PaymentFilter, limit: number): Promise<ListedPayment[]> {
  const given = conditions(filter).filter(([value]) => value !== undefined && value !== false);
  const where = given.map(([, sql], at) => sql(`$${at + 2}`));
  const { rows } = await database.query<ListedPayment>(
    `SELECT ${PAYMENT_COLUMNS}, s.name AS "serviceName" FROM payments p JOIN services s ON s.id = p.service_id
     ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY p.id DESC LIMIT $1`,
    [limit, ...given.map(([value]) => value)],
  );
  return rows;
}

function conditions(filter: PaymentFilter): Condition[] {
  return [
    [filter.agent, (at) => `p.agent_id = ${at}`],
    [filter.service, (at) => `p.service_id = ${at}`],
    [filter.supplier, (at) => `p.supplier = ${at}`],
    [filter.account, (at) => `p.account = ${at}`],
    [filter.amount, (at) => `p.amount = ${at}`],
    [filter.day, (at) => `p.business_day = ${at}`],
    [filter.status, (at) => `p.status = ${at}`],
    [filter.waiting, (at) => `p.final_at IS NULL AND ${at}::boolean`],
    [filter.needsStaff, (at) => `p.needs_staff IS NOT NULL AND ${at}::boolean`],
    [
      filter.reference,
      (at) =>
        `p.id IN (SELECT d.payment_id FROM documents d WHERE d.reference = ${at}::text UNION SELECT r.id FROM payments r WHERE r.request_id = ${asNumber(at)})`,
    ],
    [filter.paymentId, (at) => document(`d.supplier_payment_id = ${at}`)],
    [filter.invoice, (at) => `(p.invoice_id = ${at} OR ${document(`d.invoice = ${at}`)})`],
  ];
}

/** RequestIDs are numbers of at most 18 digits; other references are none. */
const asNumber = (at: string): string => `CASE WHEN ${at}::text ~ '^[0-9]{1,18}$' THEN ${at}::text::bigint END`;

const document = (condition: string): string => `p.id IN (SELECT d.payment_id FROM documents d WHERE ${condition})`;
