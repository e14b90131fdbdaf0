import { type Ladder, pauseMs } from '../../ladders';

/** A question that brought no answer lengthens the pause by this, up to the ladder's cap. */
const TROUBLE_STRETCH = 4;
/** So many questions a payment has by the ladder alone: most are final by then, and what they cost grows with what is paid, not with what waits. */
const FRESH_QUESTIONS = 5;

export interface PollPace {
  readonly ladder: Ladder;
  /** Which question this was, from 1. */
  readonly attempt: number;
  /** Payments of the supplier that wait for their final status, and what all of them together may ask per second. */
  readonly waiting: number;
  readonly perSecond: number;
  readonly unanswered: boolean;
}

/**
 * The pause before the next question: the ladder's, and from the sixth question on stretched so that all waiting payments together
 * stay under the supplier's rate. A new payment does not pay for those that wait.
 */
export function pollPauseMs({ ladder, attempt, waiting, perSecond, unanswered }: PollPace): number {
  const own = pauseMs(ladder, attempt);
  const patient = unanswered ? Math.min(TROUBLE_STRETCH * own, ladder.capMs) : own;
  if (attempt <= FRESH_QUESTIONS && !unanswered) return patient;
  return Math.round(Math.max(patient, (1_000 * waiting) / perSecond));
}
