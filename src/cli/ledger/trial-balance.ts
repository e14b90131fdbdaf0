import type { Command } from 'commander';
import { z } from 'zod';
import type { Day } from '../../domain/day';
import { type Money, money } from '../../domain/money';
import { type LedgerProof, proveClosings } from '../../registry/ledger/proof';
import { closingsOf, trialBalance } from '../../registry/ledger/trial-balance';
import { Refused } from '../../registry/staff/refused';
import { inShell, VERBS } from '../../staff-view/verb';
import { DayArgument } from '../terminal/arguments';
import type { Io } from '../terminal/io';
import type { Session } from '../terminal/session';
import { shownMoney } from '../terminal/shown';
import { table } from '../terminal/table';
import { verb } from '../terminal/verb';

const Asked = z.object({ day: DayArgument.optional(), full: z.boolean().optional() });

/** `tolem ledger trial-balance`: now, or as it stood at the end of a closed day. */
export function ledgerTrialBalance(io: Io, noun: Command): void {
  noun
    .command('trial-balance')
    .description('every account, the sum per currency (must be zero), and whether the balance rows agree; exit code 1 where not')
    .option('--day <day>', 'as it stood at the end of this closed day, with what the day moved')
    .option('--full', 'sum every posting ever made too, and hold the closings against it')
    .action(
      verb(io, Asked, async (session, { day, full }) => {
        if (day !== undefined) return showDay(session, day);
        return showNow(session, full === true);
      }),
    );
}

const exactly = <Row extends { readonly balance: Money }>(row: Row): Row => ({ ...row, balance: money(row.balance) });

async function showNow(session: Session, full: boolean): Promise<void> {
  const read = await session.database.transaction(trialBalance);
  const proof = full ? await proveClosings(session.database) : null;
  const accounts = read.accounts.map(exactly);
  const totals = read.totals.map((row) => ({ ...row, sum: money(row.sum) }));
  const differences = read.differences.map((row) => ({ ...row, row: money(row.row), postings: money(row.postings) }));
  session.show({ ...read, accounts, totals, differences, ...(proof ? { proof } : {}) }, () => [
    ...table(
      [{ title: 'account' }, { title: 'cur' }, { title: 'balance', right: true }, { title: 'postings', right: true }],
      accounts.map((row) => [row.account, row.currency, shownMoney(row.balance), row.postings]),
    ),
    '',
    `The closings of ${read.closedThrough}, and what was posted since.`,
    ...totals.map((row) => `All postings in ${row.currency} sum to ${shownMoney(row.sum)}.`),
    ...differences.map((row) => `${row.account}: its balance row says ${shownMoney(row.row)}, its postings ${shownMoney(row.postings)}.`),
    ...(read.balanced ? ['The balance rows of the agents agree with their postings.'] : []),
    ...(proof ? proofInWords(proof) : []),
  ]);
  if (!read.balanced) throw new Refused('The ledger does not balance: stop taking payments and find out why.');
  if (proof && proof.faults.length > 0) throw new Refused('Closings are not what was posted: the ledger was changed behind its back.');
}

function proofInWords({ postings, faults }: LedgerProof): string[] {
  if (faults.length === 0) return [`All ${postings} postings ever made are summed: each closing is what was posted until then.`];
  return faults.map(
    ({ day, account, currency, closing, postings: posted }) =>
      `${day} ${account} ${currency}: closed with ${closing === null ? 'nothing' : shownMoney(closing)}, posted ${shownMoney(posted)}.`,
  );
}

async function showDay(session: Session, day: Day): Promise<void> {
  const closings = (await closingsOf(session.database, day)).map((row) => ({
    ...exactly(row),
    debited: money(row.debited),
    credited: money(row.credited),
  }));
  if (closings.length === 0)
    throw new Refused(`There are no balances of ${day}: it is not closed, or nothing was posted until then (${inShell(VERBS.ledgerDays())}).`);
  session.show({ day, accounts: closings }, () =>
    table(
      [
        { title: 'account' },
        { title: 'cur' },
        { title: 'debited', right: true },
        { title: 'credited', right: true },
        { title: 'balance', right: true },
      ],
      closings.map((row) => [row.account, row.currency, shownMoney(row.debited), shownMoney(row.credited), shownMoney(row.balance)]),
    ),
  );
}
