import type { Absence } from '../../domain/bank-day/absent';
import type { Day } from '../../domain/day';
import type { Queryable } from '../database';
import type { DayDocument, DocumentKey } from './our-documents';
import type { Fetch } from './staging/fetches';

export type AbsenceOf = (document: DayDocument) => Omit<Absence, 'alike'> | null;

interface Row {
  readonly payment: string;
  readonly document: number;
  readonly shownOn: Day | null;
  readonly seenBefore: boolean;
}

/**
 * Of the documents that no line of this reading equals. Another day's newest comparison may show one; and the comparison of this day
 * before this one has seen whatever it did not miss, because equal pairs are written nowhere.
 */
export async function absencesOf(database: Queryable, fetch: Fetch, keys: readonly DocumentKey[], settleDelayMs: number): Promise<AbsenceOf> {
  const { rows } = await database.query<Row>(
    `SELECT k.payment, k.document,
       (SELECT o.day FROM book_claims c JOIN book_comparisons o ON o.fetch_id = c.fetch_id AND o.day <> $4
        WHERE c.payment_id = k.payment AND c.document = k.document AND c.line IS NOT NULL AND c.is_as = 'pair'
          AND NOT EXISTS (SELECT 1 FROM book_comparisons n WHERE n.supplier = $3 AND n.day = o.day AND n.fetch_id > o.fetch_id AND NOT n.unlike)
        LIMIT 1) AS "shownOn",
       coalesce((SELECT max(a.closed_at) FROM attempts a WHERE a.payment_id = k.payment AND a.document = k.document AND a.outcome = 'accepted') < before.started_at
         AND NOT EXISTS (SELECT 1 FROM book_claims c WHERE c.fetch_id = before.id AND c.payment_id = k.payment AND c.document = k.document AND c.line IS NULL), false)
         OR EXISTS (SELECT 1 FROM breaks b WHERE b.payment_id = k.payment AND b.document = k.document AND b.kind = 'vanished' AND b.closed_at IS NULL) AS "seenBefore"
     FROM unnest($1::bigint[], $2::int[]) AS k(payment, document)
     LEFT JOIN (SELECT f.id, f.started_at FROM book_comparisons b JOIN book_fetches f ON f.id = b.fetch_id
       WHERE b.supplier = $3 AND b.day = $4 AND NOT b.unlike AND f.id < $5 ORDER BY f.id DESC LIMIT 1) before ON true`,
    [keys.map(([payment]) => payment), keys.map(([, document]) => document), fetch.supplier, fetch.day, fetch.id],
  );
  const known = new Map(rows.map((row) => [keyOf(row.payment, row.document), row]));
  const readFrom = Date.parse(fetch.startedAt) - settleDelayMs;
  return (document) => {
    const row = known.get(keyOf(document.paymentRow, document.number));
    if (!row) return null;
    const settled = document.lastWordAt === null || Date.parse(document.lastWordAt) < readFrom;
    return { seenBefore: row.seenBefore, shownOn: row.shownOn, settled };
  };
}

const keyOf = (payment: string, document: number): string => `${payment}/${document}`;

/**
 * Whether bookings of other days stand there still, by their PaymentIds: as the newest comparison of that day found it, which writes
 * only what it missed. Null: nobody has compared that day.
 */
export async function standingOn(
  database: Queryable,
  { supplier, day }: Fetch,
  documents: readonly DayDocument[],
): Promise<Map<string, boolean | null>> {
  const others = documents.filter((document) => document.supplierPaymentId !== null && document.day !== null && document.day !== day);
  const { rows } = await database.query<{ id: string; stands: boolean | null }>(
    `SELECT k.id, CASE WHEN newest.fetch_id IS NOT NULL THEN NOT EXISTS (SELECT 1 FROM book_claims c
         WHERE c.fetch_id = newest.fetch_id AND c.payment_id = k.payment AND c.document = k.document AND c.line IS NULL) END AS stands
     FROM unnest($2::text[], $3::bigint[], $4::int[], $5::date[]) AS k(id, payment, document, day)
     LEFT JOIN LATERAL (SELECT fetch_id FROM book_comparisons o WHERE o.supplier = $1 AND o.day = k.day AND NOT o.unlike
       ORDER BY fetch_id DESC LIMIT 1) newest ON true`,
    [
      supplier,
      others.map(({ supplierPaymentId }) => supplierPaymentId),
      others.map(({ paymentRow }) => paymentRow),
      others.map(({ number }) => number),
      others.map((document) => document.day),
    ],
  );
  return new Map(rows.map(({ id, stands }) => [id, stands]));
}
