import type { BreakKind } from './bank-day/verdict';
import { againstClosing, againstFailure, againstSending, againstSuccess } from './deciding';
import type { DocumentState } from './lifecycle';
import { against, type Objection } from './objections';
import { againstLoss, againstNoting, againstReversal, againstRollBack } from './taking-back';

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

/** It says what became of what was sent. */
export const decidesFate = (kind: DecisionKind): boolean => kind === 'succeeded' || kind === 'failed' || kind === 'send again';

/** Carried out by the workflow `reversal`, which ends the decision. */
export const isReversal = (kind: DecisionKind): boolean => kind === 'roll back' || kind === 'reverse';

export interface Decided {
  readonly kind: DecisionKind;
  /** For `failed`: what the agent is told. */
  readonly code: number | null;
  /** For `roll back` and `write off`: bookings of the payment which no document of ours names. */
  readonly extras: readonly string[];
  /** For `reverse`: the supplier's written consent was given. */
  readonly consent: boolean;
}

/** An open break of the payment: a booking that its supplier keeps beside the payment's own. */
export interface ExtraBooking {
  readonly booking: string;
  readonly kind: BreakKind;
  /** ISO instant until which the supplier may still roll it back; null where that has passed or was refused, or it takes nothing back. */
  readonly rollbackUntil: string | null;
}

export interface DecidedDocument extends DocumentState {
  /** What the supplier keeps of it became our loss. */
  readonly writtenOff: boolean;
}

export interface DecisionFacts {
  readonly status: number;
  readonly final: boolean;
  readonly reversed: boolean;
  readonly needsStaff: boolean;
  readonly hasCallbackUrl: boolean;
  /** The supplier takes bookings back by their PaymentId. */
  readonly takesBack: boolean;
  /** A workflow `reversal` of an earlier decision has not ended. */
  readonly reversing: boolean;
  readonly documents: readonly DecidedDocument[];
  readonly breaks: readonly ExtraBooking[];
  /** When the last attempt that is being sent must have ended (ISO instant); null where none is under way. */
  readonly sendingUntil: string | null;
}

/** Why a decision may not be taken; null where it may. */
export function objection(decided: Decided, facts: DecisionFacts): Objection | null {
  switch (decided.kind) {
    case 'poll now':
      return againstClosing(facts);
    case 'resend callback':
      if (!facts.final) return against('notFinalYet', {});
      return facts.hasCallbackUrl ? null : against('noCallbackAddress', {});
    case 'noted':
      return againstNoting(facts);
    case 'reverse':
      return againstReversal(decided, facts);
    case 'roll back':
      return againstRollBack(decided, facts);
    case 'write off':
      return againstLoss(decided, facts);
    case 'succeeded':
      return againstSuccess(facts);
    case 'failed':
      return againstFailure(decided, facts);
    case 'send again':
      return againstSending(facts);
  }
}
