import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { activityLimitMs, callbackLimitMs, evidenceLimitMs, heartbeatMs, type Ladder, type Ladders } from '../ladders';

/**
 * Everything that workflows, workers and clients of Temporal must spell alike: names, inputs, messages, search attributes. Types
 * and few values: each workflow runs this module anew, so no package may come with it (docs/decisions/0016).
 */
export const PAYMENT_WORKFLOW = 'payment';
export const CALLBACK_WORKFLOW = 'callback';
export const REVERSAL_WORKFLOW = 'reversal';

/** Task queues; `prefix` keeps installations on one namespace apart (TASK_QUEUE_PREFIX). A supplier that is down fills only its own. */
export const payQueue = (prefix: string, supplier: string): string => `${prefix}-pay-${supplier}`;
export const evidenceQueue = (prefix: string, supplier: string): string => `${prefix}-evidence-${supplier}`;
export const callbackQueue = (prefix: string): string => `${prefix}-callback`;

export const paymentWorkflowId = (agent: string, transaction: string): string => `payment:${agent}:${transaction}`;
export const callbackWorkflowId = (agent: string, transaction: string, number: number): string => `callback:${agent}:${transaction}:${number}`;
export const reversalWorkflowId = (agent: string, transaction: string): string => `reversal:${agent}:${transaction}`;

/** Frozen into the input of each run, so that a change of the table never breaks a running workflow. In milliseconds. */
export interface PaymentLadders {
  readonly activityMs: number;
  /** Of an activity that calls the supplier once; runs that began before it was told apart have `activityMs`. */
  readonly oneCallMs?: number;
  readonly evidenceMs: number;
  readonly heartbeatMs?: number;
  readonly callbackMs: number;
  readonly evidence: Ladder;
  readonly poll: Ladder;
  readonly resend: Ladder;
  readonly needsStaffMs: number;
}

export interface PaymentInput {
  /** The row's number in the registry. */
  readonly payment: string;
  readonly agent: string;
  readonly transaction: string;
  readonly service: string;
  readonly supplier: string;
  /** Masked: whole account numbers stay out of histories. */
  readonly account: string;
  readonly amount: string;
  readonly currency: string;
  readonly evidenceQueue: string;
  readonly callbackQueue: string;
  readonly ladders: PaymentLadders;
}

/** What the registry says a payment needs next; every activity of the payment answers with one. */
export type NextStep = Step & {
  /** Whether it is marked for staff now; a step that does not say leaves the mark as it was. */
  readonly needsStaff?: boolean;
};

type Step =
  /** Plan (again) what will be sent. */
  | { readonly next: 'check'; readonly why: string }
  | { readonly next: 'pay'; readonly attempt: number }
  | { readonly next: 'find'; readonly why: string }
  | { readonly next: 'poll'; readonly why: string }
  /** Wait, then ask the registry again. */
  | { readonly next: 'wait'; readonly why: string; readonly forMs: number }
  | { readonly next: 'undo'; readonly why: string }
  /** The supplier answered but the registry could not be written in time: write it now. Steps of earlier releases carry no seal. */
  | { readonly next: 'record'; readonly attempt: number; readonly sealed?: readonly SealedOutcome[] }
  | { readonly next: 'staff'; readonly why: string }
  | { readonly next: 'finished'; readonly status: number; readonly callback: boolean };

/** A supplier's answer about one document, under the seal that `pay` gave it: bound to payment, document, attempt and its claim. */
export interface SealedOutcome {
  readonly document: number;
  /** ISO instant until which the attempt could leave. */
  readonly sendBefore: string;
  /** Base64. */
  readonly seal: string;
}

/** A supplier's answer about one document, without secrets. */
export interface DocumentOutcome {
  readonly document: number;
  readonly outcome:
    | { readonly kind: 'accepted'; readonly paymentId: string; readonly bookedAt: string | null; readonly bookedDay?: string }
    | { readonly kind: 'pending'; readonly status: number; readonly text: string }
    | { readonly kind: 'refused'; readonly code: number; readonly text: string }
    | { readonly kind: 'not sent'; readonly reason: string }
    | { readonly kind: 'unknown'; readonly reason: string; readonly contradiction?: true };
}

/**
 * A payment's row and whose it is: a registry restored to an older copy gives the numbers of lost rows out again, and no step of a
 * lost payment may act on another's row. Agent and transaction are missing in steps scheduled before they were added.
 */
export interface OwnPayment {
  readonly payment: string;
  readonly agent?: string;
  readonly transaction?: string;
}

/** What every activity of a payment is asked with. */
export interface StepInput extends OwnPayment {
  /** ISO instant of the workflow's start. */
  readonly startedAt: string;
  /** Wait inside the activity, by retries of the server, instead of answering `wait`. */
  readonly patient: boolean;
}

export interface CallbackInput {
  readonly payment: string;
  readonly agent: string;
  readonly transaction: string;
  readonly number: number;
  readonly ladderMs: readonly number[];
  readonly callMs: number;
}

export interface ReversalInput {
  readonly payment: string;
  readonly agent: string;
  readonly transaction: string;
  readonly decision: string;
  readonly activityMs: number;
  readonly resend: Ladder;
}

/** Signal: look at the registry now; carries why (a decision's id, a hint) and nothing else. */
export const NUDGE_SIGNAL = 'nudge';
/** Query: what the workflow is at, in words. */
export const STATE_QUERY = 'state';

/** What operators filter by; set at the start, upserted only when the class or needs-staff changes. */
export const SEARCH_ATTRIBUTES = {
  agent: defineSearchAttributeKey('TolemAgent', SearchAttributeType.KEYWORD),
  service: defineSearchAttributeKey('TolemService', SearchAttributeType.KEYWORD),
  supplier: defineSearchAttributeKey('TolemSupplier', SearchAttributeType.KEYWORD),
  statusClass: defineSearchAttributeKey('TolemStatus', SearchAttributeType.KEYWORD),
  day: defineSearchAttributeKey('TolemBankDay', SearchAttributeType.KEYWORD),
  needsStaff: defineSearchAttributeKey('TolemNeedsStaff', SearchAttributeType.BOOL),
} as const;

export function paymentLadders(ladders: Ladders): PaymentLadders {
  return {
    activityMs: activityLimitMs(ladders, 2),
    oneCallMs: activityLimitMs(ladders, 1),
    evidenceMs: evidenceLimitMs(ladders),
    heartbeatMs: heartbeatMs(ladders),
    callbackMs: callbackLimitMs(ladders),
    evidence: ladders.evidence,
    poll: ladders.poll,
    resend: ladders.resend,
    needsStaffMs: ladders.needsStaffMs,
  };
}
