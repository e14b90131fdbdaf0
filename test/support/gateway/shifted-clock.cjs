/**
 * Loaded into a process of ours before everything else (`node --require`): its wall clock runs SHIFTED_CLOCK_MS ahead, as on a
 * machine where it is later. Nothing is faked but the answer to "what time is it": timers, sockets, the monotonic clock and
 * every other process go on as they are.
 */
const Real = globalThis.Date;
const aheadMs = Number.parseInt(process.env.SHIFTED_CLOCK_MS ?? '', 10);
if (!Number.isSafeInteger(aheadMs)) throw new Error('SHIFTED_CLOCK_MS says no number of milliseconds');

class ShiftedDate extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() + aheadMs);
    else super(...given);
  }
  static now() {
    return Real.now() + aheadMs;
  }
}
globalThis.Date = ShiftedDate;
