import type { Decided, DecidedDocument, DecisionFacts } from './decisions';
import { against, type Objection } from './objections';
import { isFailure } from './status';

/** What forbids staff to end an open payment, or to have it sent again. */

export const againstClosing = (facts: DecisionFacts): Objection | null => (facts.final ? against('closed', { status: facts.status }) : null);

/** While it may still change by itself, nothing is decided about it. */
export function againstHaste(facts: DecisionFacts): Objection | null {
  if (facts.reversing) return against('rollBackUnderWay', {});
  return facts.sendingUntil ? against('mayStillBeAnswered', { until: facts.sendingUntil }) : null;
}

export const live = (facts: DecisionFacts): DecidedDocument[] => facts.documents.filter((document) => document.state !== 'replaced');

const lastOutcome = (document: DecidedDocument) => [...document.attempts].sort((a, b) => b.number - a.number)[0]?.outcome ?? null;
/** Nothing can have been booked for it: never attempted, or every attempt is known not to have arrived. */
const isUnsent = (document: DecidedDocument): boolean =>
  document.state === 'planned' && document.attempts.every((attempt) => attempt.outcome === 'not sent' || attempt.outcome === 'absent');

export function againstSuccess(facts: DecisionFacts): Objection | null {
  const early = againstClosing(facts) ?? againstHaste(facts);
  if (early) return early;
  const documents = live(facts);
  if (documents.length === 0) return against('nothingSent', {});
  const unbooked = documents.find((document) => document.state === 'refused' || document.state === 'rolled back' || isUnsent(document));
  if (!unbooked) return null;
  const document = unbooked.number;
  if (unbooked.state === 'planned') return against('knownUnbooked', { document });
  return against(unbooked.state === 'refused' ? 'documentRefused' : 'documentRolledBack', { document });
}

export function againstFailure({ code }: Decided, facts: DecisionFacts): Objection | null {
  if (code === null || !isFailure(code)) return against('noFailureCode', { code });
  const early = againstClosing(facts) ?? againstHaste(facts);
  if (early) return early;
  const booked = facts.documents.find((document) => document.state === 'taken');
  return booked ? against('documentBooked', { document: booked.number }) : null;
}

/** What whoever ends a payment should know, though it may be done; null where there is nothing. */
export function caution({ kind }: Decided, facts: DecisionFacts): Objection | null {
  const pending = facts.documents.find((document) => document.state === 'planned' && lastOutcome(document) === 'pending');
  if (!pending) return null;
  if (kind === 'failed') return against('pendingThoughFailed', { document: pending.number });
  if (kind === 'succeeded') return against('pendingThoughSucceeded', { document: pending.number });
  return null;
}

export function againstSending(facts: DecisionFacts): Objection | null {
  const early = againstClosing(facts) ?? againstHaste(facts);
  if (early) return early;
  const documents = live(facts);
  if (documents.some((document) => document.state === 'refused' || document.state === 'rolled back')) return against('cannotBecomeWhole', {});
  const [extra] = facts.breaks;
  if (extra) return against('extraFirst', { booking: extra.booking, kind: extra.kind });
  const pending = documents.find((document) => document.state === 'planned' && lastOutcome(document) === 'pending');
  if (pending) return against('pendingIsPolled', { document: pending.number });
  const unknown = documents.some((document) => document.state === 'planned' && !isUnsent(document));
  return unknown ? null : against('noUnknownFate', {});
}
