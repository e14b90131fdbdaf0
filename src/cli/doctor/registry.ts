import { evidenceLimitMs } from '../../ladders';
import { bookWatches } from '../../registry/bank-day/book-watches';
import { timeOf } from '../../registry/clock';
import { unfoundedSteps } from '../../registry/evidence/unfounded';
import { clockAheadMs, migrationState, whatWaits } from '../../registry/health';
import { needsTwoPeople } from '../../registry/staff/rules';
import { oldestUnstartedSeconds } from '../../registry/telling/outbox';
import type { Session } from '../terminal/session';
import { type Finding, fail, ok, tryCheck, warn } from './finding';
import { ledgerFindings } from './ledger';

const CLOCK_WARN_MS = 1_000;
const CLOCK_FAIL_MS = 5_000;

/** The database, its schema and clock, and what waits in it. */
export async function registryFindings(session: Session, full: boolean): Promise<Finding[]> {
  const reached = await tryCheck('database', async () => {
    await timeOf(session.database);
    return ok('database', 'reachable');
  });
  if (reached.some((finding) => finding.level === 'fail')) return reached;
  const schema = await tryCheck('migrations', () => migrations(session));
  if (schema.some((finding) => finding.level === 'fail')) return [...reached, ...schema];
  const rest = [
    await tryCheck('clock', () => clock(session)),
    await tryCheck('waiting', () => waiting(session)),
    await tryCheck('steps Temporal asked for', () => unfounded(session)),
    await tryCheck('book of the running day', () => books(session)),
    await ledgerFindings(session, full),
  ];
  return [...reached, ...schema, ...rest.flat()];
}

async function migrations({ database }: Session): Promise<Finding> {
  const { missing, unknown } = await migrationState(database);
  if (missing.length > 0)
    return fail('migrations', `missing: ${missing.join(', ')}; run node dist/start/migrate-main.js, as npm start and the compose file do`);
  if (unknown.length > 0) return warn('migrations', `newer than this build: ${unknown.join(', ')}`);
  return ok('migrations', 'current');
}

async function clock({ database }: Session): Promise<Finding> {
  const ahead = await clockAheadMs(database);
  const said = `PostgreSQL is ${Math.abs(ahead)} ms ${ahead < 0 ? 'behind' : 'ahead of'} this machine`;
  if (Math.abs(ahead) > CLOCK_FAIL_MS) return fail('clock', `${said}: attempts would be refused or doubted`);
  return Math.abs(ahead) > CLOCK_WARN_MS ? warn('clock', said) : ok('clock', said);
}

async function waiting({ database, config, ladders }: Session): Promise<Finding[]> {
  const oldest = await oldestUnstartedSeconds(database);
  const { open, needStaff, callbacksGivenUp, decisionsWaiting, pulseSeconds } = await whatWaits(database);
  const twoPeople = await needsTwoPeople(database);
  const late = oldest * 1_000 > ladders.sweepAgeMs;
  const backlog = `${oldest} s`;
  const pulse = `beat ${pulseSeconds} s ago`;
  return [
    oldest > config.ACCEPT_BACKLOG_MAX_AGE_S
      ? fail('oldest unstarted payment', `${backlog}: new payments are refused (ACCEPT_BACKLOG_MAX_AGE_S)`)
      : late
        ? warn('oldest unstarted payment', `${backlog}: Temporal is not told in time`)
        : ok('oldest unstarted payment', oldest === 0 ? 'none' : backlog),
    pulseSeconds * 1_000 > ladders.pulseGapMs ? fail('sweeper', `its pulse ${pulse}: no worker sweeps`) : ok('sweeper', `its pulse ${pulse}`),
    ok('open payments', `${open}`),
    needStaff > 0 ? warn('need staff', `${needStaff}: tolem inbox`) : ok('need staff', 'none'),
    decisionsWaiting > 0 ? warn('decisions', `${decisionsWaiting} wait for a second person: tolem inbox`) : ok('decisions', 'none waits'),
    twoPeople ? ok('two people', 'for what moves money') : warn('two people', 'one person moves money alone: tolem rule list'),
    callbacksGivenUp > 0 ? warn('callbacks given up', `${callbacksGivenUp}: tolem inbox`) : ok('callbacks given up', 'none'),
  ];
}

const DAY_MS = 86_400_000;

/** Whoever can write to Temporal can delay payments and nothing else, but is to be found. */
async function unfounded({ database }: Session): Promise<Finding> {
  const { payments, last } = await unfoundedSteps(database, DAY_MS);
  if (!last) return ok('steps Temporal asked for', 'all borne out by the registry, for a day');
  return fail(
    'steps Temporal asked for',
    `refused for ${payments} ${payments === 1 ? 'payment' : 'payments'} in a day: look who can write to Temporal; the last: ${last.activity} of ${last.subject}, ${last.why} (${last.at})`,
  );
}

/** A reading that is late by more than it may take: no worker reads, or each fails. */
async function books({ database, ladders }: Session): Promise<Finding[]> {
  return (await bookWatches(database)).map(({ supplier, dueAt, endedAt, usable, said }) => {
    const name = `book of ${supplier}`;
    if (Date.parse(dueAt) + evidenceLimitMs(ladders) < Date.now()) return warn(name, `its reading is due since ${dueAt}: no worker reads it`);
    if (endedAt === null) return ok(name, 'is read for the first time');
    return usable === false ? warn(name, `could not be read: ${said}`) : ok(name, `${said}; read ${endedAt}`);
  });
}
