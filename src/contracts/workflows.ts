import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { z } from 'zod';
import { activityLimitMs, callbackLimitMs, evidenceLimitMs, heartbeatMs, type Ladder, type Ladders } from '../ladders';

/** Everything that workflows, workers and clients of Temporal must spell alike: names, inputs, messages, search attributes. */
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

const LadderShape: z.ZodType<Ladder> = z.object({ firstMs: z.number(), factor: z.number(), capMs: z.number() });

/** Frozen into the input of each run, so that a change of the table never breaks a running workflow. */
export const PaymentLadders = z.object({
  activityMs: z.number(),
  /** Of an activity that calls the supplier once; runs that began before it was told apart have `activityMs`. */
  oneCallMs: z.number().optional(),
  evidenceMs: z.number(),
  heartbeatMs: z.number().optional(),
  callbackMs: z.number(),
  evidence: LadderShape,
  poll: LadderShape,
  resend: LadderShape,
  needsStaffMs: z.number(),
});
export type PaymentLadders = z.infer<typeof PaymentLadders>;

export const PaymentInput = z.object({
  /** The row's number in the registry. */
  payment: z.string(),
  agent: z.string(),
  transaction: z.string(),
  service: z.string(),
  supplier: z.string(),
  /** Masked: whole account numbers stay out of histories. */
  account: z.string(),
  amount: z.string(),
  currency: z.string(),
  evidenceQueue: z.string(),
  callbackQueue: z.string(),
  ladders: PaymentLadders,
});
export type PaymentInput = z.infer<typeof PaymentInput>;

/** What the registry says a payment needs next; every activity of the payment answers with one. */
export type NextStep =
  /** Plan (again) what will be sent. */
  | { readonly next: 'check'; readonly why: string }
  | { readonly next: 'pay'; readonly attempt: number }
  | { readonly next: 'find'; readonly why: string }
  | { readonly next: 'poll'; readonly why: string }
  /** Wait, then ask the registry again. */
  | { readonly next: 'wait'; readonly why: string; readonly forMs: number }
  | { readonly next: 'undo'; readonly why: string }
  /** The supplier answered but the registry could not be written in time: write it now. */
  | { readonly next: 'record'; readonly attempt: number; readonly outcomes: readonly DocumentOutcome[] }
  | { readonly next: 'staff'; readonly why: string }
  | { readonly next: 'finished'; readonly status: number; readonly callback: boolean };

/** A supplier's answer about one document, without secrets, as it may travel through a history. */
export interface DocumentOutcome {
  readonly document: number;
  readonly outcome:
    | { readonly kind: 'accepted'; readonly paymentId: string; readonly bookedAt: string | null }
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

export const CallbackInput = z.object({
  payment: z.string(),
  agent: z.string(),
  transaction: z.string(),
  number: z.number(),
  ladderMs: z.array(z.number()),
  callMs: z.number(),
});
export type CallbackInput = z.infer<typeof CallbackInput>;

export const ReversalInput = z.object({
  payment: z.string(),
  agent: z.string(),
  transaction: z.string(),
  decision: z.string(),
  activityMs: z.number(),
  resend: LadderShape,
});
export type ReversalInput = z.infer<typeof ReversalInput>;

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
