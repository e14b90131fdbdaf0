import { atLast } from '../../domain/bank-day/at-last';
import { compareNominees, type Entry } from '../../domain/bank-day/compare';
import { isUnlike, MAX_NOMINEES, type Side, type Tally, tally } from '../../domain/bank-day/tally';
import type { Reading } from '../../domain/bank-day/verdict';
import type { Day } from '../../domain/day';
import { requestOf } from '../../domain/ids';
import { add, type Money, subtract, ZERO } from '../../domain/money';
import { beginOf, endOf } from '../../zone';
import type { Database, Queryable } from '../database';
import type { Payment } from '../payment/payments';
import { absencesOf, standingOn } from './absences';
import { writeComparison, writeUnlike } from './comparisons';
import { closeGone } from './day-breaks';
import { type DayEntry, judgeEntries } from './judge-entries';
import { lookUp } from './lookups';
import { type Nomination, nominate, type Shape } from './nominate';
import { type DayDocument, documentsByKey, documentsNamed, type Surroundings } from './our-documents';
import { dropFallen } from './signing/fallen';
import type { BooksConnection } from './staging/books-connection';
import type { Fetch } from './staging/fetches';
import { bookTable, recount } from './staging/tables';
import { noteUnjudged } from './unjudged';

export interface DayToCompare extends Surroundings, Shape {
  readonly settleDelayMs: number;
  /** The day was confirmed before: what is found now came after. */
  readonly confirmed: boolean;
  /** Says what it would come to and writes nothing. */
  readonly trial: boolean;
  /** Repairs are used up: what is not decided is judged as it stands. */
  readonly last: boolean;
}

export interface ComparedDay {
  readonly tally: Tally;
  readonly pairs: number;
  readonly nominees: number;
  readonly otherChannel: Side;
  readonly twoZones: number;
  /** Documents that may stand in the book, do not, and are not counted as ours. */
  readonly open: Side;
}

export type DayComparison =
  /** The staged rows are not there any more: a crash or a promotion empties them. It is fetched anew. */
  | { readonly is: 'lost' }
  | { readonly is: 'unlike'; readonly nominees: number; readonly lines: number; readonly ours: Side }
  | (ComparedDay & {
      readonly is: 'compared';
      /** All but the equal pairs. */
      readonly entries: readonly DayEntry[];
      /** Open payments whose booking stands in the book: their workflows may look now. */
      readonly found: readonly Payment[];
      /** Left to the next comparison, because the registry went on meanwhile. */
      readonly changed: number;
      /** Breaks that this comparison no longer found. */
      readonly closed: number;
    });

/**
 * Holds a complete reading of a day against the registry, both ways: SQL nominates what is not exactly equal, the one judge says what
 * it is, and what that comes to is written under the payments' locks. Compared again nothing changes.
 */
export async function compareDay(database: Database, books: BooksConnection, fetch: Fetch, day: DayToCompare): Promise<DayComparison> {
  if (fetch.state !== 'complete') throw new RangeError(`fetch ${fetch.id} is ${fetch.state}, and only a complete book is compared`);
  const staged = await recount(books, fetch.id);
  if (!staged || staged.rows !== Number(fetch.staged) || staged.sum !== fetch.stagedSum) return { is: 'lost' };
  const nomination = await nominate(books, fetch, day, day);
  const nominees = nomination.nominees + Number(fetch.unreadable) + Number(fetch.differing);
  const lines = Number(fetch.count) - nomination.otherChannel.count;
  if (isUnlike(nominees, Math.max(lines, nomination.ours.count))) {
    if (!day.trial) await writeUnlike(database, fetch, nomination.ours, nominees);
    return { is: 'unlike', nominees, lines, ours: nomination.ours };
  }
  const { entries, judging } = await prepare(database, books, fetch, day, nomination);
  const open = await countOpen(database, fetch, day);
  const { otherChannel, twoZones } = nomination;
  const said = (judged: readonly DayEntry[]): ComparedDay => ({ ...count(fetch, nomination, judged), nominees, otherChannel, twoZones, open });
  if (day.trial) {
    const tried = day.last ? entries.map((entry) => ({ ...entry, verdict: atLast(entry.verdict) })) : entries;
    return { is: 'compared', ...said(tried), entries: tried, found: [], changed: 0, closed: 0 };
  }
  const {
    entries: judged,
    found,
    changed,
  } = await judgeEntries(database, entries, { ...judging, fetch, around: day, confirmed: day.confirmed, last: day.last });
  await noteUnjudged(database, books, fetch, day);
  const closed = changed === 0 ? await closeGone(database, fetch) : 0;
  await dropFallen(database, fetch, changed === 0);
  await writeComparison(database, fetch, said(judged));
  return { is: 'compared', ...said(judged), entries: judged, found, changed, closed };
}

async function prepare(database: Database, books: BooksConnection, fetch: Fetch, day: DayToCompare, { lines, documents: keys }: Nomination) {
  const named = await documentsNamed(database, day, [...new Set(lines.map(({ reference }) => reference))]);
  const lookups = await lookUp(
    database,
    day,
    day,
    lines.map(({ reference }) => reference),
  );
  const others = await documentsNamed(database, day, lookups.documents);
  const documents = oncePerReference([...named, ...(await documentsByKey(database, day, keys)), ...others]);
  const own = documents.flatMap(({ supplierPaymentId }) => supplierPaymentId ?? []);
  const shown = await shownIn(books, fetch, own);
  const elsewhere = await standingOn(database, fetch, documents);
  const now = Date.now();
  const reading: Reading = {
    since: fetch.startedAt,
    overdueBefore: new Date(now - day.callMs).toISOString(),
    item: day.item,
    // A reading of this day says nothing of a booking of another: the comparison of that day does.
    shows: (paymentId) => shown.has(paymentId) || (elsewhere.has(paymentId) ? (elsewhere.get(paymentId) ?? null) : false),
  };
  const references = new Set(documents.map(({ reference }) => reference));
  const known = await absencesOf(database, fetch, keys, day.settleDelayMs);
  const disputed = await disputedIn(books, fetch);
  const absence = (document: DayDocument) => {
    const one = known(document);
    const stands = disputed.has(document.reference) || disputed.has(document.supplierPaymentId ?? '');
    if (!one) return null;
    const line = shown.get(document.supplierPaymentId ?? '');
    // Without its reference the line is nobody's pair there, and nothing explains the document away.
    const shownOn = line && line.day !== fetch.day && line.reference === document.reference ? line.day : one.shownOn;
    return stands ? { ...one, shownOn, settled: false, seenBefore: false } : { ...one, shownOn };
  };
  const entries = compareNominees(
    {
      lines,
      documents,
      references: { ...lookups.references, isDocument: (reference) => references.has(reference) },
      payment: lookups.payment,
      sharedCode: day.sharedCode,
      absence: (document) => absence(document as DayDocument),
    },
    reading,
  );
  const paymentOf = ({ line, document }: Entry): string | null => {
    if (document) return (document as DayDocument).paymentRow;
    const request = line && lookups.references.isOurShape(line.reference) ? requestOf(line.reference) : null;
    return request === null ? null : (lookups.payment(request)?.id ?? null);
  };
  return { entries: entries.map((entry) => ({ ...entry, payment: paymentOf(entry) }) as DayEntry), judging: { reading, absence } };
}

function oncePerReference(documents: readonly DayDocument[]): DayDocument[] {
  const kept = new Map<string, DayDocument>();
  for (const document of documents) if (!kept.has(document.reference)) kept.set(document.reference, document);
  return [...kept.values()];
}

interface ShownLine {
  readonly day: Day;
  readonly reference: string;
}

/** Which of our own bookings stand in this reading, on which day and under which reference. */
async function shownIn(books: BooksConnection, fetch: Fetch, paymentIds: readonly string[]): Promise<Map<string, ShownLine>> {
  const { rows } = await books.query<ShownLine & { id: string }>(
    `SELECT payment_id AS id, day, reference FROM ${bookTable(fetch.id)} WHERE payment_id = ANY ($1::text[])`,
    [paymentIds],
  );
  return new Map(rows.map(({ id, ...line }) => [id, line]));
}

/** PaymentIds and references of which the lists say different things: whether ours stands there is nobody's to say yet. */
async function disputedIn(books: BooksConnection, fetch: Fetch): Promise<Set<string>> {
  const { rows } = await books.query<{ id: string; reference: string }>(
    `SELECT payment_id AS id, reference FROM ${bookTable(fetch.id)} WHERE differing LIMIT ${MAX_NOMINEES}`,
  );
  return new Set(rows.flatMap(({ id, reference }) => [id, reference]));
}

/** Equal pairs have no entry: they are what is left of the lines of the day. */
function count(fetch: Fetch, { lines, ours, otherChannel }: Nomination, entries: readonly DayEntry[]): { tally: Tally; pairs: number } {
  const theirs: Side = { count: Number(fetch.count), sum: fetch.sum ?? ZERO };
  const counted = tally(fetch.day, theirs, ours, entries);
  const { explained } = counted.standing;
  const standing = { ...counted.standing, explained: { ...explained, theirs: explained.theirs + otherChannel.count } };
  const effects = add(counted.effects, otherChannel.sum);
  const equal = theirs.count - otherChannel.count - lines.length;
  return {
    tally: { ...counted, standing, effects, unexplained: subtract(subtract(theirs.sum, ours.sum), effects) },
    pairs: equal + counted.standing.pair.theirs,
  };
}

/** Sent on the day, and their fate not known. */
async function countOpen(database: Queryable, { day, supplier }: Fetch, { zone }: DayToCompare): Promise<Side> {
  const { rows } = await database.query<{ count: string; sum: Money }>(
    `SELECT count(*) AS count, coalesce(trim_scale(sum(d.amount)), 0) AS sum FROM documents d JOIN payments p ON p.id = d.payment_id
     WHERE p.supplier = $1 AND d.state = 'planned' AND p.final_at IS NULL AND EXISTS (SELECT 1 FROM attempts a
       WHERE a.payment_id = d.payment_id AND a.document = d.number AND coalesce(a.outcome, 'unknown') IN ('unknown', 'pending', 'accepted')
         AND a.sent_at >= $2::timestamptz - interval '10 minutes' AND a.sent_at < $3::timestamptz + interval '10 minutes')`,
    [supplier, beginOf(zone, day), endOf(zone, day)],
  );
  return { count: Number(rows[0]?.count ?? 0), sum: rows[0]?.sum ?? ZERO };
}
