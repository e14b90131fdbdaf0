/** How far a supplier's day has come. Only forward; an unlike day is compared again. */
export const DAY_STATES = [
  'open',
  'ended',
  'comparing',
  'unlike',
  'to sign',
  'ready',
  'confirming',
  'verifying',
  'confirmed',
  'confirmed elsewhere',
  'posted',
] as const;
export type DayState = (typeof DAY_STATES)[number];

/** Those that read and compare: few at once per supplier, and they come before any other day of it. */
export const WORKING_STATES: readonly DayState[] = ['open', 'ended', 'comparing'];
/** Those in which the day's workflow has something to do or to wait for. */
export const UNFINISHED_STATES: readonly DayState[] = [...WORKING_STATES, 'unlike', 'to sign'];

export type DayWait = 'day end' | 'supplier' | 'repairs' | 'signatures' | 'staff' | 'confirmation';

/** What decides the next step of a day. Times are milliseconds of the registry's clock. */
export interface DayCourse {
  readonly state: DayState;
  readonly now: number;
  /** The day has ended by the supplier's clock, and what was sent in it had its time to be booked. */
  readonly readableFrom: number;
  readonly compareOnly: boolean;
  readonly trialAskedAt: number | null;
  readonly trialAt: number | null;
  /** A reading that began before this is not new enough. */
  readonly askedAt: number;
  /** When the last complete reading began. */
  readonly readAt: number | null;
  readonly isCompared: boolean;
  readonly waitsFor: DayWait | null;
  readonly waitsUntil: number | null;
  readonly openBreaks: number;
  /** One was closed since the last reading began: what it changed shows in the next. */
  readonly closedSince: boolean;
}

export type DayNext =
  | { readonly next: 'fetch' | 'compare' | 'repair' | 'try' | 'finished' }
  /** Null: until somebody says so. */
  | { readonly next: 'wait'; readonly for: DayWait; readonly until: number | null };

/** Fetch → compare → (repair, sign) → ready, from what the row says alone. */
export function nextOfDay(day: DayCourse): DayNext {
  const isFinished = !UNFINISHED_STATES.includes(day.state);
  const wantsTrial = day.trialAskedAt !== null && (day.trialAt ?? 0) < day.trialAskedAt;
  if ((isFinished || day.compareOnly) && !wantsTrial) return { next: 'finished' };
  if (day.now < day.readableFrom) return { next: 'wait', for: 'day end', until: day.readableFrom };
  if (isWaiting(day, 'supplier')) return { next: 'wait', for: 'supplier', until: day.waitsUntil };
  if (wantsTrial) return { next: 'try' };
  if (day.readAt === null || day.readAt < day.askedAt) return { next: 'fetch' };
  return day.state === 'unlike' ? STAFF : nextAfterReading(day);
}

function nextAfterReading(day: DayCourse): DayNext {
  if (!day.isCompared) return { next: 'compare' };
  if (day.waitsFor === 'repairs' && day.waitsUntil === null) return { next: 'repair' };
  if (isWaiting(day, 'repairs')) return { next: 'wait', for: 'repairs', until: day.waitsUntil };
  if (day.waitsFor === 'repairs') return { next: 'fetch' };
  if (day.openBreaks > 0) return { next: 'wait', for: 'signatures', until: day.waitsUntil };
  return day.closedSince ? { next: 'fetch' } : STAFF;
}

const STAFF: DayNext = { next: 'wait', for: 'staff', until: null };
const isWaiting = (day: DayCourse, what: DayWait): boolean => day.waitsFor === what && day.waitsUntil !== null && day.now < day.waitsUntil;

/** What a comparison found that decides where the day goes. */
export interface DayFound {
  readonly openBreaks: number;
  /** Whether each line and document stands somewhere: `unexplained` is 0.00. */
  readonly isExplained: boolean;
  /** Lines whose payments settle them by themselves. */
  readonly undecided: number;
}

/** Rounds in which payments are told to look before what is left of them is a break. */
export const MAX_REPAIRS = 3;

export type DayOutcome =
  | { readonly state: 'comparing'; readonly waitsFor: 'repairs' }
  | { readonly state: 'to sign'; readonly waitsFor: 'signatures' | 'staff' }
  | { readonly state: 'ready'; readonly waitsFor: 'confirmation' };

export function outcomeOfDay({ openBreaks, isExplained, undecided }: DayFound, repairs: number): DayOutcome {
  if (undecided > 0 && repairs < MAX_REPAIRS) return { state: 'comparing', waitsFor: 'repairs' };
  if (openBreaks > 0) return { state: 'to sign', waitsFor: 'signatures' };
  return isExplained && undecided === 0 ? { state: 'ready', waitsFor: 'confirmation' } : { state: 'to sign', waitsFor: 'staff' };
}
