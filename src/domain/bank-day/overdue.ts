/** From when on a bank day rings. The Prometheus rules of deploy/ say the same times; a test holds them together. */

/** A day is ready by this time, in its own zone, of the first working day after it. */
export const READY_BY = '09:00';
/** A day that ended so long ago has its row: the Schedule opens it half an hour after its end, the loop what the Schedule missed. */
export const OPENED_WITHIN_MS = 3_600_000;
/** A day that is still being read and compared has a reading and a comparison not older than this. */
export const READ_WITHIN_MS = 3 * 3_600_000;
/** What only a rollback can mend has at least so long left. */
export const ROLLBACK_LEFT_MS = 2 * 3_600_000;
