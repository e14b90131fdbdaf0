import { evidenceText } from '../../domain/bank-day/evidence-text';
import { judgeKnown } from '../../domain/bank-day/known-line';
import { onlyTheirs } from '../../domain/bank-day/unknown-line';
import type { Line, Reading, Verdict } from '../../domain/bank-day/verdict';
import { type Day, plusDays } from '../../domain/day';
import type { BookRow } from '../../domain/evidence';
import { byPaymentId } from '../../domain/ids';
import { paymentOfReference } from '../../registry/bank-day/book-lines';
import { foundBreak } from '../../registry/bank-day/breaks';
import { type DayDocument, documentsNamed } from '../../registry/bank-day/our-documents';
import type { Database, Queryable } from '../../registry/database';
import { doubtAbsence } from '../../registry/payment/attempts';
import { takeDocument } from '../../registry/payment/documents';
import { lockPayment, type Payment } from '../../registry/payment/payments';
import type { SupplierName } from '../../suppliers/supplier';
import { dayIn } from '../../zone';

/** Copied out of the pieces they came in. Lines that are not plainly matched are held until the book has ended; of more than this the rest waits for the next reading. */
const HELD_LINES = 5_000;
/** A booking of ours that is older is not asked for again: it stands, and nothing of its time can be rolled back. */
const ASKED_AGAIN_DAYS = 30;

export interface BookSource {
  readonly name: SupplierName;
  readonly zone: string;
  /** Lines of our bank code with other references belong to another channel and are no breaks (ALSECO_SHARED_CODE). */
  readonly sharedCode: boolean;
  /** One call to it, first byte to last. */
  readonly callMs: number;
  /** Of the days that are due, or from an earlier one on. */
  read(onLines: (lines: readonly BookLine[]) => Promise<void>, from?: Day): Promise<BookEnd>;
}
type BookLine = { readonly kind: 'row'; readonly row: BookRow } | { readonly kind: 'unreadable' };
type BookEnd = { readonly kind: 'usable'; readonly lines: number; readonly unreadable: number } | { readonly kind: 'unusable'; readonly why: string };

export interface Compared {
  readonly usable: boolean;
  readonly said: string;
  readonly breaks: number;
  /** Open payments whose booking stands in the book: their workflows may look now. */
  readonly found: readonly Payment[];
}

/**
 * Holds every line of a supplier's book against the registry as it streams by, in the pieces it comes in; what does not plainly match
 * is judged once more under its payment's lock after the book has ended usable, so a book that breaks off leaves nothing behind.
 */
export async function compareBook(database: Database, source: BookSource, readSince: string): Promise<Compared> {
  const held = new Map<string, BookRow>();
  const ours = new OurBookings();
  const overdueBefore = new Date(Date.parse(readSince) - source.callMs).toISOString();
  const reading = (shows: Reading['shows']): Reading => ({ since: readSince, overdueBefore, item: 'invoice', shows });
  let left = 0;
  const ended = await source.read(async (lines) => {
    const rows = lines.flatMap((line) => (line.kind === 'row' && (line.row.ours || !source.sharedCode) ? [line.row] : []));
    if (rows.length === 0) return;
    const known = await documentsOf(database, source, rows);
    for (const row of rows) {
      const document = known.get(row.reference) ?? null;
      ours.see(row.paymentId);
      const verdict = judgeRow(
        row,
        document,
        reading(() => true),
      );
      if (verdict.is === 'matched' || verdict.is === 'under way' || held.has(row.paymentId)) continue;
      if (held.size < HELD_LINES) held.set(row.paymentId, structuredClone(row));
      else left++;
      ours.seek(row, document);
    }
  });
  if (ended.kind === 'unusable') return { usable: false, said: ended.why, breaks: 0, found: [] };
  await ours.readAgain(source, readSince);

  let breaks = 0;
  const found = new Map<string, Payment>();
  for (const row of [...held.values()].sort(byPaymentId)) {
    const judged = await database.transaction((tx) =>
      judgeLine(
        tx,
        source,
        row,
        reading((id) => ours.shown(id)),
      ),
    );
    if (judged.broken) breaks++;
    if (judged.open) found.set(judged.open.id, judged.open);
  }
  const words = [`${ended.lines} lines`, `${breaks} new breaks`];
  if (ended.unreadable > 0) words.push(`${ended.unreadable} unreadable`);
  if (left > 0) words.push(`${left} more differ and wait for the next reading`);
  return { usable: true, said: words.join(', '), breaks, found: [...found.values()] };
}

/** Bookings that we know under the references of other lines: whether they stand too tells a booking too many from a changed one. */
class OurBookings {
  private readonly sought = new Map<string, { readonly day: Day | null; stands: boolean | null }>();

  seek(row: BookRow, document: DayDocument | null): void {
    if (document?.state !== 'taken' || document.supplierPaymentId === null || document.supplierPaymentId === row.paymentId) return;
    if (!this.sought.has(document.supplierPaymentId)) this.sought.set(document.supplierPaymentId, { day: document.day, stands: null });
  }

  see(paymentId: string): void {
    const ours = this.sought.get(paymentId);
    if (ours) ours.stands = true;
  }

  shown(paymentId: string): boolean | null {
    return this.sought.get(paymentId)?.stands ?? null;
  }

  /** What passed by before anybody sought it, or stands on an earlier day, is looked for in a reading of its own. */
  async readAgain(source: BookSource, readSince: string): Promise<void> {
    const first = plusDays(dayIn(source.zone, readSince), -ASKED_AGAIN_DAYS);
    const unseen = [...this.sought.values()].filter(({ stands }) => stands === null);
    for (const one of unseen) if (one.day === null || one.day < first) one.stands = true;
    const missing = unseen.filter(({ stands }) => stands === null);
    if (missing.length === 0) return;
    const [from] = missing.flatMap(({ day }) => day ?? []).sort();
    const ended = await source.read(async (lines) => {
      for (const line of lines) if (line.kind === 'row') this.see(line.row.paymentId);
    }, from);
    if (ended.kind === 'usable') for (const one of missing) one.stands ??= false;
    else for (const one of missing) one.stands = null;
  }
}

/** The documents of the lines' references, as the day's judge knows them. */
async function documentsOf(database: Queryable, { name, zone, callMs }: BookSource, rows: readonly BookRow[]): Promise<Map<string, DayDocument>> {
  const around = { supplier: name, zone, item: 'invoice', aheadMs: 0, callMs } as const;
  const documents = await documentsNamed(database, around, [...new Set(rows.map((row) => row.reference))]);
  return new Map(documents.map((document) => [document.reference, document]));
}

/** As the closed day judges it, but for the day itself: one of the lists of a running day names days of payment alone. */
function judgeRow(row: BookRow, known: DayDocument | null, reading: Reading): Verdict {
  const { paymentId, reference, account, invoice, amount, day, moved } = row;
  const line: Line = { paymentId, reference, account, item: invoice, amount, day, minute: null, moved, repeated: false };
  return known ? judgeKnown(line, { ...known, day: null }, reading, null) : onlyTheirs(line, null);
}

interface Judged {
  readonly broken: boolean;
  readonly open: Payment | null;
}
const NOTHING: Judged = { broken: false, open: null };

async function judgeLine(tx: Queryable, source: BookSource, row: BookRow, reading: Reading): Promise<Judged> {
  const before = (await documentsOf(tx, source, [row])).get(row.reference);
  const payment = before ? await lockPayment(tx, before.paymentRow) : null;
  // Read again under the lock: what was under way a moment ago may be settled now.
  const known = payment ? (await documentsOf(tx, source, [row])).get(row.reference) : undefined;
  const verdict = judgeRow(row, known ?? null, reading);
  switch (verdict.is) {
    case 'found':
      return { broken: false, open: payment };
    case 'doubt':
      if (payment && known) await doubtAbsence(tx, payment.id, known.number, `PaymentId ${row.paymentId} stands in the book of ${row.day}`);
      return { broken: false, open: payment };
    case 'adopt':
      if (payment && known)
        await takeDocument(tx, payment.id, known.number, { paymentId: row.paymentId, bookedAt: row.bookedAt, day: row.day as Day });
      return NOTHING;
    case 'break': {
      // The registry knows the payment and not yet, or no more, what was sent of it: an older copy of itself that looks for evidence first.
      const planless = known || !row.ours ? null : await paymentOfReference(tx, source.name, row.reference);
      if (planless && !planless.finalAt) return NOTHING;
      const { reference, amount, day, paymentId: booking } = row;
      const pair = verdict.pair && known ? { ours: known.amount } : {};
      const about = { payment: payment?.id ?? null, document: known?.number ?? null, currency: known?.currency ?? null, ...pair };
      const { name: supplier, zone } = source;
      const broken = await foundBreak(
        tx,
        { kind: verdict.kind, supplier, booking, reference, day, zone, amount, evidence: evidenceText(verdict.differences), ...about },
        reading.since,
      );
      return { broken, open: null };
    }
    default:
      return NOTHING;
  }
}
