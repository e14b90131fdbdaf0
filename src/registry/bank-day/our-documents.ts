import type { SupplierName } from '../../contracts/supply';
import { isDeclared } from '../../domain/bank-day/facts';
import type { Item, OurDocument } from '../../domain/bank-day/verdict';
import type { Day } from '../../domain/day';
import type { AttemptState } from '../../domain/lifecycle';
import { dayIn } from '../../zone';
import type { Queryable } from '../database';

/** A document of ours beside the payment it belongs to. */
export interface DayDocument extends OurDocument {
  readonly paymentRow: string;
  readonly currency: string;
  /** ISO instant of the last word about it. */
  readonly lastWordAt: string | null;
}

/** How a supplier's clock, zone and calls are to be reckoned with. */
export interface Surroundings {
  readonly supplier: SupplierName;
  readonly zone: string;
  readonly item: Item;
  /** How far the supplier's clock is ahead of ours. */
  readonly aheadMs: number;
  /** One call to it, first byte to last. */
  readonly callMs: number;
}

interface Sent extends AttemptState {
  readonly sentAt: string | null;
  readonly closedAt: string | null;
  readonly sendBefore: string;
}
interface Row extends Omit<DayDocument, 'attempts' | 'payment' | 'midnights' | 'sendBefore' | 'lastWordAt' | 'day' | 'ownDay' | 'item'> {
  readonly status: number;
  readonly final: boolean;
  readonly bookedDay: Day | null;
  readonly businessDay: Day;
  readonly invoice: string | null;
  readonly service: string;
  readonly attempts: readonly Sent[];
}

const COLUMNS = `d.payment_id AS "paymentRow", d.number, d.reference, d.state, d.supplier_payment_id AS "supplierPaymentId", d.booked_day AS "bookedDay",
  d.undone_at AS "undoneAt", d.account, d.invoice, p.service_id AS service, trim_scale(d.amount) AS amount, p.currency, p.status, p.final_at IS NOT NULL AS final,
  p.created_at AS "createdOn", p.business_day AS "businessDay",
  d.written_off_at IS NULL AND EXISTS (SELECT 1 FROM documents s WHERE s.payment_id = d.payment_id AND s.number <> d.number AND s.state = 'refused')
    AS "siblingRefused",
  (SELECT coalesce(json_agg(json_build_object('number', a.number, 'state', a.state, 'outcome', a.outcome, 'sentAt', a.sent_at, 'closedAt', a.closed_at,
     'sendBefore', a.send_before) ORDER BY a.number), '[]') FROM attempts a WHERE a.payment_id = d.payment_id AND a.document = d.number) AS attempts`;
/** Of several documents under one reference the one that stands is meant. */
const NEWEST = `ORDER BY d.reference, d.state = 'replaced', d.number DESC`;

export type DocumentKey = readonly [payment: string, document: number];

export async function documentsByKey(database: Queryable, around: Surroundings, keys: readonly DocumentKey[]): Promise<DayDocument[]> {
  const { rows } = await database.query<Row>(
    `SELECT ${COLUMNS} FROM unnest($1::bigint[], $2::int[]) AS k(payment, document)
     JOIN documents d ON d.payment_id = k.payment AND d.number = k.document JOIN payments p ON p.id = d.payment_id`,
    [keys.map(([payment]) => payment), keys.map(([, document]) => document)],
  );
  return rows.map((row) => read(row, around));
}

export async function documentsNamed(database: Queryable, around: Surroundings, references: readonly string[]): Promise<DayDocument[]> {
  const { rows } = await database.query<Row>(
    `SELECT DISTINCT ON (d.reference) ${COLUMNS} FROM documents d JOIN payments p ON p.id = d.payment_id
     WHERE d.reference = ANY ($1::text[]) AND p.supplier = $2 ${NEWEST}`,
    [references, around.supplier],
  );
  return rows.map((row) => read(row, around));
}

function read(row: Row, around: Surroundings): DayDocument {
  const { status, final, bookedDay, businessDay, invoice, service, attempts, ...rest } = row;
  const open = attempts.filter(({ state }) => state !== 'closed').map(({ sendBefore }) => sendBefore);
  const known = {
    ...rest,
    item: around.item === 'service' ? service : invoice,
    ownDay: around.item === 'service' ? businessDay : null,
    attempts: attempts.map(({ number, state, outcome }) => ({ number, state, outcome })),
    sendBefore: open.sort(byTime).at(-1) ?? null,
    lastWordAt:
      attempts
        .flatMap(({ closedAt }) => closedAt ?? [])
        .sort(byTime)
        .at(-1) ?? null,
    midnights: [...new Set(attempts.flatMap((attempt) => midnightOf(attempt, around)))],
    payment: { status, final },
    day: bookedDay,
  };
  return { ...known, day: bookedDay ?? (isDeclared(known) ? sendingDay(attempts, around.zone) : null) };
}

/** What staff declared stands on the day on which it was last sent. */
function sendingDay(attempts: readonly Sent[], zone: string): Day | null {
  const last = attempts
    .flatMap(({ sentAt }) => sentAt ?? [])
    .sort(byTime)
    .at(-1);
  return last === undefined ? null : dayIn(zone, last);
}

const NEAR_MIDNIGHT_MS = 10 * 60_000;

/** The day that began while the attempt was on its way, by the supplier's clock and ten minutes either way. */
function midnightOf({ sentAt, closedAt }: Sent, { zone, aheadMs, callMs }: Surroundings): Day[] {
  if (sentAt === null) return [];
  const sent = Date.parse(sentAt) + aheadMs;
  const answered = Math.min(closedAt === null ? Number.POSITIVE_INFINITY : Date.parse(closedAt) + aheadMs, sent + callMs);
  const before = dayIn(zone, new Date(sent - NEAR_MIDNIGHT_MS).toISOString());
  const after = dayIn(zone, new Date(answered + NEAR_MIDNIGHT_MS).toISOString());
  return before === after ? [] : [after];
}

const byTime = (a: string, b: string): number => Date.parse(a) - Date.parse(b);
