import { MAX_NOMINEES, type Side } from '../../domain/bank-day/tally';
import type { Line } from '../../domain/bank-day/verdict';
import type { Money } from '../../domain/money';
import { beginOf, endOf } from '../../zone';
import type { DocumentKey, Surroundings } from './our-documents';
import type { BooksConnection } from './staging/books-connection';
import type { Fetch } from './staging/fetches';
import { bookTable } from './staging/tables';

export interface NumberedLine extends Line {
  /** Its row in the fetch. */
  readonly n: string;
}

/** What is not exactly equal on both sides, out of one look at both. */
export interface Nomination {
  readonly ours: Side;
  readonly lines: readonly NumberedLine[];
  readonly documents: readonly DocumentKey[];
  /** Rows of the comparison that are not equal; where it is more than is worth looking at, the rows are left out. */
  readonly nominees: number;
  /** Lines under another channel's references, which count on neither side. */
  readonly otherChannel: Side;
  /** Pairs whose day with us is another by its zone alone. */
  readonly twoZones: number;
}

export interface Shape {
  /** What our references begin with; null where they are numbers of ours alone. */
  readonly prefix: string | null;
  readonly sharedCode: boolean;
}

/** Our side: what the supplier took on that day, and what staff declared successful and was last sent on it. */
const oursOf = (item: string) => `
  SELECT d.payment_id, d.number, d.reference, d.supplier_payment_id, d.account, ${item} AS item, d.amount, p.business_day
  FROM documents d JOIN payments p ON p.id = d.payment_id
  WHERE p.supplier = $1 AND d.state = 'taken' AND d.booked_day = $2
    AND (p.status = 10 OR d.written_off_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM documents s WHERE s.payment_id = d.payment_id AND s.number <> d.number AND s.state = 'refused'))
  UNION ALL
  SELECT d.payment_id, d.number, d.reference, NULL, d.account, ${item}, d.amount, p.business_day
  FROM documents d JOIN payments p ON p.id = d.payment_id
  WHERE p.supplier = $1 AND d.state = 'planned' AND p.status = 10
    AND (SELECT max(a.sent_at) FROM attempts a WHERE a.payment_id = d.payment_id AND a.document = d.number) >= $3::timestamptz
    AND (SELECT max(a.sent_at) FROM attempts a WHERE a.payment_id = d.payment_id AND a.document = d.number) < $4::timestamptz`;

/** Neither empty, nor like ours, nor with the number of a payment of ours in it. */
const IS_ANOTHER_CHANNELS = `b.reference !~ '^\\s*$' AND NOT starts_with(upper(regexp_replace(b.reference, '\\s', '', 'g')), $5)
  AND NOT EXISTS (SELECT 1 FROM generate_series(1, length(b.reference) - 14) AS at(n) JOIN payments p
    ON p.request_id = CASE WHEN substr(b.reference, at.n, 15) ~ '^[0-9]{15}$' THEN substr(b.reference, at.n, 15)::bigint END)`;

interface Row {
  readonly n: string | null;
  readonly payment: string | null;
  readonly document: number | null;
}

export async function nominate(books: BooksConnection, fetch: Fetch, around: Surroundings, shape: Shape): Promise<Nomination> {
  const days = [around.supplier, fetch.day, beginOf(around.zone, fetch.day), endOf(around.zone, fetch.day)];
  const ours = oursOf(around.item === 'service' ? 'p.service_id::text' : 'd.invoice');
  const book = `SELECT * FROM ${bookTable(fetch.id)} b WHERE b.day = $2::date AND NOT b.differing`;
  await books.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const side = await countOurs(books, ours, days);
    const otherChannel = shape.sharedCode ? await countOtherChannel(books, book, [...days, prefixOf(shape)]) : { count: 0, sum: '0' as Money };
    const differing = `
      SELECT b.n, o.payment_id AS payment, o.number AS document FROM (${book}) b FULL JOIN (${ours}) o
        ON o.reference = b.reference AND o.supplier_payment_id = b.payment_id
      WHERE (b.n IS NULL OR o.payment_id IS NULL OR b.account <> o.account OR b.item <> o.item OR b.amount <> o.amount)
        ${shape.sharedCode ? `AND NOT (b.n IS NOT NULL AND o.payment_id IS NULL AND ${IS_ANOTHER_CHANNELS})` : ''}`;
    const values = shape.sharedCode ? [...days, prefixOf(shape)] : days;
    const { rows } = await books.query<Row>(`${differing} LIMIT ${MAX_NOMINEES + 1}`, values);
    const nominees = rows.length <= MAX_NOMINEES ? rows.length : await countOf(books, differing, values);
    const lines =
      nominees > MAX_NOMINEES
        ? []
        : await linesOf(
            books,
            fetch.id,
            rows.flatMap(({ n }) => n ?? []),
          );
    await books.query('COMMIT');
    const { twoZones, ...counted } = side;
    const documents = rows.flatMap(({ payment, document }): DocumentKey[] => (payment !== null && document !== null ? [[payment, document]] : []));
    return { ours: counted, lines, documents, nominees, otherChannel, twoZones: around.item === 'service' ? twoZones : 0 };
  } catch (error) {
    await books.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

const prefixOf = ({ prefix }: Shape): string => (prefix ?? '').toUpperCase();

interface Counted {
  readonly count: string;
  readonly sum: Money;
}

async function countOurs(books: BooksConnection, ours: string, values: readonly unknown[]): Promise<Side & { readonly twoZones: number }> {
  const { rows } = await books.query<Counted & { twoZones: string }>(
    `SELECT count(*) AS count, coalesce(trim_scale(sum(amount)), 0) AS sum, count(*) FILTER (WHERE business_day <> $2) AS "twoZones" FROM (${ours}) o`,
    values,
  );
  const [counted] = rows;
  if (!counted) throw new Error('our side of a day was not counted');
  return { count: Number(counted.count), sum: counted.sum, twoZones: Number(counted.twoZones) };
}

async function countOtherChannel(books: BooksConnection, book: string, values: readonly unknown[]): Promise<Side> {
  const { rows } = await books.query<Counted>(
    `SELECT count(*) AS count, coalesce(trim_scale(sum(amount)), 0) AS sum FROM (${book}) b
     WHERE ($1::text, $3::timestamptz, $4::timestamptz) IS NOT NULL AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.reference = b.reference) AND ${IS_ANOTHER_CHANNELS}`,
    values,
  );
  const [counted] = rows;
  return { count: Number(counted?.count ?? 0), sum: counted?.sum ?? ('0' as Money) };
}

async function countOf(books: BooksConnection, differing: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await books.query<{ count: string }>(`SELECT count(*) AS count FROM (${differing}) d`, values);
  return Number(rows[0]?.count ?? 0);
}

async function linesOf(books: BooksConnection, fetch: string, numbers: readonly string[]): Promise<NumberedLine[]> {
  const { rows } = await books.query<NumberedLine>(
    `SELECT n, payment_id AS "paymentId", reference, account, item, trim_scale(amount) AS amount, day, minute, moved, repeated
     FROM ${bookTable(fetch)} WHERE n = ANY ($1::bigint[])`,
    [numbers],
  );
  return rows;
}
