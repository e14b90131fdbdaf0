import type { LookTaken } from '../domain/evidence';
import type { Money } from '../domain/money';
import { SEEN_BREAKS, type SeenBreak } from '../registry/bank-day/breaks';
import type { Queryable } from '../registry/database';
import { type DocumentRow, documentsOf } from '../registry/payment/documents';
import type { ListedPayment } from '../registry/payment/listing';
import { PAYMENT_COLUMNS } from '../registry/payment/payments';
import type { Decision } from '../registry/staff/decision';
import { DECISION_COLUMNS } from '../registry/staff/decision';

/** Everything the registry knows about one payment, to be told in words (timeline.ts) or handed to a program. */
export interface PaymentFile {
  readonly payment: ListedPayment;
  readonly contractZone: string;
  readonly callbackUrl: string | null;
  /** Since when a callback is asked for that no ladder has taken up yet. */
  readonly callbackAskedAt: string | null;
  readonly supplierState: { readonly state: string; readonly reason: string | null; readonly by: string | null };
  readonly documents: readonly DocumentRow[];
  readonly events: readonly EventRow[];
  readonly looks: readonly LookRow[];
  readonly decisions: readonly Decision[];
  readonly entries: readonly EntryRow[];
  readonly callbacks: readonly CallbackFileRow[];
  readonly tries: readonly CallbackTryRow[];
  readonly hints: readonly HintRow[];
  readonly breaks: readonly SeenBreak[];
}

export interface EventRow {
  readonly at: string;
  readonly status: number;
  readonly kind: 'said' | 'needs staff';
  readonly why: string;
}
/** One look, or so many that said the same: the first `at`, the last `lastAt`, and what the last one was read from. */
export interface LookRow {
  readonly at: string;
  readonly lastAt: string;
  readonly count: number;
  readonly document: number;
  readonly attempt: number;
  readonly question: string;
  readonly said: LookTaken['said'];
  readonly detail: string;
  readonly witnesses: number;
  readonly readAt: string | null;
  /** SHA-256 of the raw answers, as in `exchanges`. */
  readonly answerHash: readonly string[];
}
export interface EntryRow {
  readonly at: string;
  readonly kind: 'top-up' | 'withdrawal' | 'hold' | 'release' | 'capture' | 'reversal' | 'correction';
  readonly number: number;
  readonly note: string | null;
  readonly postings: ReadonlyArray<{ readonly account: string; readonly amount: Money }>;
}
export interface CallbackFileRow {
  readonly number: number;
  readonly status: number;
  readonly createdAt: string;
  readonly deliveredAt: string | null;
  readonly givenUpAt: string | null;
  /** When its next try is due, while it is open. */
  readonly dueAt: string;
}
export interface CallbackTryRow {
  readonly number: number;
  readonly at: string;
  readonly ended: string;
}
/** All Callbacks of a supplier about the payment together. */
export interface HintRow {
  /** ISO instants of the first and of the last. */
  readonly at: string;
  readonly lastAt: string;
  readonly supplier: string;
  readonly came: number;
  /** How often the payment was asked about because of one. */
  readonly nudges: number;
}

/** The newest of each kind that are read; a payment that waited for weeks has many looks. */
const NEWEST = 200;

export async function paymentFile(database: Queryable, agent: string, transaction: string): Promise<PaymentFile | null> {
  const { rows } = await database.query<
    ListedPayment & {
      contractZone: string;
      callbackUrl: string | null;
      callbackAskedAt: string | null;
      supplierState: string;
      supplierReason: string | null;
      supplierBy: string | null;
    }
  >(
    `SELECT ${PAYMENT_COLUMNS}, s.name AS "serviceName", a.contract_zone AS "contractZone", a.callback_url AS "callbackUrl", u.state AS "supplierState", u.reason AS "supplierReason",
       u.by AS "supplierBy", (SELECT o.created_at FROM outbox o WHERE o.kind = 'callback' AND o.payment_id = p.id) AS "callbackAskedAt"
     FROM payments p JOIN services s ON s.id = p.service_id JOIN agents a ON a.id = p.agent_id JOIN suppliers u ON u.name = p.supplier WHERE p.agent_id = $1 AND p.transaction_id = $2`,
    [agent, transaction],
  );
  if (!rows[0]) return null;
  const { contractZone, callbackUrl, callbackAskedAt, supplierState, supplierReason, supplierBy, ...payment } = rows[0];
  const newest = async <Row extends object>(select: string): Promise<Row[]> =>
    (await database.query<Row>(`SELECT * FROM (${select} ORDER BY at DESC LIMIT ${NEWEST}) newest ORDER BY at`, [payment.id])).rows;
  return {
    payment,
    contractZone,
    callbackUrl,
    callbackAskedAt,
    supplierState: { state: supplierState, reason: supplierReason, by: supplierBy },
    documents: await documentsOf(database, payment.id),
    events: await newest<EventRow>('SELECT at, status, kind, why FROM payment_events WHERE payment_id = $1'),
    looks: await newest<LookRow>(
      `SELECT at, last_at AS "lastAt", count, document, attempt, question, said, detail, witnesses, read_at AS "readAt", answer_hash AS "answerHash"
       FROM looks WHERE payment_id = $1`,
    ),
    decisions: await newest<Decision>(`SELECT ${DECISION_COLUMNS} FROM decisions d WHERE d.payment_id = $1`),
    entries: await newest<EntryRow>(
      `SELECT e.at, e.kind, e.number, e.note, (SELECT json_agg(json_build_object('account', p.account, 'amount', p.amount::text)) FROM ledger_postings p WHERE p.entry_id = e.id) AS postings
       FROM ledger_entries e WHERE e.payment_id = $1`,
    ),
    callbacks: await newest<CallbackFileRow>(
      `SELECT number, status, created_at AS at, created_at AS "createdAt", delivered_at AS "deliveredAt", given_up_at AS "givenUpAt", due_at AS "dueAt"
       FROM callbacks WHERE payment_id = $1`,
    ),
    tries: await newest<CallbackTryRow>('SELECT number, at, ended FROM callback_tries WHERE payment_id = $1'),
    hints: await newest<HintRow>(
      'SELECT first_at AS at, last_at AS "lastAt", supplier, came::float8 AS came, nudges::float8 AS nudges FROM hints WHERE payment_id = $1',
    ),
    breaks: (await database.query<SeenBreak>(`${SEEN_BREAKS} WHERE b.payment_id = $1 ORDER BY b.id LIMIT ${NEWEST}`, [payment.id])).rows,
  };
}
