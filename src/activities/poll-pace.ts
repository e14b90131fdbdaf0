import { type Ladder, pauseMs } from '../ladders';

/** A question that brought no answer lengthens the pause by this, up to the ladder's cap. */
const TROUBLE_STRETCH = 4;

export interface PollPace {
  readonly ladder: Ladder;
  /** Which question this was, from 1. */
  readonly attempt: number;
  /** Payments of the supplier that wait for their final status, and what all of them together may ask per second. */
  readonly waiting: number;
  readonly perSecond: number;
  readonly unanswered: boolean;
}

/** The pause before the next question: the ladder's, stretched so that all waiting payments together stay under the supplier's rate. */
export function pollPauseMs({ ladder, attempt, waiting, perSecond, unanswered }: PollPace): number {
  const own = pauseMs(ladder, attempt);
  const patient = unanswered ? Math.min(TROUBLE_STRETCH * own, ladder.capMs) : own;
  return Math.round(Math.max(patient, (1_000 * waiting) / perSecond));
}
