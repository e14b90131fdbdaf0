import { isSupplierName, OFFERS } from '../../contracts/supply';
import type { Day } from '../../domain/day';
import { type AgentId, agentId } from '../../domain/ids';
import { isNegative, type Money, negate } from '../../domain/money';
import type { Database, Queryable } from '../database';
import { actAs } from '../staff/audit';
import { Refused } from '../staff/refused';
import { askAgain, type BankDocument, bookWaiting, countDocument, type KeptDocument, lockWaiting, type Party, rejectWaiting } from './bank-documents';
import { contractToday, payIn, topUp, withdraw } from './entries';

/** Money at our bank that staff book: whose, how much (above zero came in), and the bank's document where there is one. */
export interface CashMove {
  readonly party: Party;
  readonly amount: Money;
  readonly currency: string;
  readonly document: { readonly number: string; readonly day: Day } | null;
  readonly staff: string;
  readonly reason: string;
  /** The ledger's day of what has no contract of an agent. */
  readonly today: Day;
}

/** `waits`: the number of the document that waits for its second person. */
export type CashMoved = { readonly as: 'booked'; readonly available: Money | null } | { readonly as: 'waits'; readonly document: string };

/** Books it in the caller's transaction. A document that was booked before is refused; with `again` it is a true second one, and waits. */
export async function moveCash(tx: Queryable, move: CashMove, again: boolean): Promise<CashMoved> {
  const document: BankDocument | null = move.document && { ...move.document, party: move.party, amount: move.amount, currency: move.currency };
  if (document && again) return { as: 'waits', document: await askAgain(tx, document, move) };
  const { entry, available } = await book(tx, move);
  if (document) await countDocument(tx, document, { ...move, entry });
  return { as: 'booked', available };
}

async function book(tx: Queryable, move: CashMove): Promise<{ entry: string; available: Money | null }> {
  const [, kind, name = ''] = /^(agent|supplier):(.+)$/.exec(move.party) ?? [];
  const of = move.document ? ` (document ${move.document.number} of ${move.document.day})` : '';
  const out = isNegative(move.amount);
  const cash = { amount: out ? negate(move.amount) : move.amount, currency: move.currency, note: `${move.staff}: ${move.reason}${of}` };
  if (kind === 'agent') {
    const agent = agentId(name) as AgentId;
    return (out ? withdraw : topUp)(tx, { ...cash, agent, day: await contractToday(tx, agent) });
  }
  if (!out || !isSupplierName(name) || !OFFERS[name].deposit) throw new Refused(`${name} holds no deposit of ours.`);
  return { entry: await payIn(tx, name, { ...cash, day: move.today }), available: null };
}

/** The second person agrees: the document is booked. */
export function approveDocument(database: Database, staff: string, id: string, today: Day, reason: string | undefined): Promise<KeptDocument> {
  return actAs(database, { staff, action: 'document.approve', subject: `document:${id}`, reason }, async (tx) => {
    const waiting = await lockWaiting(tx, id, staff);
    const { entry } = await book(tx, { ...waiting, staff: `${waiting.staff} and ${staff}`, document: waiting, today });
    await bookWaiting(tx, id, staff, entry);
    return { ...waiting, state: 'booked', second: staff, entry };
  });
}

/** Takes a waiting document back, or refuses to be its second person. */
export function rejectDocument(database: Database, staff: string, id: string, reason: string): Promise<KeptDocument> {
  return actAs(database, { staff, action: 'document.reject', subject: `document:${id}`, reason }, async (tx) => {
    const waiting = await lockWaiting(tx, id, null);
    await rejectWaiting(tx, id, staff);
    return { ...waiting, state: 'rejected', second: staff };
  });
}
