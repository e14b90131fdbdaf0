import { OFFERS, type SupplierName } from '../../../contracts/supply';
import type { Outcome, SignedFacts } from '../../../domain/bank-day/outcomes';
import { isForeignReference } from '../../../domain/bank-day/reference';
import { MAX_NOMINEES } from '../../../domain/bank-day/tally';
import type { BreakKind, Difference } from '../../../domain/bank-day/verdict';
import type { Day } from '../../../domain/day';
import type { Queryable } from '../../database';
import type { BreakEnd } from '../breaks';

/** A break as it is signed: what decides how it may end, and what is written then. */
export interface Signable extends SignedFacts {
  readonly id: string;
  readonly supplier: SupplierName;
  readonly day: Day;
  readonly booking: string | null;
  readonly reference: string;
  readonly account: string | null;
  readonly item: string | null;
  readonly facts: readonly Difference[];
  readonly evidence: string;
  readonly closedAs: BreakEnd | null;
  readonly how: string | null;
  /** Null: neither a payment nor an opened bank day says. */
  readonly currency: string | null;
  readonly paymentRow: string | null;
  readonly payment: { readonly status: number; readonly final: boolean; readonly agent: string; readonly transaction: string } | null;
  /** Over what both sides say. */
  readonly hash: string;
  /** The signature that holds or waits. */
  readonly signed: { readonly signing: string; readonly outcome: Outcome; readonly state: 'waits' | 'stands' } | null;
}

/** Which breaks are meant: those named, or all open ones of a kind. */
export type Selection = { readonly breaks: readonly string[] } | { readonly kind: BreakKind };

export interface OfDay {
  readonly supplier: SupplierName;
  readonly day: Day;
}

/** A roll back goes by the supplier's midnight: as much earlier as its clock is ahead. */
const STILL = `b.rollback_until > now() + coalesce(c.ahead_ms, 0) * interval '1 millisecond' AND b.rollback_refused_at IS NULL AND NOT 'moved' = ANY (b.flags)`;

const SIGNABLE = `
SELECT b.id, b.kind, b.also, b.flags, trim_scale(b.theirs) AS theirs, trim_scale(b.ours) AS ours, trim_scale(b.effect) AS effect, b.supplier, b.day,
  b.booking, b.reference, coalesce(b.account, d.account) AS account, coalesce(b.item, d.invoice) AS item, b.facts, b.evidence, b.closed_as AS "closedAs", b.how,
  coalesce(b.currency, t.currency) AS currency, b.payment_id AS "paymentRow", break_hash(b) AS hash, coalesce(${STILL}, false) AS "canBeRolledBack",
  CASE WHEN p.id IS NOT NULL THEN json_build_object('status', p.status, 'final', p.final_at IS NOT NULL, 'agent', p.agent_id::text,
    'transaction', p.transaction_id::text) END AS payment,
  CASE WHEN s.break_id IS NOT NULL THEN json_build_object('signing', s.signing_id::text, 'outcome', g.outcome, 'state', s.state) END AS signed
FROM breaks b
LEFT JOIN payments p ON p.id = b.payment_id
LEFT JOIN documents d ON d.payment_id = b.payment_id AND d.number = b.document
LEFT JOIN bank_days t ON t.supplier = b.supplier AND t.day = b.day
LEFT JOIN signatures s ON s.break_id = b.id AND s.state IN ('waits', 'stands')
LEFT JOIN signings g ON g.id = s.signing_id
LEFT JOIN LATERAL (SELECT ahead_ms FROM supplier_clocks k WHERE k.supplier = b.supplier ORDER BY k.id DESC LIMIT 1) c ON true`;

type Row = Omit<Signable, 'isForeign' | 'offers'>;
const read = (row: Row): Signable => ({ ...row, isForeign: row.booking !== null && isForeignReference(row.reference), offers: OFFERS[row.supplier] });

/** In the order of their numbers, each held until the transaction ends, so that no comparison changes it meanwhile. */
export async function lockSignables(tx: Queryable, of: OfDay, selection: Selection): Promise<Signable[]> {
  await lockPayments(tx, of, selection);
  const { rows } = await tx.query<Row>(`${SIGNABLE} WHERE ${SELECTED} ORDER BY b.id LIMIT ${MAX_NOMINEES} FOR UPDATE OF b`, selected(of, selection));
  return rows.map(read);
}

const SELECTED = `b.supplier = $1 AND b.day = $2 AND (b.id = ANY ($3::bigint[]) OR b.kind = $4 AND b.closed_at IS NULL)`;
const selected = ({ supplier, day }: OfDay, selection: Selection): readonly unknown[] =>
  'breaks' in selection ? [supplier, day, selection.breaks, null] : [supplier, day, [], selection.kind];

/** Payments before breaks, as whoever compares does. */
async function lockPayments(tx: Queryable, of: OfDay, selection: Selection): Promise<void> {
  await tx.query(
    `SELECT p.id FROM payments p WHERE p.id IN (SELECT b.payment_id FROM breaks b WHERE ${SELECTED}) ORDER BY p.id FOR UPDATE`,
    selected(of, selection),
  );
}

/** Of a day, in the order of their numbers; closed ones too where `all`. */
export async function signablesOf(database: Queryable, { supplier, day }: OfDay, all: boolean): Promise<Signable[]> {
  const { rows } = await database.query<Row>(
    `${SIGNABLE} WHERE b.supplier = $1 AND b.day = $2 AND ($3 OR b.closed_at IS NULL OR s.break_id IS NOT NULL) ORDER BY b.id LIMIT ${MAX_NOMINEES}`,
    [supplier, day, all],
  );
  return rows.map(read);
}
