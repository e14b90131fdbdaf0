import { costsMoney } from './bank-day/verdict';
import { againstHaste, live } from './deciding';
import type { Decided, DecidedDocument, DecisionFacts } from './decisions';
import type { DocumentState } from './lifecycle';
import { against, type Objection } from './objections';
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
export function againstReversal({ consent }: Decided, facts: DecisionFacts): Objection | null {
  if (facts.reversed) return against('reversedAlready', {});
  if (facts.reversing) return against('reversalUnderWay', {});
  if (facts.status !== SUCCESS) return against('onlySuccessful', {});
  const documents = live(facts);
  const refusedWhole = documents.length > 0 && documents.every((document) => document.state === 'refused');
  if (!facts.takesBack) return consent || refusedWhole ? null : against('consentNeeded', {});
  if (documents.length === 0) return against('noDocument', {});
  const unseen = documents.find((document) => document.state === 'planned');
  if (unseen && !consent) return against('bookingUnseen', { document: unseen.number });
  if (!unseen && consent) return against('consentNotNeeded', {});
  return null;
}

export function againstRollBack({ extras }: Decided, facts: DecisionFacts): Objection | null {
  if (facts.reversing) return against('rollBackUnderWay', {});
  if (!facts.takesBack) return against('takesNothingBack', {});
  if (extras.length > 0) return againstUnknownExtra(extras, facts) ?? againstTheOnlyBooking(extras, facts);
  if (facts.status === SUCCESS) return against('reverseIt', {});
  return kept(facts).length > 0 ? null : nothingKept(facts);
}

/** What is not known to be a booking of this payment may be anybody's. */
function againstUnknownExtra(extras: readonly string[], facts: DecisionFacts): Objection | null {
  const unknown = extras.find((id) => !facts.breaks.some(({ booking }) => booking === id));
  return unknown === undefined ? null : against('unknownExtra', { booking: unknown });
}

/** Where the booking we know of is gone, the other under its reference may be all that stands. */
function againstTheOnlyBooking(extras: readonly string[], facts: DecisionFacts): Objection | null {
  const only = facts.breaks.find(({ booking, kind }) => kind === 'reference' && extras.includes(booking));
  return only ? against('onlyBooking', { booking: only.booking }) : null;
}

/** The supplier keeps something for which no successful payment stands: what it costs becomes ours. */
export function againstLoss(decided: Decided, facts: DecisionFacts): Objection | null {
  if (decided.extras.length > 0) return againstExtraLoss(decided, facts);
  if (kept(facts).length === 0) return nothingKept(facts);
  if (facts.status === SUCCESS && !isHalfTakenBack(facts)) return against('noLoss', {});
  const broken = facts.final || live(facts).some((document) => document.state === 'refused' || document.state === 'rolled back');
  if (!broken) return against('maySucceed', {});
  return againstHaste(facts) ?? (facts.needsStaff ? null : against('rollBackStillTried', {}));
}

const nothingKept = (facts: DecisionFacts): Objection =>
  facts.documents.some((document) => document.writtenOff) ? against('writtenOffAlready', {}) : against('nothingBooked', {});

/** An extra booking that the supplier will not take back any more. */
function againstExtraLoss({ extras }: Decided, facts: DecisionFacts): Objection | null {
  if (facts.reversing) return against('rollBackUnderWay', {});
  const unknown = againstUnknownExtra(extras, facts);
  if (unknown) return unknown;
  const other = facts.breaks.find(({ booking, kind }) => extras.includes(booking) && !costsMoney(kind));
  if (other) return against('noExtra', { booking: other.booking, kind: other.kind });
  for (const { booking, rollbackUntil: until } of facts.breaks)
    if (extras.includes(booking) && until !== null) return against('canBeRolledBack', { booking, until });
  return null;
}

/** A matter is done with when nobody has money to move about it any more. */
export function againstNoting(facts: DecisionFacts): Objection | null {
  if (!facts.final) return against('stillOpen', {});
  if (facts.breaks.some(({ kind }) => costsMoney(kind))) return against('extraKept', {});
  if (isPaidForNothing(facts)) return against('paidForNothing', {});
  if (isHalfTakenBack(facts)) return against('halfTakenBack', {});
  if (facts.status !== SUCCESS && kept(facts).length > 0) return against('bookingKept', {});
  return facts.needsStaff || facts.breaks.length > 0 ? null : against('nothingWaits', {});
}
