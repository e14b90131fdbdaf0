import type { DayStep } from '../../contracts/workflows/day';
import { type DayCourse, nextOfDay } from '../../domain/bank-day/course';
import type { Ladders } from '../../ladders';
import { markEnded, noteWait } from '../../registry/bank-day/day/day-steps';
import { type BankDay, breaksOfDay, type DayBreaks, lockDay } from '../../registry/bank-day/day/days';
import { supplierState } from '../../registry/catalog/suppliers';
import { timeOf } from '../../registry/clock';
import type { Queryable } from '../../registry/database';
import { endOf } from '../../zone';

const MINUTE_MS = 60_000;
/** A timer that is due now still takes a moment, and a day never spins. */
const SHORTEST_MS = 1_000;

/** What the day's row needs next, in the transaction that holds it; what it waits for is noted there. */
export async function nextStep(tx: Queryable, ladders: Ladders, supplier: string, day: string): Promise<DayStep> {
  const row = await lockDay(tx, supplier, day);
  const [now, breaks, readableFrom] = await Promise.all([timeOf(tx), breaksOfDay(tx, supplier, day), readableFromOf(tx, ladders, row)]);
  const next = nextOfDay(courseOf(row, breaks, Date.parse(now), readableFrom));
  if (next.next !== 'wait') {
    if (Date.parse(now) >= readableFrom) await markEnded(tx, row);
    return stepOf(row, breaks, next.next, null);
  }
  const until = next.until === null ? null : new Date(next.until).toISOString();
  const needsStaff = next.for === 'signatures' || next.for === 'staff' || (next.for === 'supplier' && row.needsStaff);
  await noteWait(tx, row, next.for, until, needsStaff);
  const step = stepOf({ ...row, waitsFor: next.for, waitsUntil: until, needsStaff }, breaks, 'wait', next.for);
  return { ...step, forMs: next.until === null ? null : Math.max(SHORTEST_MS, next.until - Date.parse(now)) };
}

/**
 * The day has ended by the supplier's own clock, and what was sent in it had its time to be booked. A clock that was never measured may
 * be wrong by the margin.
 */
async function readableFromOf(tx: Queryable, ladders: Ladders, { supplier, day, zone }: BankDay): Promise<number> {
  const state = await supplierState(tx, supplier);
  const behindMs = state?.zoneOffsetMinutes == null ? ladders.unmeasuredClockMs : Math.max(0, -state.zoneOffsetMinutes) * MINUTE_MS;
  return Date.parse(endOf(zone, day)) + behindMs + ladders.settleDelayMs;
}

function courseOf(row: BankDay, breaks: DayBreaks, now: number, readableFrom: number): DayCourse {
  const at = (text: string | null) => (text === null ? null : Date.parse(text));
  return {
    state: row.state,
    now,
    readableFrom,
    compareOnly: row.compareOnly,
    trialAskedAt: at(row.trialAskedAt),
    trialAt: at(row.trialAt),
    askedAt: Date.parse(row.askedAt),
    readAt: at(row.readAt),
    isCompared: row.comparedAt !== null,
    waitsFor: row.waitsFor,
    waitsUntil: at(row.waitsUntil),
    openBreaks: breaks.open,
    closedSince: row.readAt !== null && breaks.lastClosedAt !== null && breaks.lastClosedAt > row.readAt,
  };
}

function stepOf(row: BankDay, breaks: DayBreaks, next: DayStep['next'], waitsFor: string | null): DayStep {
  const { theirsCount, theirsSum, oursCount, oursSum, pairs, unexplained } = row;
  const hasCompared = oursCount !== null && oursSum !== null && pairs !== null && unexplained !== null;
  return {
    next,
    state: row.state,
    statusClass: next === 'finished' ? 'succeeded' : next === 'wait' ? 'waiting' : 'running',
    needsStaff: row.needsStaff,
    waitsFor: next === 'finished' ? row.waitsFor : waitsFor,
    waitsUntil: row.waitsUntil,
    forMs: null,
    read: theirsCount !== null && theirsSum !== null ? { count: theirsCount, sum: theirsSum } : null,
    compared: hasCompared ? { oursCount, oursSum, pairs, unexplained } : null,
    breaks: Object.entries(breaks.byKind).map(([kind, count]) => ({ kind, count })),
    readError: row.readError,
  };
}
