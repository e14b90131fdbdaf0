import { readCalendar } from '../../registry/ledger/calendar';
import { proveClosings } from '../../registry/ledger/proof';
import { trialBalance } from '../../registry/ledger/trial-balance';
import type { Session } from '../terminal/session';
import { type Finding, fail, ok, tryCheck, warn } from './finding';

/** A day that may be closed for so long and is not: no worker closes, or each fails. */
const LATE_MS = 3_600_000;

/** The ledger: its days, and whether it balances; with `full` every posting is summed besides. */
export async function ledgerFindings(session: Session, full: boolean): Promise<Finding[]> {
  const findings = [await tryCheck('ledger’s day', () => day(session)), await tryCheck('trial balance', () => balance(session))];
  if (full) findings.push(await tryCheck('closings of the ledger', () => proof(session)));
  return findings.flat();
}

async function day({ database }: Session): Promise<Finding> {
  const what = 'ledger’s day';
  const { closedThrough, closingsThrough, open, closesAt } = await readCalendar(database);
  if (Date.parse(closesAt) + LATE_MS < Date.now())
    return fail(what, `${open} could be closed since ${closesAt}, and no worker does it: tolem ledger close`);
  if (closingsThrough < closedThrough) return warn(what, `${closedThrough} is closed, its balances are being reckoned`);
  return ok(what, `closed through ${closedThrough}; ${open} closes at ${closesAt}`);
}

async function balance({ database }: Session): Promise<Finding> {
  const { balanced } = await database.transaction(trialBalance);
  return balanced ? ok('trial balance', 'zero, and the balance rows agree') : fail('trial balance', 'does not balance: tolem ledger trial-balance');
}

async function proof({ database }: Session): Promise<Finding> {
  const { postings, faults } = await proveClosings(database);
  return faults.length === 0
    ? ok('closings of the ledger', `all ${postings} postings summed: each closing is what was posted until then`)
    : fail('closings of the ledger', `${faults.length} are not what was posted: tolem ledger trial-balance --full`);
}
