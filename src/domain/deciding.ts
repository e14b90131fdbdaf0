import type { Decided, DecidedDocument, DecisionFacts } from './decisions';
import { isFailure } from './status';

/** What forbids staff to end an open payment, or to have it sent again. */

export const againstClosing = (facts: DecisionFacts): string | null =>
  facts.final ? `The payment is closed with ${facts.status}: a final status never flips.` : null;

/** While it may still change by itself, nothing is decided about it. */
export function againstHaste(facts: DecisionFacts): string | null {
  if (facts.reversing) return 'A roll back of it is under way.';
  return facts.sendingUntil ? `An attempt is being sent and may still be answered until ${facts.sendingUntil}: decide after that.` : null;
}

export const live = (facts: DecisionFacts): DecidedDocument[] => facts.documents.filter((document) => document.state !== 'replaced');
export const named = (document: DecidedDocument): string => `Document ${document.number}`;

const lastOutcome = (document: DecidedDocument) => [...document.attempts].sort((a, b) => b.number - a.number)[0]?.outcome ?? null;
/** Nothing can have been booked for it: never attempted, or every attempt is known not to have arrived. */
const isUnsent = (document: DecidedDocument): boolean =>
  document.state === 'planned' && document.attempts.every((attempt) => attempt.outcome === 'not sent' || attempt.outcome === 'absent');

export function againstSuccess(facts: DecisionFacts): string | null {
  const early = againstClosing(facts) ?? againstHaste(facts);
  if (early) return early;
  const documents = live(facts);
  if (documents.length === 0) return 'Nothing was ever sent to the supplier for it.';
  const unbooked = documents.find((document) => document.state === 'refused' || document.state === 'rolled back' || isUnsent(document));
  if (!unbooked) return null;
  if (unbooked.state === 'planned') return `${named(unbooked)} is known not to be booked: it was not sent, or proven absent.`;
  return `${named(unbooked)} is ${unbooked.state === 'refused' ? 'refused by the supplier' : 'rolled back'}, so the payment is not whole.`;
}

export function againstFailure({ code }: Decided, facts: DecisionFacts): string | null {
  if (code === null || !isFailure(code))
    return `${code ?? 'Nothing'} is not a code that ends a payment: take -100, -105, -110, -111, -115, -120, -200 to -203 or -300.`;
  const early = againstClosing(facts) ?? againstHaste(facts);
  if (early) return early;
  const booked = facts.documents.find((document) => document.state === 'taken');
  return booked
    ? `${named(booked)} is booked at the supplier: roll it back (--roll-back) or, where that is refused, write it off (--write-off).`
    : null;
}

/** What whoever ends a payment should know, though it may be done; null where there is nothing. */
export function caution({ kind }: Decided, facts: DecisionFacts): string | null {
  const pending = facts.documents.find((document) => document.state === 'planned' && lastOutcome(document) === 'pending');
  if (!pending) return null;
  if (kind === 'failed')
    return `${named(pending)} is pending at the supplier, which may still end it as paid while its agent gets the money back. Its status is asked for on, and that would be a break (tolem inbox) and our loss.`;
  if (kind === 'succeeded')
    return `${named(pending)} is pending at the supplier, which may still refuse what its agent pays for. Its status is asked for on, and that would wait for staff (tolem inbox).`;
  return null;
}

export function againstSending(facts: DecisionFacts): string | null {
  const early = againstClosing(facts) ?? againstHaste(facts);
  if (early) return early;
  const documents = live(facts);
  if (documents.some((document) => document.state === 'refused' || document.state === 'rolled back'))
    return 'A document of it was refused or rolled back: the payment cannot become whole by sending again.';
  const [extra] = facts.breaks;
  if (extra) return `The supplier's book holds PaymentId ${extra.booking} under it (${extra.kind}): that is cleared first (tolem inbox).`;
  const pending = documents.find((document) => document.state === 'planned' && lastOutcome(document) === 'pending');
  if (pending) return `${named(pending)} is pending at the supplier: it is polled, not sent again.`;
  const unknown = documents.some((document) => document.state === 'planned' && !isUnsent(document));
  return unknown ? null : 'No document of it has an unknown fate: what is not sent is sent by the workflow itself.';
}
