import type { DecisionKind } from '../../domain/decisions';

/** Carried out; carried out in part; refused by the supplier, its midnight or evidence; not to be known; taken back before it was complete. */
export type DecisionOutcome = 'done' | 'partly' | 'refused' | 'unclear' | 'rejected';

/** What staff decided about a payment: stored first, with name and reason, and done when it is complete. */
export interface Decision {
  readonly id: string;
  readonly payment: string;
  readonly kind: DecisionKind;
  readonly reason: string;
  readonly detail: DecisionDetail;
  readonly staff: string;
  /** ISO instants. */
  readonly at: string;
  readonly second: string | null;
  readonly secondAt: string | null;
  readonly needsSecond: boolean;
  readonly doneAt: string | null;
  readonly outcome: DecisionOutcome | null;
  /** The same in words. */
  readonly result: string | null;
}

export interface DecisionDetail {
  /** How far its documents had been sent when it was decided: number of the last attempt by number of the document. */
  readonly attempts?: Readonly<Record<string, number>>;
  /** `failed`: the payment code the agent is told. */
  readonly code?: number;
  /** `roll back`, `write off`: the bookings meant; without any, those of the payment's own documents. */
  readonly paymentIds?: readonly string[];
  /** `reverse`: the agent's recorded request, and the supplier's written consent where it has no rollback. */
  readonly agentsRequest?: string;
  readonly consent?: string;
}
