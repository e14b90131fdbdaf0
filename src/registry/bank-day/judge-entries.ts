import { type Absence, judgeAbsent } from '../../domain/bank-day/absent';
import { atLast } from '../../domain/bank-day/at-last';
import { afterConfirmation } from '../../domain/bank-day/breaking';
import { type Entry, isPair } from '../../domain/bank-day/compare';
import { judgeKnown } from '../../domain/bank-day/known-line';
import { shareOf, standingOf } from '../../domain/bank-day/tally';
import type { Reading, Verdict } from '../../domain/bank-day/verdict';
import type { Day } from '../../domain/day';
import { byNumber } from '../../domain/ids';
import type { Database, Queryable } from '../database';
import { doubtAbsence } from '../payment/attempts';
import { takeDocument } from '../payment/documents';
import { lockPayment, type Payment } from '../payment/payments';
import { noteBreak } from './day-breaks';
import type { NumberedLine } from './nominate';
import { type DayDocument, documentsByKey, type Surroundings } from './our-documents';
import type { Fetch } from './staging/fetches';

export interface DayEntry extends Entry {
  readonly line: NumberedLine | null;
  readonly document: DayDocument | null;
  /** The payment's row that it is about, as far as one is known. */
  readonly payment: string | null;
}

export interface Judging {
  readonly fetch: Fetch;
  readonly around: Surroundings;
  readonly reading: Reading;
  readonly absence: (document: DayDocument) => Omit<Absence, 'alike'> | null;
  /** The day was confirmed before: what is found now is late. */
  readonly confirmed: boolean;
  /** Repairs are used up: what is not decided is judged as it stands. */
  readonly last: boolean;
}

export interface Judged {
  readonly entries: readonly DayEntry[];
  /** Open payments whose booking stands in the book, or whose document it may be: their workflows may look now. */
  readonly found: readonly Payment[];
  /** What became of the registry meanwhile leaves these to the next comparison. */
  readonly changed: number;
}

/** Payments of one transaction: each is locked from here to its end. */
const BATCH_PAYMENTS = 100;

/** Judges again under the payments' locks, in batches, and writes what that comes to. */
export async function judgeEntries(database: Database, entries: readonly DayEntry[], judging: Judging): Promise<Judged> {
  const byPayment = new Map<string, DayEntry[]>();
  for (const entry of entries) {
    const payment = entry.payment ?? '';
    byPayment.set(payment, [...(byPayment.get(payment) ?? []), entry]);
  }
  const judged: DayEntry[] = [];
  const found = new Map<string, Payment>();
  let changed = 0;
  const payments = [...byPayment.keys()].sort(byNumber);
  for (let at = 0; at < payments.length; at += BATCH_PAYMENTS) {
    const batch = payments.slice(at, at + BATCH_PAYMENTS);
    await database.transaction(async (tx) => {
      for (const payment of batch) {
        const locked = payment === '' ? null : await lockPayment(tx, payment);
        const own = byPayment.get(payment) ?? [];
        const fresh = await freshDocuments(tx, own, judging);
        for (const entry of own) {
          const now = judgeNow(entry, fresh, judging);
          if (!now) changed++;
          else {
            judged.push(await carryOut(tx, now, judging));
            if (locked && !locked.finalAt && isToLook(now.verdict)) found.set(locked.id, locked);
          }
        }
      }
    });
  }
  return { entries: judged, found: [...found.values()], changed };
}

const isToLook = ({ is }: Verdict): boolean => is === 'found' || is === 'doubt' || is === 'look';

async function freshDocuments(tx: Queryable, entries: readonly DayEntry[], { around }: Judging): Promise<Map<string, DayDocument>> {
  const keys = new Map(entries.flatMap(({ document }) => (document ? [[document.number, [document.paymentRow, document.number] as const]] : [])));
  const documents = keys.size === 0 ? [] : await documentsByKey(tx, around, [...keys.values()]);
  return new Map(documents.map((document) => [keyOf(document), document]));
}
const keyOf = ({ paymentRow, number }: DayDocument): string => `${paymentRow}/${number}`;

/** Null: its document has changed since both sides were looked at, and only a new comparison can tell what that means for the others. */
function judgeNow(entry: DayEntry, fresh: ReadonlyMap<string, DayDocument>, judging: Judging): DayEntry | null {
  const { line, document, verdict } = entry;
  const late = (said: Verdict) => (judging.confirmed ? afterConfirmation(said) : said);
  if (!document) return { ...entry, verdict: late(verdict) };
  const now = fresh.get(keyOf(document));
  if (!now) return null;
  if (JSON.stringify(now) === JSON.stringify(document)) return { ...entry, verdict: late(verdict) };
  const again = line === null ? absentNow(now, judging) : line.reference === now.reference ? judgeKnown(line, now, judging.reading, null) : null;
  if (!again || standingOf({ line, document: now, verdict: again }) !== standingOf(entry)) return null;
  return { ...entry, document: now, verdict: late(again) };
}

function absentNow(document: DayDocument, { absence }: Judging): Verdict | null {
  const known = absence(document);
  return known ? judgeAbsent(document, { ...known, alike: null }) : null;
}

/** What it leads to, written; and the entry as it was written. */
async function carryOut(tx: Queryable, entry: DayEntry, judging: Judging): Promise<DayEntry> {
  const { line, document, payment } = entry;
  if (line && document && entry.verdict.is === 'doubt')
    await doubtAbsence(tx, document.paymentRow, document.number, `PaymentId ${line.paymentId} stands in the book of ${line.day}`);
  const verdict = judging.last ? atLast(entry.verdict) : entry.verdict;
  const said = { ...entry, verdict };
  if (line && document && verdict.is === 'adopt')
    await takeDocument(tx, document.paymentRow, document.number, { paymentId: line.paymentId, bookedAt: null, day: line.day });
  if (line && document && verdict.is === 'matched' && verdict.by === 'midnight') await moveBooking(tx, document, line.day);
  const broken =
    verdict.is === 'break'
      ? await noteBreak(tx, judging.fetch, judging.around, { broken: verdict, line, document, payment, rowHash: null, raw: null })
      : null;
  await claim(tx, said, judging.fetch, broken);
  return said;
}

/** Their list wins over what we kept. */
async function moveBooking(tx: Queryable, { paymentRow, number }: DayDocument, day: Day): Promise<void> {
  await tx.query(`UPDATE documents SET booked_day = $3 WHERE payment_id = $1 AND number = $2 AND state = 'taken'`, [paymentRow, number, day]);
}

/** Writes that this line, and the document where it is used up, stand here and nowhere else. */
async function claim(tx: Queryable, entry: DayEntry, fetch: Fetch, broken: string | null): Promise<void> {
  const { line, document, verdict } = entry;
  const used = document && (line === null || isPair(entry)) ? document : null;
  if (!line && !used) return;
  await tx.query(
    `INSERT INTO book_claims (fetch_id, line, payment_id, document, is_as, explained, break_id, effect, about) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT DO NOTHING`,
    [
      fetch.id,
      line?.n ?? null,
      used?.paymentRow ?? null,
      used?.number ?? null,
      standingOf(entry),
      verdict.is === 'explained' ? verdict.as : verdict.is === 'matched' || verdict.is === 'adopt' ? verdict.by : null,
      broken,
      shareOf(fetch.day, entry).effect,
      entry.payment,
    ],
  );
}
