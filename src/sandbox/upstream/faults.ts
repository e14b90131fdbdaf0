import { z } from 'zod';
import { REQUEST_TYPES } from '../../contracts/partner-api';

/** What can be made to go wrong. "after": the request is carried out first. */
export const FAULT_KINDS = [
  /** The connection is cut before anything is booked. */
  'lost-before',
  /** The connection is cut after booking: the answer is lost. */
  'lost-after',
  /** The connection is cut at once, and the request is carried out `delayMs` later. */
  'late',
  'hang',
  'hang-after',
  'blank',
  'blank-after',
  'html',
  'html-after',
  /** Carried out, and the JSON breaks off in the middle. */
  'truncated',
  /** Answers the request status `status` and does nothing. */
  'status',
  /** Carried out and answered, each `delayMs` later. */
  'delay',
  'other-transaction',
  'other-facts',
  /** Status of a voucher without its Code. */
  'no-code',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

const MAX_FAULTS = 1000;
const MAX_DELAY_MS = 600_000;

export const FaultRule = z
  .strictObject({
    requestType: z.enum([...REQUEST_TYPES, 'PostPayments', 'PostTotalAmount']),
    fault: z.enum(FAULT_KINDS),
    /** How many requests it meets; 1 when neither this nor `always` is given. */
    count: z.int().min(1).max(1_000_000).optional(),
    always: z.literal(true).optional(),
    /** So many requests that fit pass before the first one meets it. */
    skip: z.int().min(0).max(1_000_000).default(0),
    status: z.int().min(-999).max(99).optional(),
    delayMs: z.int().min(0).max(MAX_DELAY_MS).default(1000),
    /** Meets only requests with this TransactionID, or this account. */
    transaction: z.string().max(30).optional(),
    account: z.string().max(200).optional(),
  })
  .refine((rule) => rule.fault !== 'status' || rule.status !== undefined, { message: 'fault "status" needs a status' });
export type FaultRule = z.output<typeof FaultRule>;

interface Armed {
  readonly rule: FaultRule;
  skip: number;
  left: number;
  hits: number;
}

/** Switched on and off by hand; forgotten at a restart. */
export class Faults {
  private armed: Armed[] = [];

  /** False when there are too many already. */
  arm(rule: FaultRule): boolean {
    if (this.armed.length >= MAX_FAULTS) return false;
    this.armed.push({ rule, skip: rule.skip, left: rule.always ? Number.POSITIVE_INFINITY : (rule.count ?? 1), hits: 0 });
    return true;
  }

  /** The fault that meets this request, the oldest rule first. One that lets it pass does not hide those behind it. */
  take(requestType: string, transaction: string | undefined, account: string | undefined): FaultRule | null {
    for (const armed of this.armed) {
      const { rule } = armed;
      if (armed.left === 0 || rule.requestType !== requestType) continue;
      if (rule.transaction !== undefined && rule.transaction !== transaction) continue;
      if (rule.account !== undefined && rule.account !== account) continue;
      if (armed.skip > 0) {
        armed.skip--;
        continue;
      }
      armed.left--;
      armed.hits++;
      return rule;
    }
    return null;
  }

  list(): Array<FaultRule & { readonly left: number | 'always'; readonly hits: number }> {
    return this.armed.map(({ rule, left, hits }) => ({ ...rule, left: Number.isFinite(left) ? left : 'always', hits }));
  }

  clear(): void {
    this.armed = [];
  }
}
