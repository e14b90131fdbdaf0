import type { BreakKind } from './bank-day/verdict';
import type { DecisionKind } from './decisions';

type Nothing = Readonly<Record<never, never>>;
interface OfDocument {
  /** Its number. */
  readonly document: number;
}
interface OfBooking {
  /** The supplier's PaymentId. */
  readonly booking: string;
}

/** Why staff may not decide something, or what they should know where they may, with what the words for it need. */
export interface ObjectionArgs {
  readonly closed: { readonly status: number };
  readonly rollBackUnderWay: Nothing;
  /** `until`: an ISO instant. */
  readonly mayStillBeAnswered: { readonly until: string };
  readonly nothingSent: Nothing;
  readonly knownUnbooked: OfDocument;
  readonly documentRefused: OfDocument;
  readonly documentRolledBack: OfDocument;
  readonly noFailureCode: { readonly code: number | null };
  readonly documentBooked: OfDocument;
  readonly cannotBecomeWhole: Nothing;
  readonly extraFirst: OfBooking & { readonly kind: BreakKind };
  readonly pendingIsPolled: OfDocument;
  readonly noUnknownFate: Nothing;
  readonly notFinalYet: Nothing;
  readonly noCallbackAddress: Nothing;
  readonly reversedAlready: Nothing;
  readonly reversalUnderWay: Nothing;
  readonly onlySuccessful: Nothing;
  readonly consentNeeded: Nothing;
  readonly consentNotNeeded: Nothing;
  readonly noDocument: Nothing;
  readonly bookingUnseen: OfDocument;
  readonly takesNothingBack: Nothing;
  readonly reverseIt: Nothing;
  readonly unknownExtra: OfBooking;
  readonly onlyBooking: OfBooking;
  readonly noLoss: Nothing;
  readonly maySucceed: Nothing;
  readonly rollBackStillTried: Nothing;
  readonly writtenOffAlready: Nothing;
  readonly nothingBooked: Nothing;
  readonly noExtra: OfBooking & { readonly kind: BreakKind };
  readonly canBeRolledBack: OfBooking & { readonly until: string };
  readonly stillOpen: Nothing;
  readonly extraKept: Nothing;
  readonly paidForNothing: Nothing;
  readonly halfTakenBack: Nothing;
  readonly bookingKept: Nothing;
  readonly nothingWaits: Nothing;
  /** Cautions: the decision may be taken all the same. */
  readonly pendingThoughFailed: OfDocument;
  readonly pendingThoughSucceeded: OfDocument;
  /** Of a decision itself. */
  readonly anotherWaits: { readonly id: string; readonly decision: DecisionKind; readonly staff: string };
  readonly waitsForNobody: { readonly id: string };
  readonly ownDecision: { readonly id: string; readonly staff: string };
  readonly decisionUnknown: { readonly id: string };
  readonly decisionEnded: { readonly id: string; readonly result: string };
  readonly paymentUnknown: Nothing;
  readonly sentAgainSince: OfDocument & { readonly attempt: number };
  readonly bookingOfAnother: OfBooking & { readonly agent: string; readonly transaction: string };
}

export type Objection = { readonly [Key in keyof ObjectionArgs]: { readonly key: Key; readonly args: ObjectionArgs[Key] } }[keyof ObjectionArgs];

export const against = <Key extends keyof ObjectionArgs>(key: Key, args: ObjectionArgs[Key]): Objection => ({ key, args }) as Objection;
