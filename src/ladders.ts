/**
 * Every waiting time of Tolem, in milliseconds, in one table; docs/OPERATIONS.md prints it.
 * Deadlines nest: an activity's startToClose is derived here and never written by hand.
 */
export interface Ladder {
  readonly firstMs: number;
  readonly factor: number;
  readonly capMs: number;
}

export interface Ladders {
  readonly name: 'production' | 'fast';
  /** The documents' own limit of an agent's request. */
  readonly agentMs: number;
  /** Our own answer where the registry alone is asked, and to a register; a statement of the api ends before, and one of a worker. */
  readonly answerMs: number;
  readonly registerAnswerMs: number;
  readonly apiStatementMs: number;
  readonly statementMs: number;
  /** One request to Temporal, from wherever it is made. */
  readonly temporalCallMs: number;
  /** One call to a supplier, first byte to last; and the same where an agent waits for the answer (AccountCheck). */
  readonly supplierCallMs: number;
  readonly accountCheckCallMs: number;
  readonly connectMs: number;
  readonly slotWaitMs: number;
  /** How long an activity may retry writing what it learned. */
  readonly writeBudgetMs: number;
  readonly marginMs: number;
  /** A booking is expected to show within this time after sending. */
  readonly settleDelayMs: number;
  /** A supplier's clock that was never measured may be behind ours by this much: its day has not ended before. */
  readonly unmeasuredClockMs: number;
  readonly poll: Ladder;
  readonly evidence: Ladder;
  /** Between attempts where nothing was sent, or a check brought no answer. */
  readonly resend: Ladder;
  /** Tries of a callback, each the pause before it (Standard Webhooks, three days). */
  readonly callbackMs: readonly number[];
  readonly callbackCallMs: number;
  /** How long a callback waits for its turn among those to the same agent. */
  readonly callbackTurnMs: number;
  /** A payment waiting longer than this needs staff. */
  readonly needsStaffMs: number;
  /** Rows older than this are compared with open workflows, this often. */
  readonly sweepAgeMs: number;
  readonly sweepEveryMs: number;
  /** A voucher that was checked longer ago is checked anew before it is sent: a list of denominations is good for half an hour. */
  readonly checkGoodForMs: number;
  /** A workflow that starts later than this after its row looks for evidence before attempt 1. */
  readonly freshMs: number;
  /** The outbox leaves rows younger than this to the in-process start. */
  readonly outboxGraceMs: number;
  readonly outboxEveryMs: number;
  /** The registry's pulse, and the silence after which it cannot vouch for what was sent. */
  readonly pulseEveryMs: number;
  readonly pulseGapMs: number;
  readonly probeEveryMs: number;
  /** Our deposit and the zone at the upstream are looked at this often. */
  readonly watchEveryMs: number;
  /** The supplier's book of the running day is read this often, and oftener in the last part of its day, while a rollback is still possible. */
  readonly bookEveryMs: number;
  readonly bookLateEveryMs: number;
  readonly bookLateMs: number;
  /** What staff closed without the supplier's final word is asked for on, for so long. */
  readonly closedWatchMs: number;
  readonly stickyQueueMs: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const PRODUCTION: Ladders = {
  name: 'production',
  agentMs: MINUTE,
  answerMs: 10_000,
  registerAnswerMs: 20_000,
  apiStatementMs: 8_000,
  statementMs: 10_000,
  temporalCallMs: 5_000,
  supplierCallMs: 60_000,
  accountCheckCallMs: 25_000,
  connectMs: 10_000,
  slotWaitMs: 30_000,
  writeBudgetMs: 20_000,
  marginMs: 10_000,
  settleDelayMs: 30 * MINUTE,
  unmeasuredClockMs: 2 * HOUR,
  poll: { firstMs: 5_000, factor: 1.6, capMs: 30 * MINUTE },
  evidence: { firstMs: 10_000, factor: 2, capMs: 15 * MINUTE },
  resend: { firstMs: 5_000, factor: 2, capMs: 10 * MINUTE },
  callbackMs: [0, 5_000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
  callbackCallMs: 10_000,
  callbackTurnMs: 1_000,
  needsStaffMs: 2 * HOUR,
  sweepAgeMs: MINUTE,
  sweepEveryMs: 30_000,
  checkGoodForMs: 25 * MINUTE,
  freshMs: MINUTE,
  outboxGraceMs: 3_000,
  outboxEveryMs: 1_000,
  pulseEveryMs: 10_000,
  pulseGapMs: MINUTE,
  probeEveryMs: 30_000,
  watchEveryMs: 5 * MINUTE,
  bookEveryMs: HOUR,
  bookLateEveryMs: 10 * MINUTE,
  bookLateMs: 90 * MINUTE,
  closedWatchMs: 30 * 24 * HOUR,
  stickyQueueMs: 10_000,
};

export const LADDERS: Readonly<Record<'production' | 'fast', Ladders>> = {
  production: PRODUCTION,
  fast: {
    ...PRODUCTION,
    name: 'fast',
    supplierCallMs: 5_000,
    accountCheckCallMs: 5_000,
    connectMs: 2_000,
    slotWaitMs: 5_000,
    writeBudgetMs: 5_000,
    marginMs: 2_000,
    settleDelayMs: 5_000,
    unmeasuredClockMs: 0,
    poll: { firstMs: 200, factor: 1.6, capMs: 5_000 },
    evidence: { firstMs: 300, factor: 2, capMs: 5_000 },
    resend: { firstMs: 200, factor: 2, capMs: 5_000 },
    callbackMs: [0, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000, 5_000],
    callbackCallMs: 2_000,
    needsStaffMs: 30_000,
    sweepAgeMs: 6_000,
    sweepEveryMs: 2_000,
    outboxGraceMs: 1_000,
    outboxEveryMs: 300,
    pulseEveryMs: 1_000,
    pulseGapMs: 10_000,
    probeEveryMs: 1_000,
    watchEveryMs: 30_000,
    bookEveryMs: 3_000,
    bookLateEveryMs: 3_000,
    closedWatchMs: HOUR,
    stickyQueueMs: 1_000,
  },
};

/** Writing what was learned: tried again until the budget is used up, and the last statement may run to its own limit. */
const writeMs = (ladders: Ladders): number => ladders.writeBudgetMs + ladders.statementMs;

/** startToClose of an activity that makes `calls` supplier calls one after another, each waiting for its own connection. */
export const activityLimitMs = (ladders: Ladders, calls = 1): number =>
  calls * (ladders.slotWaitMs + ladders.supplierCallMs) + writeMs(ladders) + ladders.marginMs;

/** Until an attempt may leave after its claim: the wait for a connection, and making one. */
export const sendWithinMs = (ladders: Ladders): number => ladders.slotWaitMs + ladders.connectMs;

/** How long after its `send_before` an attempt may still be answered and written. */
export const answeredWithinMs = (ladders: Ladders): number => ladders.supplierCallMs + writeMs(ladders) + ladders.marginMs;

/** The most that AccountCheck may take of the supplier: its wait for a connection is part of it. */
export const accountCheckMs = (ladders: Pick<Ladders, 'answerMs' | 'accountCheckCallMs'>): number => ladders.answerMs + ladders.accountCheckCallMs;

/** One try of a callback: its turn among the agent's, a connection, the call, and writing what came of it. */
export const callbackLimitMs = (ladders: Ladders): number =>
  ladders.callbackTurnMs + 2 * ladders.callbackCallMs + writeMs(ladders) + ladders.marginMs;

/** How long rows of the outbox belong to the starter that took them: a place to start from, what it asks the registry, and the start. */
export const outboxClaimMs = (ladders: Ladders): number => 2 * ladders.temporalCallMs + ladders.statementMs;

/** How long a worker holds the sweep without saying so anew: one page asked of the registry and of Temporal, or a few starts. */
export const sweepHoldMs = (ladders: Ladders): number => 2 * ladders.temporalCallMs + ladders.statementMs + ladders.marginMs;

/** How long a worker lets running activities finish before it cancels them, and before it gives up. */
export const shutdownGraceMs = (ladders: Ladders): number => activityLimitMs(ladders, 2) + ladders.marginMs;
export const shutdownForceMs = (ladders: Ladders): number => shutdownGraceMs(ladders) + ladders.marginMs;

/** The most that reading a supplier's whole book of two days may take: three lists, each streamed within its own limit. */
export const bookReadMs = (ladders: Ladders): number => 3 * (ladders.slotWaitMs + listLimitMs(ladders.supplierCallMs));

/** One look: it may wait for a reading that began before it, and then for its own. */
export const evidenceLimitMs = (ladders: Ladders): number => 2 * bookReadMs(ladders) + writeMs(ladders) + ladders.marginMs;

/** Reading a day's whole book: the lists of the day and of both its neighbours. A list of a million rows comes slowly, but bytes keep coming. */
export const bookLimitMs = (ladders: Ladders): number => 10 * bookReadMs(ladders) + writeMs(ladders) + ladders.marginMs;
/** Holding a book that was read against ours, and writing what differs. */
export const compareLimitMs = (ladders: Ladders): number => 60 * ladders.statementMs + ladders.marginMs;

/** A look says this often that its worker lives, so that a lost one is noticed long before its limit. */
export const heartbeatMs = (ladders: Ladders): number => ladders.slotWaitMs;

/** A long list may take longer than a plain call: bytes keep coming. */
export const listLimitMs = (callMs: number): number => 4 * callMs;

/** Until the book of the running day is read again, `toMidnightMs` before the supplier's midnight. */
export const nextBookMs = (ladders: Ladders, toMidnightMs: number): number =>
  toMidnightMs <= ladders.bookLateMs ? ladders.bookLateEveryMs : Math.min(ladders.bookEveryMs, toMidnightMs - ladders.bookLateMs);

/** The pause before try `n` (1 = the first repetition), growing by the factor to the cap. */
export const pauseMs = (ladder: Ladder, n: number): number =>
  Math.min(ladder.capMs, Math.round(ladder.firstMs * ladder.factor ** Math.max(0, n - 1)));
