import type { Day } from '../day';
import type { AttemptState, DocumentState } from '../lifecycle';
import type { Money } from '../money';

/**
 * Kinds of differences between a supplier's book and the registry. Where several hold at once the first here counts,
 * and the others stand beside it as differing facts.
 */
export const BREAK_KINDS = [
  'duplicate',
  'not undone',
  'refused by us but booked',
  'half taken',
  'account',
  'invoice',
  'service',
  'amount',
  'other day',
  'reference',
  'only theirs',
  'only ours',
  'vanished',
  'not final yet',
  'unreadable',
  'lists differ',
  'orders',
  'totals',
  'deposit',
] as const;
export type BreakKind = (typeof BREAK_KINDS)[number];

/** The supplier keeps money for which no payment of ours stands: it is rolled back, or becomes our loss. */
export const COSTING_KINDS: readonly BreakKind[] = ['duplicate', 'not undone', 'refused by us but booked', 'half taken'];
export const costsMoney = (kind: BreakKind): boolean => COSTING_KINDS.includes(kind);

/** Nobody can say what it costs: the day cannot be confirmed before it is cleared. */
export const BLOCKING_KINDS: readonly BreakKind[] = ['unreadable', 'lists differ'];

/** What is said of a break besides its kind. */
export const FLAGS = ['after confirmation', 'declared', 'moved', 'repeated'] as const;
export type Flag = (typeof FLAGS)[number];

/** Which third fact a supplier's lines carry: the number of a bill, or the service paid for. */
export type Item = 'invoice' | 'service';

/** One line of a supplier's book, whichever list it came from. */
export interface Line {
  readonly paymentId: string;
  readonly reference: string;
  readonly account: string;
  /** The invoice; at the upstream the service. */
  readonly item: string;
  readonly amount: Money;
  /** Day of booking in the supplier's zone. */
  readonly day: Day;
  /** `23:59`, of that day, where the list shows a time. */
  readonly minute: string | null;
  /** Taken for processing: can no longer be rolled back. */
  readonly moved: boolean;
  /** The same line came more than once in one list. */
  readonly repeated: boolean;
}

/** A document of ours as a comparison meets it. */
export interface OurDocument {
  readonly number: number;
  readonly reference: string;
  readonly state: DocumentState['state'];
  readonly supplierPaymentId: string | null;
  /** The booking day we keep; for what staff declared successful the day of sending. Null: nobody has named one. */
  readonly day: Day | null;
  /** The day in the agent's contract zone on which the payment was registered, where that may be another one by its zone alone. */
  readonly ownDay: Day | null;
  /** ISO instant at which the supplier's word came that the booking stands no more; null while it stands. */
  readonly undoneAt: string | null;
  readonly account: string;
  /** Null: it asks for none. */
  readonly item: string | null;
  readonly amount: Money;
  readonly attempts: readonly AttemptState[];
  /** ISO instant before which the attempt that is open had to leave; null where none is open. */
  readonly sendBefore: string | null;
  /** Days at whose beginning an attempt of it was on its way, by the supplier's clock and ten minutes either way. */
  readonly midnights: readonly Day[];
  /** Another document of its payment was refused for good, and this one is not written off as our loss. */
  readonly siblingRefused: boolean;
  /** ISO instant of the payment's CreatedOn. */
  readonly createdOn: string;
  readonly payment: { readonly status: number; readonly final: boolean };
}

/** A complete reading of a book. */
export interface Reading {
  /** ISO instant at which it began. */
  readonly since: string;
  /** ISO instant: what had to leave before has had its answer by now, or will have none. */
  readonly overdueBefore: string;
  readonly item: Item;
  /** Whether that booking stands in it too; null: nobody has looked. */
  readonly shows: (paymentId: string) => boolean | null;
}

/** One fact of a difference, on either side; null where that side says nothing. */
export interface Difference {
  readonly fact: Item | 'account' | 'amount' | 'day' | 'reference' | 'PaymentId' | 'document' | 'state' | 'status' | 'undone' | 'alike';
  readonly ours: string | null;
  readonly theirs: string | null;
}

export interface Break {
  readonly is: 'break';
  readonly kind: BreakKind;
  /** What holds besides, in the order of the kinds. */
  readonly also: readonly BreakKind[];
  readonly flags: readonly Flag[];
  /** Line and document belong together; else the one stands without the other. */
  readonly pair: boolean;
  /** The pair was found by facts: which of how many alike. A person signs it. */
  readonly proposal: { readonly rank: number; readonly of: number } | null;
  readonly differences: readonly Difference[];
}

export type Verdict =
  | { readonly is: 'matched'; readonly by: null | 'midnight' | 'two zones' }
  /** Closed as successful without a booking named: this is the booking. */
  | { readonly is: 'adopt'; readonly by: null | 'midnight' }
  /** Stands alone on its side for a reason that nobody needs to sign. */
  | { readonly is: 'explained'; readonly as: 'other channel' | 'shown on another day' }
  /**
   * Not decided yet. `under way`: it is being paid, looked for or taken back at this moment, and the next reading tells. `found`: its
   * workflow settles it, and may be told to look now. `doubt`: the registry would send it (again); that must be doubted at once.
   * `look`: its payment is known and not this document; its workflow looks. `otherwise`: what it is where it is still so after the repairs.
   */
  | { readonly is: 'under way' | 'found' | 'doubt' | 'look'; readonly otherwise: Break }
  /** May stand in the book and does not: waited for. */
  | { readonly is: 'open' }
  | { readonly is: 'nothing' }
  | Break;
