import { type BreakKind, costsMoney } from './breaks';
import type { DocumentState } from './lifecycle';
import { isFailure, SUCCESS } from './status';

/** What staff may decide about a payment, and when evidence forbids it. Pure, tested by a table. */
export const DECISION_KINDS = [
  'succeeded',
  'failed',
  'send again',
  'roll back',
  'write off',
  'noted',
  'poll now',
  'resend callback',
  'reverse',
] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

const MOVES_MONEY: ReadonlySet<DecisionKind> = new Set(['succeeded', 'failed', 'send again', 'roll back', 'write off', 'reverse']);
/** Such a decision needs a second person where two are configured. */
export const movesMoney = (kind: DecisionKind): boolean => MOVES_MONEY.has(kind);

/** Carried out by the workflow `reversal`, which ends the decision. */
export const isReversal = (kind: DecisionKind): boolean => kind === 'roll back' || kind === 'reverse';

export interface Decided {
  readonly kind: DecisionKind;
  /** For `failed`: what the agent is told. */
  readonly code: number | null;
  /** For `roll back` and `write off`: bookings of the payment which no document of ours names. */
  readonly extras: readonly string[];
}

/** An open break of the payment: a booking that its supplier keeps beside the payment's own. */
export interface ExtraBooking {
  readonly booking: string;
  readonly kind: BreakKind;
  /** ISO instant until which the supplier may still roll it back; null where that has passed or was refused. */
  readonly rollbackUntil: string | null;
}

export interface DecisionFacts {
  readonly status: number;
  readonly final: boolean;
  readonly reversed: boolean;
  readonly needsStaff: boolean;
  readonly hasCallbackUrl: boolean;
  /** A workflow `reversal` of an earlier decision has not ended. */
  readonly reversing: boolean;
  readonly writtenOff: boolean;
  readonly documents: readonly DocumentState[];
  readonly breaks: readonly ExtraBooking[];
  /** When the last attempt that is being sent must have ended (ISO instant); null where none is under way. */
  readonly sendingUntil: string | null;
}

/** Why a decision may not be taken, as one sentence; null where it may. */
export function objection(decided: Decided, facts: DecisionFacts): string | null {
  switch (decided.kind) {
    case 'poll now':
      return closed(facts);
    case 'resend callback':
      if (!facts.final) return 'The payment has no final status yet, and only final ones are called back.';
      return facts.hasCallbackUrl ? null : 'Its agent has no callback address: set one by tolem agent set.';
    case 'noted':
      if (!facts.final) return 'The payment is still open: only the matter of a closed one can be noted.';
      if (facts.breaks.some(({ kind }) => costsMoney(kind))) return 'Its supplier keeps an extra booking: roll it back, or write it off.';
      return facts.needsStaff || facts.breaks.length > 0 ? null : 'Nothing about the payment waits for staff.';
    case 'reverse':
      if (facts.reversed) return 'The payment is reversed already.';
      if (facts.reversing) return 'A reversal of it is under way already.';
      return facts.status === SUCCESS ? null : 'Only a successful payment can be reversed.';
    case 'roll back':
      return againstRollBack(decided, facts);
    case 'write off':
      return decided.extras.length > 0 ? againstExtraLoss(decided, facts) : againstLoss(facts);
    case 'succeeded':
      return closed(facts) ?? underWay(facts) ?? againstSuccess(facts);
    case 'failed':
      return againstCode(decided) ?? closed(facts) ?? underWay(facts) ?? againstFailure(facts);
    case 'send again':
      return closed(facts) ?? underWay(facts) ?? againstSending(facts);
  }
}

const closed = (facts: DecisionFacts): string | null =>
  facts.final ? `The payment is closed with ${facts.status}: a final status never flips.` : null;

function againstCode({ code }: Decided): string | null {
  if (code !== null && isFailure(code)) return null;
  return `${code ?? 'Nothing'} is not a code that ends a payment: take -100, -105, -110, -111, -115, -120, -200 to -203 or -300.`;
}

function underWay(facts: DecisionFacts): string | null {
  if (facts.reversing) return 'A roll back of it is under way.';
  return facts.sendingUntil ? `An attempt is being sent and may still be answered until ${facts.sendingUntil}: decide after that.` : null;
}

const live = (facts: DecisionFacts): DocumentState[] => facts.documents.filter((document) => document.state !== 'replaced');
const lastOutcome = (document: DocumentState) => [...document.attempts].sort((a, b) => b.number - a.number)[0]?.outcome ?? null;
/** Nothing can have been booked for it: never attempted, or every attempt is known not to have arrived. */
const isUnsent = (document: DocumentState): boolean =>
  document.state === 'planned' && document.attempts.every((attempt) => attempt.outcome === 'not sent' || attempt.outcome === 'absent');
const named = (document: DocumentState): string => `Document ${document.number}`;
const taken = (facts: DecisionFacts): DocumentState | undefined => facts.documents.find((document) => document.state === 'taken');

function againstSuccess(facts: DecisionFacts): string | null {
  const documents = live(facts);
  if (documents.length === 0) return 'Nothing was ever sent to the supplier for it.';
  const unbooked = documents.find((document) => document.state === 'refused' || document.state === 'rolled back' || isUnsent(document));
  if (!unbooked) return null;
  if (unbooked.state === 'planned') return `${named(unbooked)} is known not to be booked: it was not sent, or proven absent.`;
  return `${named(unbooked)} is ${unbooked.state === 'refused' ? 'refused by the supplier' : 'rolled back'}, so the payment is not whole.`;
}

function againstFailure(facts: DecisionFacts): string | null {
  const booked = taken(facts);
  return booked
    ? `${named(booked)} is booked at the supplier: roll it back (--roll-back) or, where that is refused, write it off (--write-off).`
    : null;
}

function againstSending(facts: DecisionFacts): string | null {
  const documents = live(facts);
  if (documents.some((document) => document.state === 'refused' || document.state === 'rolled back')) {
    return 'A document of it was refused or rolled back: the payment cannot become whole by sending again.';
  }
  const pending = documents.find((document) => document.state === 'planned' && lastOutcome(document) === 'pending');
  if (pending) return `${named(pending)} is pending at the supplier: it is polled, not sent again.`;
  const unknown = documents.some((document) => document.state === 'planned' && !isUnsent(document));
  return unknown ? null : 'No document of it has an unknown fate: what is not sent is sent by the workflow itself.';
}

function againstRollBack({ extras }: Decided, facts: DecisionFacts): string | null {
  if (facts.reversing) return 'A roll back of it is under way already.';
  if (extras.length > 0) return againstUnknownExtra(extras, facts);
  if (facts.status === SUCCESS) return 'The payment is successful: reverse it on its agent’s request (tolem payment reverse).';
  if (facts.writtenOff) return 'It was written off already.';
  return taken(facts) ? null : 'No document of it is booked at the supplier.';
}

/** What is not known to be a booking of this payment may be anybody's. */
function againstUnknownExtra(extras: readonly string[], facts: DecisionFacts): string | null {
  const unknown = extras.find((id) => !facts.breaks.some(({ booking }) => booking === id));
  return unknown === undefined
    ? null
    : `PaymentId ${unknown} is not known as an extra booking of this payment: the reading of the supplier's book names them (tolem inbox).`;
}

/** An extra booking that the supplier will not take back any more. */
function againstExtraLoss({ extras }: Decided, facts: DecisionFacts): string | null {
  if (facts.reversing) return 'A roll back of it is under way.';
  const unknown = againstUnknownExtra(extras, facts);
  if (unknown) return unknown;
  const open = facts.breaks.find(({ booking, rollbackUntil }) => extras.includes(booking) && rollbackUntil !== null);
  return open ? `PaymentId ${open.booking} can still be rolled back until ${open.rollbackUntil}: --roll-back --payment-id ${open.booking}.` : null;
}

/** The supplier keeps a booking of a payment that did not succeed: what it costs becomes ours. */
function againstLoss(facts: DecisionFacts): string | null {
  if (facts.writtenOff) return 'It was written off already.';
  if (facts.status === SUCCESS) return 'The payment is successful: there is no loss.';
  if (!taken(facts)) return 'No document of it is booked at the supplier: there is no loss.';
  const broken = facts.final || live(facts).some((document) => document.state === 'refused' || document.state === 'rolled back');
  if (!broken) return 'It may still succeed: what is booked is not lost.';
  return underWay(facts) ?? (facts.needsStaff ? null : 'It does not wait for staff: the roll back is still being tried.');
}
