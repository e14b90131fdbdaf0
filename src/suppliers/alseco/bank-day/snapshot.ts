import { type BookRow, type Look, readBook } from '../../../domain/evidence';
import type { LookQuestion } from '../../supplier';

/** The part of a book that its askers need, or why there is none. */
export type Snapshot = Source & Told;
interface Source {
  readonly readAt: string;
  readonly answerHashes: readonly string[];
}
export type Told =
  | { readonly kind: 'book'; readonly rows: readonly BookRow[]; readonly lines: number; readonly unreadable: number }
  | { readonly kind: 'unusable'; readonly why: string };

/**
 * The row in memory of its own: a longer text of it is otherwise a slice of the chunk it came in, and a thousand rows kept out of
 * a long book would keep most of that book with them.
 */
export const apart = (row: BookRow): BookRow => ({ ...row, reference: copied(row.reference), invoice: copied(row.invoice) });
const copied = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/** Exactly the rows that `readBook` can look at for these questions: by reference, by account, and the known payments. */
export function neededBy(questions: readonly LookQuestion[]): (row: BookRow) => boolean {
  const documents = questions.flatMap((question) => question.documents);
  const references = new Set(documents.map((document) => document.reference));
  const accounts = new Set(documents.map((document) => document.account));
  const known = new Set(questions.flatMap(({ known: bookings }) => bookings.map((booking) => booking.paymentId)));
  return (row) => references.has(row.reference) || accounts.has(row.account) || known.has(row.paymentId);
}

export function readSnapshot(snapshot: Told, question: LookQuestion, document: LookQuestion['documents'][number]): Look {
  if (snapshot.kind === 'unusable') return { said: 'inconclusive', why: snapshot.why };
  const look = readBook(snapshot.rows, document, question.known, question.claims);
  if (look.said === 'absent' && snapshot.unreadable > 0) return { said: 'inconclusive', why: 'the book has lines that cannot be read' };
  return look;
}
