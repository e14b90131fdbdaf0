import { activityLimitMs, bookLimitMs, compareLimitMs, heartbeatMs, type Ladder, type Ladders } from '../../ladders';

/** What the workflows of bank days and their clients must spell alike; as ../workflows.ts, types and few values. */
export const LAUNCH_DAY_WORKFLOW = 'launchDay';
export const RECONCILIATION_WORKFLOW = 'reconciliation';

/** Books are read and compared on a queue of their own, in a process of its own if wanted: a large day delays no payment. */
export const bookQueue = (prefix: string): string => `${prefix}-books`;

export const reconciliationWorkflowId = (supplier: string, day: string): string => `reconciliation:${supplier}:${day}`;
export const launchDayWorkflowId = (supplier: string): string => `launch-day:${supplier}`;

/** What the Schedule of a supplier starts. */
export interface LaunchDayInput {
  readonly supplier: string;
  readonly launchMs: number;
  readonly resend: Ladder;
}

/** Opens the days that are due at `at` (ISO instant). */
export interface LaunchInput {
  readonly supplier: string;
  readonly at: string;
}

/** A bank day of a supplier: its row has everything else. */
export interface OwnDay {
  readonly supplier: string;
  readonly day: string;
}

export interface DayInput extends OwnDay {
  readonly ladders: DayLadders;
}

/** Frozen into the input, in milliseconds. */
export interface DayLadders {
  /** Of an activity that asks the registry alone. */
  readonly registryMs: number;
  /** Reading a whole book; comparing it. */
  readonly readMs: number;
  readonly compareMs: number;
  readonly heartbeatMs: number;
  readonly resend: Ladder;
  /** A day that waits looks at its row at least so often, nudged or not. */
  readonly lookEveryMs: number;
  /** A run that is older continues as new. */
  readonly runMs: number;
}

/** What the registry says a day needs next, and what is known of it: every activity of a day answers with one. */
export interface DayStep {
  readonly next: 'fetch' | 'compare' | 'repair' | 'try' | 'wait' | 'finished';
  readonly state: string;
  readonly statusClass: 'running' | 'waiting' | 'succeeded';
  readonly needsStaff: boolean;
  readonly waitsFor: string | null;
  /** ISO instant; null: until it is told. */
  readonly waitsUntil: string | null;
  /** The same from when the step was made, at most as long as a look may take. */
  readonly forMs: number | null;
  readonly read: { readonly count: string; readonly sum: string } | null;
  readonly compared: { readonly oursCount: string; readonly oursSum: string; readonly pairs: string; readonly unexplained: string } | null;
  /** Open ones by kind, most first. */
  readonly breaks: ReadonlyArray<{ readonly kind: string; readonly count: number }>;
  /** Why the last reading was not complete. */
  readonly readError: string | null;
}

/** A look at the registry from time to time, should a nudge be lost. */
const LOOKS_EVERY_MS = 3_600_000;
const RUNS_MS = 24 * LOOKS_EVERY_MS;

export function dayLadders(ladders: Ladders): DayLadders {
  return {
    registryMs: activityLimitMs(ladders, 1),
    readMs: bookLimitMs(ladders),
    compareMs: compareLimitMs(ladders),
    heartbeatMs: heartbeatMs(ladders),
    resend: ladders.resend,
    lookEveryMs: LOOKS_EVERY_MS,
    runMs: RUNS_MS,
  };
}
