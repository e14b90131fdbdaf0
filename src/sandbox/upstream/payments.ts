import type { Money, Rate } from '../../domain/money';
import { ASKING, CREATED, SENDING, TAKEN } from '../../domain/status';

/** One payment of the book. Times are milliseconds since the epoch, of the sandbox's clock as it was when it was booked. */
export interface Payment {
  readonly agent: string;
  readonly transaction: string;
  readonly requestId: string;
  readonly service: string;
  readonly account: string;
  readonly amount: Money;
  readonly currency: string;
  readonly rate: Rate;
  readonly serviceCurrency: string;
  readonly invoiceId: string | null;
  /** As the agent sent it. */
  readonly requestDate: string;
  readonly createdMs: number;
  /** How far that clock was from the real one: a clock moved since does not turn a status back. */
  readonly shiftMs: number;
  /** How long it stays in each status before the next. */
  readonly stepMs: number;
  /** Known when it was booked: no other statuses come first. */
  readonly refusedAtOnce: boolean;
  /** When and how it ends; null for a payment that is stuck. */
  end: { readonly code: number; readonly atMs: number } | null;
  /** The voucher's code, given in Status alone. */
  readonly code: string | null;
  /** A Status without SendType=api makes us mail the code. */
  mailedMs: number | null;
  calledBackMs: number | null;
  /** Payment requests that came with this number, since the start of this process. */
  received: number;
}

const BEFORE_THE_END = [CREATED, SENDING, TAKEN, ASKING] as const;

/** When a payment booked now ends. */
export const endMs = (createdMs: number, stepMs: number): number => createdMs + BEFORE_THE_END.length * stepMs;

export const hasEnded = ({ end, shiftMs }: Payment, realMs: number): boolean => end !== null && realMs + shiftMs >= end.atMs;

/** 1 → 2 → 3 → 9 → its final code, by the real clock alone: nothing is lost by a restart. */
export function statusAt(payment: Payment, realMs: number): number {
  if (payment.end && hasEnded(payment, realMs)) return payment.end.code;
  const spentMs = realMs + payment.shiftMs - payment.createdMs;
  const step = payment.stepMs === 0 ? BEFORE_THE_END.length : Math.floor(spentMs / payment.stepMs);
  return BEFORE_THE_END[Math.max(0, Math.min(step, BEFORE_THE_END.length - 1))] ?? ASKING;
}
