import { type LineVerdict, lineVerdict } from '../domain/breaks';
import type { Day } from '../domain/day';
import type { BookRow } from '../domain/evidence';
import { doubtAbsence } from '../registry/attempts';
import { documentsByReference, paymentOfReference } from '../registry/book-lines';
import { foundBreak } from '../registry/breaks';
import type { Database, Queryable } from '../registry/database';
import { documentTaken } from '../registry/documents';
import { lockPayment, type Payment } from '../registry/payments';
import type { SupplierName } from '../suppliers/supplier';

/** Copied out of the pieces they came in. Lines that are not plainly matched are held until the book has ended; of more than this the rest waits for the next reading. */
const HELD_LINES = 5_000;

export interface BookSource {
  readonly name: SupplierName;
  readonly zone: string;
  /** Lines of our bank code with other references belong to another channel and are no breaks (ALSECO_SHARED_CODE). */
  readonly sharedCode: boolean;
  read(onLines: (lines: readonly BookLine[]) => Promise<void>): Promise<BookEnd>;
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
  let left = 0;
  const ended = await source.read(async (lines) => {
    const rows = lines.flatMap((line) => (line.kind === 'row' && (line.row.ours || !source.sharedCode) ? [line.row] : []));
    if (rows.length === 0) return;
    const known = await documentsByReference(database, source.name, [...new Set(rows.map((row) => row.reference))]);
    for (const row of rows) {
      const verdict = lineVerdict(row, known.get(row.reference) ?? null, readSince);
      if (verdict.is === 'matched' || verdict.is === 'under way' || held.has(row.paymentId)) continue;
      if (held.size < HELD_LINES) held.set(row.paymentId, structuredClone(row));
      else left++;
    }
  });
  if (ended.kind === 'unusable') return { usable: false, said: ended.why, breaks: 0, found: [] };

  let breaks = 0;
  const found = new Map<string, Payment>();
  for (const row of [...held.values()].sort(byPaymentId)) {
    const judged = await database.transaction((tx) => judgeLine(tx, source, row, readSince));
    if (judged.broken) breaks++;
    if (judged.open) found.set(judged.open.id, judged.open);
  }
  const words = [`${ended.lines} lines`, `${breaks} new breaks`];
  if (ended.unreadable > 0) words.push(`${ended.unreadable} unreadable`);
  if (left > 0) words.push(`${left} more differ and wait for the next reading`);
  return { usable: true, said: words.join(', '), breaks, found: [...found.values()] };
}

interface Judged {
  readonly broken: boolean;
  readonly open: Payment | null;
}
const NOTHING: Judged = { broken: false, open: null };

async function judgeLine(tx: Queryable, source: BookSource, row: BookRow, readSince: string): Promise<Judged> {
  const before = (await documentsByReference(tx, source.name, [row.reference])).get(row.reference);
  const payment = before ? await lockPayment(tx, before.paymentRow) : null;
  // Read again under the lock: what was under way a moment ago may be settled now.
  const known = payment ? (await documentsByReference(tx, source.name, [row.reference])).get(row.reference) : undefined;
  const verdict: LineVerdict = lineVerdict(row, known ?? null, readSince);
  switch (verdict.is) {
    case 'matched':
    case 'under way':
      return NOTHING;
    case 'found':
      return { broken: false, open: payment };
    case 'doubt':
      if (payment && known) await doubtAbsence(tx, payment.id, known.number, `PaymentId ${row.paymentId} stands in the book of ${row.day}`);
      return { broken: false, open: payment };
    case 'adopt':
      if (payment && known)
        await documentTaken(tx, payment.id, known.number, { paymentId: row.paymentId, bookedAt: row.bookedAt, day: row.day as Day });
      return NOTHING;
    case 'break': {
      // The registry knows the payment and not yet, or no more, what was sent of it: an older copy of itself that looks for evidence first.
      const planless = known || !row.ours ? null : await paymentOfReference(tx, source.name, row.reference);
      if (planless && !planless.finalAt) return NOTHING;
      const { reference, amount, day, paymentId: booking } = row;
      const about = { payment: payment?.id ?? null, document: known?.number ?? null, currency: known?.currency ?? null };
      const { name: supplier, zone } = source;
      const broken = await foundBreak(
        tx,
        { kind: verdict.kind, supplier, booking, reference, day, zone, amount, evidence: verdict.why, ...about },
        readSince,
      );
      return { broken, open: null };
    }
  }
}

const byPaymentId = (a: BookRow, b: BookRow): number => a.paymentId.length - b.paymentId.length || (a.paymentId < b.paymentId ? -1 : 1);
