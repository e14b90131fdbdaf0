import { readCalendar } from '../../registry/ledger/calendar';
import { proveClosings } from '../../registry/ledger/proof';
import { trialBalance } from '../../registry/ledger/trial-balance';
import type { Finding } from '../../staff-view/findings';
import type { Session } from '../terminal/session';
import { check, fail, ok, tryCheck, warn } from './finding';

/** A day that may be closed for so long and is not: no worker closes, or each fails. */
const LATE_MS = 3_600_000;
const DAY = check('ledgerDay', {});
const BALANCE = check('trialBalance', {});
const CLOSINGS = check('closings', {});

/** The ledger: its days, and whether it balances; with `full` every posting is summed besides. */
export async function ledgerFindings(session: Session, full: boolean): Promise<Finding[]> {
  const findings = [await tryCheck(DAY, () => day(session)), await tryCheck(BALANCE, () => balance(session))];
  if (full) findings.push(await tryCheck(CLOSINGS, () => proof(session)));
  return findings.flat();
}

async function day({ database }: Session): Promise<Finding> {
  const { closedThrough, closingsThrough, open, closesAt } = await readCalendar(database);
  if (Date.parse(closesAt) + LATE_MS < Date.now()) return fail(DAY, 'dayNotClosed', { day: open, since: closesAt });
  if (closingsThrough < closedThrough) return warn(DAY, 'dayReckoned', { day: closedThrough });
  return ok(DAY, 'daysClosed', { through: closedThrough, open, closesAt });
}

async function balance({ database }: Session): Promise<Finding> {
  const { balanced } = await database.transaction(trialBalance);
  return balanced ? ok(BALANCE, 'balanced', {}) : fail(BALANCE, 'unbalanced', {});
}

async function proof({ database }: Session): Promise<Finding> {
  const { postings, faults } = await proveClosings(database);
  return faults.length === 0 ? ok(CLOSINGS, 'closingsProved', { postings }) : fail(CLOSINGS, 'closingsWrong', { count: faults.length });
}
