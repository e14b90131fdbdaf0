import type { Day } from '../day';
import type { Objection } from '../objections';
import type { Outcome, People } from './outcomes';
import type { Detail } from './signing';
import type { BreakKind } from './verdict';

interface OfBreak {
  readonly id: string;
}
interface OfSigning {
  readonly signing: string;
}

/** Why a break is not signed, or a signature not completed or taken back, with what the words for it need. */
export interface SigningRefusalArgs {
  readonly noSuchBreak: OfBreak & { readonly supplier: string; readonly day: Day };
  readonly nothingToSign: { readonly supplier: string; readonly day: Day; readonly kind: BreakKind };
  readonly breakClosed: OfBreak & { readonly as: string };
  readonly signedAlready: OfBreak & OfSigning;
  readonly outcomeForbidden: OfBreak & { readonly kind: BreakKind; readonly outcome: Outcome; readonly may: readonly Outcome[] };
  readonly wrongRole: OfBreak & { readonly staff: string; readonly people: People };
  readonly detailMissing: { readonly outcome: Outcome; readonly details: readonly Detail[] };
  readonly detailUseless: { readonly outcome: Outcome; readonly details: readonly Detail[] };
  readonly ownerUnknown: { readonly owner: string };
  readonly currencyUnknown: OfBreak;
  readonly paymentUnknown: { readonly agent: string; readonly transaction: string };
  readonly cannotBeAssigned: {
    readonly agent: string;
    readonly transaction: string;
    readonly because: 'open' | 'paid' | 'documents' | 'supplier' | 'amount';
  };
  readonly refundOfPart: OfBreak;
  readonly dayPastReading: { readonly supplier: string; readonly day: Day };
  readonly decisionForbidden: { readonly objection: Objection };
  readonly noSuchSigning: OfSigning;
  readonly waitsForNobody: OfSigning;
  readonly samePerson: OfSigning & { readonly staff: string };
  readonly needsAccountant: OfSigning & { readonly staff: string };
  readonly factsChanged: OfBreak & OfSigning;
  readonly notGiver: OfSigning & { readonly staff: string; readonly giver: string };
  readonly cannotBeTakenBack: OfSigning & { readonly outcome: Outcome };
  readonly nothingToTakeBack: OfSigning;
  readonly dayConfirmed: OfSigning & { readonly day: Day };
  readonly claimEnded: OfBreak;
}

export type SigningRefusal = {
  readonly [Key in keyof SigningRefusalArgs]: { readonly key: Key; readonly args: SigningRefusalArgs[Key] };
}[keyof SigningRefusalArgs];

export const refusal = <Key extends keyof SigningRefusalArgs>(key: Key, args: SigningRefusalArgs[Key]): SigningRefusal =>
  ({ key, args }) as SigningRefusal;
