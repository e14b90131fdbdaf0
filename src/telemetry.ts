import pino, { type DestinationStream, type Logger } from 'pino';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Config } from './config';
import { maskedAccount } from './domain/ids';

export type { Logger };

/** What must never stand in a log line, at the top of an entry or one level below. */
const SECRETS = ['password', 'AgentPassword', 'passwordHash', 'authorization', 'cookie', 'apiKey', 'secret', 'callbackSecret', 'voucherCode', 'Code'];
const ACCOUNTS = ['account', 'Account'];

const CENSORED = [...SECRETS, ...ACCOUNTS].flatMap((name) => [name, `*.${name}`]);

/**
 * JSON lines on stdout. Secrets are cut and accounts are masked by name; errors are told by type, text, code and stack only,
 * because a driver's further fields repeat the row (an account, a password's hash).
 */
export function createLogger(config: Pick<Config, 'LOG_LEVEL'>, name: string, destination?: DestinationStream): Logger {
  const options = {
    name,
    level: config.LOG_LEVEL,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: shownError, error: shownError },
    redact: { paths: CENSORED, censor: censored },
  };
  return destination ? pino(options, destination) : pino(options);
}

function censored(value: unknown, path: string[]): string {
  const last = path.at(-1) ?? '';
  return ACCOUNTS.includes(last) && typeof value === 'string' ? maskedAccount(value) : '[cut]';
}

function shownError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as { code?: unknown };
  return { type: error.name, message: error.message, ...(typeof code === 'string' ? { code } : {}), stack: error.stack };
}

const registry = new Registry();
const shared = { registers: [registry] };

/** Seconds: an answer without a supplier, an answer with one, the limit of an agent. */
const ANSWER_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60];

/** This process's Prometheus registry; `/metrics` prints it. A process adds its own metrics with `registers: [metrics.registry]`. */
export const metrics = {
  registry,
  httpRequests: new Counter({
    ...shared,
    name: 'tolem_http_requests_total',
    help: 'HTTP requests answered',
    labelNames: ['route', 'method', 'code'] as const,
  }),
  httpSeconds: new Histogram({
    ...shared,
    name: 'tolem_http_request_seconds',
    help: 'Time to answer an HTTP request',
    labelNames: ['route'] as const,
    buckets: ANSWER_BUCKETS,
  }),
  partnerAnswers: new Counter({
    ...shared,
    name: 'tolem_partner_answers_total',
    help: 'Answers of the Partner API by RequestType and ResponseStatus',
    labelNames: ['type', 'status'] as const,
  }),
  conflicts: new Counter({
    ...shared,
    name: 'tolem_payment_conflicts_total',
    help: 'Payments repeated under the same TransactionID with other parameters',
    labelNames: ['agent'] as const,
  }),
  refusedCallers: new Counter({
    ...shared,
    name: 'tolem_refused_callers_total',
    help: 'Requests refused by authentication or rate limit',
    labelNames: ['why'] as const,
  }),
  hints: new Counter({
    ...shared,
    name: 'tolem_hints_total',
    help: 'Callbacks received from a supplier',
    labelNames: ['supplier', 'nudged'] as const,
  }),
  unfounded: new Counter({
    ...shared,
    name: 'tolem_unfounded_steps_total',
    help: 'Steps that Temporal asked for and the registry does not bear out: refused',
    labelNames: ['activity'] as const,
  }),
  oldestUnstarted: new Gauge({
    ...shared,
    name: 'tolem_oldest_unstarted_seconds',
    help: 'Age of the oldest payment that Temporal has not been told of',
  }),
  daysNotOpened: new Gauge({
    ...shared,
    name: 'tolem_bank_days_not_opened',
    help: 'Bank days that ended over an hour ago and have no row',
    labelNames: ['supplier'] as const,
  }),
  daysNotReady: new Gauge({
    ...shared,
    name: 'tolem_bank_days_not_ready',
    help: 'Bank days that were not ready by 09:00 of the working day after them',
    labelNames: ['supplier'] as const,
  }),
  dayReadingAge: new Gauge({
    ...shared,
    name: 'tolem_bank_day_reading_age_seconds',
    help: 'Age of the oldest reading among the ended days that are not ready; since the end of the day where it has none',
    labelNames: ['supplier', 'stage'] as const,
  }),
  dayComparisonAge: new Gauge({
    ...shared,
    name: 'tolem_bank_day_comparison_age_seconds',
    help: 'Age of the oldest comparison among them, likewise',
    labelNames: ['supplier', 'stage'] as const,
  }),
  breaksUnsigned: new Gauge({ ...shared, name: 'tolem_breaks_unsigned', help: 'Open breaks', labelNames: ['supplier'] as const }),
  breaksUnsignedSum: new Gauge({
    ...shared,
    name: 'tolem_breaks_unsigned_sum',
    help: 'What open breaks come to, whichever way they go',
    labelNames: ['supplier', 'currency'] as const,
  }),
  rollbackLeft: new Gauge({
    ...shared,
    name: 'tolem_breaks_rollback_left_seconds',
    help: 'Time until the first open break that a rollback mends can be rolled back no more',
    labelNames: ['supplier'] as const,
  }),
  daysMeasured: new Gauge({
    ...shared,
    name: 'tolem_bank_days_measured_timestamp_seconds',
    help: 'When bank days and breaks were last read from the registry',
  }),
} as const;

/** CPU, memory, event loop of the process; once, from its main.ts. */
export function collectProcessMetrics(name: string): void {
  registry.setDefaultLabels({ process: name });
  collectDefaultMetrics({ register: registry });
}
