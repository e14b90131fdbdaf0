import { evidenceLimitMs } from '../../ladders';
import { bookWatches } from '../../registry/bank-day/book-watches';
import { timeOf } from '../../registry/clock';
import { unfoundedSteps } from '../../registry/evidence/unfounded';
import { clockAheadMs, migrationState, whatWaits } from '../../registry/health';
import { needsTwoPeople } from '../../registry/staff/rules';
import { oldestUnstartedSeconds } from '../../registry/telling/outbox';
import type { Finding } from '../../staff-view/findings';
import type { Session } from '../terminal/session';
import { bankDayFindings } from './bank-days';
import { check, fail, ok, tryCheck, warn } from './finding';
import { ledgerFindings } from './ledger';

const CLOCK_WARN_MS = 1_000;
const CLOCK_FAIL_MS = 5_000;
const DATABASE = check('database', {});
const MIGRATIONS = check('migrations', {});
const CLOCK = check('clock', {});
const STEPS = check('stepsAsked', {});

/** The database, its schema and clock, and what waits in it. */
export async function registryFindings(session: Session, full: boolean): Promise<Finding[]> {
  const reached = await tryCheck(DATABASE, async () => {
    await timeOf(session.database);
    return ok(DATABASE, 'reachable', {});
  });
  if (reached.some((finding) => finding.level === 'fail')) return reached;
  const schema = await tryCheck(MIGRATIONS, () => migrations(session));
  if (schema.some((finding) => finding.level === 'fail')) return [...reached, ...schema];
  const rest = [
    await tryCheck(CLOCK, () => clock(session)),
    await tryCheck(check('waiting', {}), () => waiting(session)),
    await tryCheck(STEPS, () => unfounded(session)),
    await tryCheck(check('books', {}), () => books(session)),
    await bankDayFindings(session),
    await ledgerFindings(session, full),
  ];
  return [...reached, ...schema, ...rest.flat()];
}

async function migrations({ database }: Session): Promise<Finding> {
  const { missing, unknown } = await migrationState(database);
  if (missing.length > 0) return fail(MIGRATIONS, 'migrationsMissing', { names: missing });
  if (unknown.length > 0) return warn(MIGRATIONS, 'migrationsNewer', { names: unknown });
  return ok(MIGRATIONS, 'migrationsCurrent', {});
}

async function clock({ database }: Session): Promise<Finding> {
  const ms = await clockAheadMs(database);
  if (Math.abs(ms) > CLOCK_FAIL_MS) return fail(CLOCK, 'clockFarOff', { ms });
  return (Math.abs(ms) > CLOCK_WARN_MS ? warn : ok)(CLOCK, 'clockAhead', { ms });
}

async function waiting({ database, config, ladders }: Session): Promise<Finding[]> {
  const backlog = { seconds: await oldestUnstartedSeconds(database) };
  const { open, needStaff, callbacksGivenUp, decisionsWaiting, pulseSeconds } = await whatWaits(database);
  const unstarted = check('unstarted', {});
  const sweeper = check('sweeper', {});
  const pulse = { seconds: pulseSeconds };
  const inInbox = (of: Finding['check'], count: number, key: 'inInbox' | 'waitForSecond' = 'inInbox') =>
    count > 0 ? warn(of, key, { count }) : ok(of, 'none', {});
  return [
    backlog.seconds > config.ACCEPT_BACKLOG_MAX_AGE_S
      ? fail(unstarted, 'backlogRefused', backlog)
      : backlog.seconds * 1_000 > ladders.sweepAgeMs
        ? warn(unstarted, 'backlogLate', backlog)
        : ok(unstarted, 'backlog', backlog),
    pulseSeconds * 1_000 > ladders.pulseGapMs ? fail(sweeper, 'pulseGone', pulse) : ok(sweeper, 'pulse', pulse),
    ok(check('openPayments', {}), 'count', { count: open }),
    inInbox(check('needStaff', {}), needStaff),
    inInbox(check('decisions', {}), decisionsWaiting, 'waitForSecond'),
    (await needsTwoPeople(database)) ? ok(check('twoPeople', {}), 'twoDecide', {}) : warn(check('twoPeople', {}), 'oneDecides', {}),
    inInbox(check('callbacksGivenUp', {}), callbacksGivenUp),
  ];
}

const DAY_MS = 86_400_000;

/** Whoever can write to Temporal can delay payments and nothing else, but is to be found. */
async function unfounded({ database }: Session): Promise<Finding> {
  const { payments, last } = await unfoundedSteps(database, DAY_MS);
  return last ? fail(STEPS, 'stepsUnfounded', { payments, ...last }) : ok(STEPS, 'stepsFounded', {});
}

/** A reading that is late by more than it may take: no worker reads, or each fails. */
async function books({ database, ladders }: Session): Promise<Finding[]> {
  return (await bookWatches(database)).map(({ supplier, dueAt, endedAt, usable, said }) => {
    const book = check('bookOf', { name: supplier });
    if (Date.parse(dueAt) + evidenceLimitMs(ladders) < Date.now()) return warn(book, 'bookOverdue', { dueAt });
    if (endedAt === null) return ok(book, 'bookFirstRead', {});
    return usable === false ? warn(book, 'bookUnreadable', { said }) : ok(book, 'bookRead', { said, at: endedAt });
  });
}
