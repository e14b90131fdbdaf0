import { type Day, daysBetween } from '../../../domain/day';
import type { BookRow } from '../../../domain/evidence';
import { bookReadMs } from '../../../ladders';
import { hashing } from '../../answer-hashes';
import type { LookAnswer, LookQuestion } from '../../supplier';
import type { AlsecoConnection, AlsecoContext } from '../connection';
import type { ListEnd } from '../lists';
import { BOOK_MAX_DAYS, type BookLine, book, notMovedPays } from './book';
import { apart, neededBy, readSnapshot, type Snapshot, type Told } from './snapshot';

export type OnLines = (lines: readonly BookLine[]) => Promise<void>;
/** How reading a whole book ended; lines handed over count only where it is `usable`. */
export type BookRead =
  | { readonly kind: 'usable'; readonly lines: number; readonly unreadable: number }
  | { readonly kind: 'unusable'; readonly why: string };

interface Days {
  readonly from: Day;
  readonly to: Day;
}
interface Waiting {
  /** Null for a reader of the whole book. */
  readonly question: LookQuestion | null;
  readonly onLines: OnLines | null;
  readonly context: AlsecoContext;
  readonly answer: (snapshot: Snapshot) => void;
  answered: boolean;
  /** Told when the asker leaves a fetch that is under way. */
  left: () => void;
}

const MAX_WAITING = 20_000;

/**
 * Looks share fetches: at most one per range of days is under way, and each question is answered by one that started after the
 * question came. Of a long book only the rows that some waiting question can need are held.
 */
export class Looks {
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly running = new Set<string>();
  private count = 0;

  constructor(private readonly connection: AlsecoConnection) {}

  async look(question: LookQuestion, context: AlsecoContext): Promise<readonly LookAnswer[]> {
    const snapshot = await this.snapshot(question, { question, onLines: null, context });
    return question.documents.map((document): LookAnswer => {
      const look = readSnapshot(snapshot, question, document);
      const { readAt, answerHashes } = snapshot;
      if (look.said !== 'found') return { document: document.number, look, readAt, answerHashes };
      return {
        document: document.number,
        look,
        readAt,
        answerHashes,
        outcome: { kind: 'accepted', paymentId: look.row.paymentId, bookedAt: look.row.bookedAt, bookedDay: look.row.day },
      };
    });
  }

  /** Every line of the book of those days, by the same fetches that answer looks; a payment may come from two lists. */
  async read(days: Days, onLines: OnLines, context: AlsecoContext): Promise<BookRead> {
    const snapshot = await this.snapshot(days, { question: null, onLines, context });
    return snapshot.kind === 'book' ? { kind: 'usable', lines: snapshot.lines, unreadable: snapshot.unreadable } : snapshot;
  }

  private snapshot(days: Days, asked: Pick<Waiting, 'question' | 'onLines' | 'context'>): Promise<Snapshot> {
    const { context } = asked;
    if (this.count >= MAX_WAITING) return Promise.resolve(unread('too many looks are waiting'));
    try {
      daysBetween(days.from, days.to, BOOK_MAX_DAYS);
    } catch {
      return Promise.resolve(unread(`more than ${BOOK_MAX_DAYS} days from ${days.from} to ${days.to}`));
    }
    const range = `${days.from}/${days.to}`;
    this.count++;
    return new Promise<Snapshot>((resolve) => {
      const answer = (snapshot: Snapshot): void => {
        if (waiting.answered) return;
        waiting.answered = true;
        context.signal.removeEventListener('abort', leave);
        this.count--;
        resolve(snapshot);
      };
      const waiting: Waiting = { ...asked, answer, answered: false, left: () => {} };
      const leave = (): void => {
        const queue = this.waiting.get(range)?.filter((one) => one !== waiting) ?? [];
        if (queue.length > 0) this.waiting.set(range, queue);
        else this.waiting.delete(range);
        answer(unread('cancelled'));
        waiting.left();
      };
      this.waiting.set(range, [...(this.waiting.get(range) ?? []), waiting]);
      context.signal.addEventListener('abort', leave, { once: true });
      if (context.signal.aborted) leave();
      void this.fetchNext(range, days);
    });
  }

  private async fetchNext(range: string, days: Days): Promise<void> {
    if (this.running.has(range)) return;
    this.running.add(range);
    try {
      for (let askers = this.waiting.get(range); askers; askers = this.waiting.get(range)) {
        this.waiting.delete(range);
        const snapshot = await this.fetch(askers, days);
        for (const asker of askers) asker.answer(snapshot);
      }
    } finally {
      this.running.delete(range);
    }
  }

  /** Runs to its own limits: one asker that leaves does not take the others' answer away, and the last that leaves ends it. */
  private async fetch(askers: readonly Waiting[], days: Days): Promise<Snapshot> {
    const readAt = new Date().toISOString();
    const abandoned = new AbortController();
    const limit = AbortSignal.timeout(bookReadMs(this.connection.options.ladders));
    for (const asker of askers) asker.left = () => askers.every((one) => one.answered) && abandoned.abort();
    const { context, hashes } = hashing<AlsecoContext>({
      signal: AbortSignal.any([abandoned.signal, limit]),
      keep: (exchange) => askers[0]?.context.keep(exchange),
    });
    return { ...(await this.readAll(askers, days, context)), readAt, answerHashes: hashes };
  }

  private async readAll(askers: readonly Waiting[], days: Days, context: AlsecoContext): Promise<Told> {
    const needed = neededBy(askers.flatMap(({ question }) => question ?? []));
    const rows = new Map<string, BookRow>();
    const readers = askers.filter((asker) => asker.onLines !== null);
    let unreadable = 0;
    let lines = 0;
    const take = async (some: readonly BookLine[]): Promise<void> => {
      lines += some.length;
      for (const line of some) {
        if (line.kind === 'unreadable') unreadable++;
        else if (!rows.has(line.row.paymentId) && needed(line.row)) rows.set(line.row.paymentId, apart(line.row));
      }
      for (const reader of readers) if (!reader.answered) await reader.onLines?.(some).catch((error: unknown) => unheard(reader, error));
    };
    try {
      const ended = await book(this.connection, days, take, context);
      const settled = ended.kind === 'usable' ? await this.settleMoved(rows, askers, days, context) : ended;
      if (settled.kind === 'usable') return { kind: 'book', rows: [...rows.values()], lines, unreadable };
      return { kind: 'unusable', why: settled.kind === 'failed' ? `Alseco's list failed: ${settled.text}` : settled.reason };
    } catch (error) {
      return { kind: 'unusable', why: error instanceof Error ? error.message : String(error) };
    }
  }

  /**
   * A payment booked between the two lists stands in getPaysInfo alone and would pass for moved. So what is sought and was found
   * there only is held once more against GetNotMovedPays, from its day on.
   */
  private async settleMoved(rows: Map<string, BookRow>, askers: readonly Waiting[], days: Days, context: AlsecoContext): Promise<ListEnd> {
    const references = new Set(askers.flatMap(({ question }) => question?.documents.map((document) => document.reference) ?? []));
    const sought = [...rows.values()].filter((row) => row.moved && references.has(row.reference) && row.day <= days.to);
    const [earliest] = sought.map((row) => row.day).sort();
    if (!earliest) return { kind: 'usable', rows: 0 };
    const [, first = days.from] = [earliest, days.from].sort();
    const ids = new Set(sought.map((row) => row.paymentId));
    const take = (lines: readonly BookLine[]): void => {
      for (const line of lines) if (line.kind === 'row' && ids.has(line.row.paymentId)) rows.set(line.row.paymentId, apart(line.row));
    };
    for (const day of daysBetween(first, days.to, BOOK_MAX_DAYS)) {
      const ended = await notMovedPays(this.connection, day, take, context);
      if (ended.kind !== 'usable') return ended;
    }
    return { kind: 'usable', rows: 0 };
  }
}

const unread = (why: string): Snapshot => ({ kind: 'unusable', why, readAt: new Date().toISOString(), answerHashes: [] });

/** A reader that cannot take its lines goes without; the others' answer stands. */
const unheard = (reader: Waiting, error: unknown): void => reader.answer(unread(error instanceof Error ? error.message : String(error)));
