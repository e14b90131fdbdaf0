import type { Ladders } from '../../ladders';
import type { SupplierState } from '../catalog/suppliers';
import type { Database, Queryable } from '../database';
import type { LastStatement } from '../last-statement';
import { WOKE_AT } from '../pulse';
import { doubtEarlierLife, doubtLostLife } from './attempts';
import { lockPayment, PAYMENT_COLUMNS, type Payment } from './payments';

/** A payment's row beside what decides whether it may be sent now, read together. */
export interface Standing {
  readonly payment: Payment;
  readonly supplier: SupplierState;
  /** What the supplier said about this one service (−501, −502) and has not taken back yet. */
  readonly serviceTrouble: string | null;
  /** PaymentId of a booking in the supplier's book that nobody explains: until then nothing more is sent. */
  readonly openBreak: string | null;
  /** The registry's clock (ISO instant): payments are dated by it. */
  readonly now: string;
  /**
   * By when an earlier life may have sent the payment without a word of it here (ISO instant): the registry has slept since it was stored,
   * the workflow began long after its row, or the sweeper restarted it. Null where the registry's word is whole.
   */
  readonly doubtfulUntil: string | null;
  /** It has slept, and what it holds of attempts may be an older copy. */
  readonly hasSlept: boolean;
}

/** The row that is meant, and whose payment it is taken for: a row that is another's by now is none. */
export interface OwnRow {
  readonly payment: string;
  readonly agent?: string;
  readonly transaction?: string;
}

/** Who asks for a standing: since when its workflow runs (ISO instant). */
export interface Asking extends OwnRow {
  readonly startedAt: string;
}

/** The registry has no such payment, or none of that agent: nothing is sent. */
export class NoSuchPayment extends Error {
  override readonly name = 'NoSuchPayment';
  constructor(payment: string) {
    super(`the registry has no payment ${payment}: nothing was sent`);
  }
}

/** `pulseGapMs`: the silence after which the registry cannot vouch; `freshMs`: so soon after its row a workflow begins. */
type Rules = Pick<Ladders, 'pulseGapMs' | 'freshMs'>;

const STANDING = `SELECT ${PAYMENT_COLUMNS}, u.state AS "supplierState", u.reason AS "supplierReason", u.by AS "supplierBy", u.since AS "supplierSince",
  v.trouble AS "serviceTrouble", (SELECT b.booking FROM breaks b WHERE b.payment_id = p.id AND b.closed_at IS NULL ORDER BY b.id LIMIT 1) AS "openBreak",
  now() AS now, ${WOKE_AT} AS "wokeAt"
  FROM payments p JOIN suppliers u ON u.name = p.supplier JOIN services v ON v.id = p.service_id CROSS JOIN pulse WHERE p.id = $2`;

type StandingRow = Payment &
  Pick<Standing, 'serviceTrouble' | 'openBreak' | 'now'> & {
    readonly supplierState: SupplierState['state'];
    readonly supplierReason: string | null;
    readonly supplierBy: string | null;
    readonly supplierSince: string;
    readonly wokeAt: string | null;
  };

/** `lock` holds the payment's row until the transaction ends. */
export async function standingOf(database: Queryable, { pulseGapMs, freshMs }: Rules, asking: Asking, lock?: 'lock'): Promise<Standing> {
  const { rows } = await database.query<StandingRow>(lock ? `${STANDING} FOR UPDATE OF p` : STANDING, [pulseGapMs, asking.payment]);
  const row = ownRow(rows[0], asking);
  const { supplierState: state, supplierReason: reason, supplierBy: by, supplierSince: since, ...rest } = row;
  const { serviceTrouble, openBreak, now, wokeAt, ...payment } = rest;
  const created = Date.parse(payment.createdAt);
  const hasSlept = wokeAt !== null && Date.parse(wokeAt) > created;
  const isLate = payment.sweptAt !== null || Date.parse(asking.startedAt) - created > freshMs;
  const doubtfulUntil = hasSlept ? wokeAt : isLate ? payment.createdAt : null;
  return { payment, supplier: { name: payment.supplier, state, reason, by, since }, serviceTrouble, openBreak, now, doubtfulUntil, hasSlept };
}

/** Runs under the lock of the payment's row. */
export function underLock<T>(database: Database, own: OwnRow, work: (tx: Queryable, payment: Payment) => Promise<T | LastStatement<T>>): Promise<T> {
  return database.transaction(async (tx) => work(tx, ownRow((await lockPayment(tx, own.payment)) ?? undefined, own)));
}

/** The same with what decides whether the payment may be sent now; what an earlier life may have sent of it is in doubt by then. */
export function underStanding<T>(
  database: Database,
  rules: Rules,
  asking: Asking,
  work: (tx: Queryable, standing: Standing) => Promise<T | LastStatement<T>>,
): Promise<T> {
  return database.transaction(async (tx) => {
    const standing = await standingOf(tx, rules, asking, 'lock');
    await doubt(tx, standing);
    return work(tx, standing);
  });
}

/** Documents that nothing was sent for are in doubt where an earlier life may have sent them: evidence comes before attempt 1. */
async function doubt(tx: Queryable, { payment, doubtfulUntil, hasSlept }: Standing): Promise<void> {
  if (doubtfulUntil === null || payment.finalAt) return;
  if (hasSlept) await doubtLostLife(tx, payment.id, doubtfulUntil);
  await doubtEarlierLife(tx, payment.id, doubtfulUntil);
}

function ownRow<Row extends Payment>(row: Row | undefined, own: OwnRow): Row {
  const { agent = row?.agent, transaction = row?.transaction } = own;
  if (!row || row.agent !== agent || row.transaction !== transaction) throw new NoSuchPayment(own.payment);
  return row;
}
