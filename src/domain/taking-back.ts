import { costsMoney } from './breaks';
import { againstHaste, live, named } from './deciding';
import type { Decided, DecidedDocument, DecisionFacts } from './decisions';
import type { DocumentState } from './lifecycle';
import { SUCCESS } from './status';

/** What forbids staff to take a booking or a whole payment back, or to call what the supplier keeps a loss. */

/** Documents that the supplier keeps, and that are nobody's loss yet. */
const kept = (facts: DecisionFacts): DecidedDocument[] => facts.documents.filter((document) => document.state === 'taken' && !document.writtenOff);
/** A reversal ended in the middle: the supplier took one part back and keeps another. */
export const isHalfTakenBack = ({ status, documents }: { readonly status: number; readonly documents: readonly DocumentState[] }): boolean =>
  status === SUCCESS && documents.some((document) => document.state === 'rolled back');

/** Staff declared the payment successful, and the supplier has refused it: its agent has paid for nothing. */
export const isPaidForNothing = ({ status, documents }: { readonly status: number; readonly documents: readonly DocumentState[] }): boolean =>
  status === SUCCESS && documents.some((document) => document.state === 'refused');

/**
 * A reversal gives the agent all of its money back, so all that the supplier has booked must be taken back with it: what nobody has
 * seen booked can be given back only on the supplier's written word that it holds nothing.
 */
export function againstReversal({ consent }: Decided, facts: DecisionFacts): string | null {
  if (facts.reversed) return 'The payment is reversed already.';
  if (facts.reversing) return 'A reversal of it is under way already.';
  if (facts.status !== SUCCESS) return 'Only a successful payment can be reversed.';
  const documents = live(facts);
  const refusedWhole = documents.length > 0 && documents.every((document) => document.state === 'refused');
  if (!facts.takesBack) return consent || refusedWhole ? null : 'Its supplier has no rollback: its written consent is needed (--consent).';
  if (documents.length === 0) return 'No document of it is known, so nothing of it can be rolled back.';
  const unseen = documents.find((document) => document.state === 'planned');
  if (unseen && !consent)
    return `${named(unseen)} was declared by staff, and no booking of it is known that could be rolled back: the next reading of the supplier's book names it (tolem doctor says when), or the supplier says in writing that it holds none (--consent).`;
  if (!unseen && consent) return 'Its supplier takes bookings back itself: a reversal there is a rollback, and no consent stands in for it.';
  return null;
}

export function againstRollBack({ extras }: Decided, facts: DecisionFacts): string | null {
  if (facts.reversing) return 'A roll back of it is under way already.';
  if (!facts.takesBack) return 'Its supplier takes no booking back: what it keeps is written off, or reversed with its written consent.';
  if (extras.length > 0) return againstUnknownExtra(extras, facts) ?? againstTheOnlyBooking(extras, facts);
  if (facts.status === SUCCESS) return 'The payment is successful: reverse it on its agent’s request (tolem payment reverse).';
  return kept(facts).length > 0 ? null : nothingKept(facts);
}

/** What is not known to be a booking of this payment may be anybody's. */
function againstUnknownExtra(extras: readonly string[], facts: DecisionFacts): string | null {
  const unknown = extras.find((id) => !facts.breaks.some(({ booking }) => booking === id));
  return unknown === undefined
    ? null
    : `PaymentId ${unknown} is not known as an extra booking of this payment: the reading of the supplier's book names them (tolem inbox).`;
}

/** Where the booking we know of is gone, the other under its reference may be all that stands. */
function againstTheOnlyBooking(extras: readonly string[], facts: DecisionFacts): string | null {
  const only = facts.breaks.find(({ booking, kind }) => kind === 'reference' && extras.includes(booking));
  return only ? `PaymentId ${only.booking} stands in place of the booking we know of: taken back, nothing of the payment would stand.` : null;
}

/** The supplier keeps something for which no successful payment stands: what it costs becomes ours. */
export function againstLoss(decided: Decided, facts: DecisionFacts): string | null {
  if (decided.extras.length > 0) return againstExtraLoss(decided, facts);
  if (kept(facts).length === 0) return nothingKept(facts);
  if (facts.status === SUCCESS && !isHalfTakenBack(facts)) return 'The payment is successful: there is no loss.';
  const broken = facts.final || live(facts).some((document) => document.state === 'refused' || document.state === 'rolled back');
  if (!broken) return 'It may still succeed: what is booked is not lost.';
  return againstHaste(facts) ?? (facts.needsStaff ? null : 'It does not wait for staff: the roll back is still being tried.');
}

const nothingKept = (facts: DecisionFacts): string =>
  facts.documents.some((document) => document.writtenOff) ? 'It was written off already.' : 'No document of it is booked at the supplier.';

/** An extra booking that the supplier will not take back any more. */
function againstExtraLoss({ extras }: Decided, facts: DecisionFacts): string | null {
  if (facts.reversing) return 'A roll back of it is under way.';
  const unknown = againstUnknownExtra(extras, facts);
  if (unknown) return unknown;
  const other = facts.breaks.find(({ booking, kind }) => extras.includes(booking) && !costsMoney(kind));
  if (other) return `PaymentId ${other.booking} is no extra booking (${other.kind}): there is no loss.`;
  const open = facts.breaks.find(({ booking, rollbackUntil }) => extras.includes(booking) && rollbackUntil !== null);
  return open ? `PaymentId ${open.booking} can still be rolled back until ${open.rollbackUntil}: --roll-back --payment-id ${open.booking}.` : null;
}

/** A matter is done with when nobody has money to move about it any more. */
export function againstNoting(facts: DecisionFacts): string | null {
  if (!facts.final) return 'The payment is still open: only the matter of a closed one can be noted.';
  if (facts.breaks.some(({ kind }) => costsMoney(kind))) return 'Its supplier keeps an extra booking: roll it back, or write it off.';
  if (isPaidForNothing(facts)) return 'Its supplier has refused what its agent has paid for: reverse it (tolem payment reverse).';
  if (isHalfTakenBack(facts)) return 'A part of it is taken back and a part is not: reverse the rest, or write it off.';
  if (facts.status !== SUCCESS && kept(facts).length > 0) return 'Its supplier keeps a booking of it: roll it back, or write it off.';
  return facts.needsStaff || facts.breaks.length > 0 ? null : 'Nothing about the payment waits for staff.';
}
