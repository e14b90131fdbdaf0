import type { KnownPayment } from '../../domain/bank-day/compare';
import { plainSpelling, type References, requestsIn } from '../../domain/bank-day/reference';
import { requestOf } from '../../domain/ids';
import type { Queryable } from '../database';
import type { Shape } from './nominate';
import type { Surroundings } from './our-documents';

/** What references of a day's nominees may name: looked up at once, answered without asking again. */
export interface Lookups {
  readonly references: References;
  readonly payment: (request: string) => (KnownPayment & { readonly id: string }) | null;
  /** References of all documents of the payments that were named. */
  readonly documents: readonly string[];
}

interface Row extends KnownPayment {
  readonly id: string;
  readonly request: string;
}

const REQUEST_DIGITS = 15;
/** Fewer digits of a number are everybody's. */
const CUT_DIGITS_AT_LEAST = 9;

export async function lookUp(database: Queryable, { supplier }: Surroundings, shape: Shape, texts: readonly string[]): Promise<Lookups> {
  const plain = texts.map(plainSpelling);
  const requests = new Set(plain.flatMap((text) => [...requestsIn(text), ...(requestOf(text) ?? [])].filter((one) => one.length === REQUEST_DIGITS)));
  const cut = plain.flatMap((text) => cutRequest(text, shape) ?? []);
  const { rows } = await database.query<Row>(
    `SELECT p.id, p.request_id AS request, p.status, p.final_at IS NOT NULL AS final,
       ARRAY (SELECT d.reference FROM documents d WHERE d.payment_id = p.id AND d.state <> 'replaced' ORDER BY d.number) AS references
     FROM payments p WHERE p.supplier = $1 AND p.id IN (
       SELECT id FROM payments WHERE request_id = ANY ($2::bigint[])
       UNION SELECT c.id FROM unnest($3::bigint[], $4::bigint[]) AS r(low, high)
         CROSS JOIN LATERAL (SELECT id FROM payments WHERE request_id BETWEEN r.low AND r.high LIMIT 2) c)`,
    [supplier, [...requests], cut.map(({ low }) => low), cut.map(({ high }) => high)],
  );
  const payments = new Map(rows.map((row) => [row.request, row]));
  const documents = rows.flatMap(({ references }) => references);
  const known = new Set(documents);
  const bySpelling = new Map(documents.map((reference) => [plainSpelling(reference), reference]));
  const shapeOf = shape.prefix === null ? null : new RegExp(`^${shape.prefix}\\d{15}[1-9]\\d{0,2}$`);
  return {
    documents,
    payment: (request) => payments.get(request) ?? null,
    references: {
      isDocument: (reference) => known.has(reference),
      isPayment: (request) => payments.has(request),
      beginningWith: (text) => documents.filter((reference) => reference !== text && plainSpelling(reference).startsWith(text)).slice(0, 2),
      spelled: (text) => bySpelling.get(text) ?? null,
      isOurShape: (reference) => shapeOf?.test(reference) ?? false,
    },
  };
}

/** The RequestIDs that a reference may have had before its end was cut off. */
function cutRequest(text: string, { prefix }: Shape): { low: string; high: string } | null {
  if (prefix === null || !text.startsWith(prefix.toUpperCase())) return null;
  const digits = text.slice(prefix.length);
  if (!/^[1-9]\d*$/.test(digits) || digits.length < CUT_DIGITS_AT_LEAST || digits.length > REQUEST_DIGITS) return null;
  return { low: digits.padEnd(REQUEST_DIGITS, '0'), high: digits.padEnd(REQUEST_DIGITS, '9') };
}
