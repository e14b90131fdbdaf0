import { Command } from 'commander';
import { z } from 'zod';
import { money } from '../../domain/money';
import { trialBalance } from '../../registry/ledger/trial-balance';
import { Refused } from '../../registry/staff/refused';
import type { Io } from '../terminal/io';
import { shownMoney } from '../terminal/shown';
import { table } from '../terminal/table';
import { verb } from '../terminal/verb';
import { ledgerStatement } from './statement';

/** `tolem ledger …`: the double-entry book. */
export function ledgerCommand(io: Io): Command {
  const noun = new Command('ledger');
  noun
    .command('trial-balance')
    .description('every account, the sum per currency (must be zero), and whether the balance rows agree; exit code 1 where not')
    .action(
      verb(io, z.object({}), async (session) => {
        const read = await session.database.transaction(trialBalance);
        const accounts = read.accounts.map((row) => ({ ...row, balance: money(row.balance) }));
        const totals = read.totals.map((row) => ({ ...row, sum: money(row.sum) }));
        const differences = read.differences.map((row) => ({ ...row, row: money(row.row), postings: money(row.postings) }));
        session.show({ accounts, totals, differences, balanced: read.balanced }, () => [
          ...table(
            [{ title: 'account' }, { title: 'cur' }, { title: 'balance', right: true }, { title: 'postings', right: true }],
            accounts.map((row) => [row.account, row.currency, shownMoney(row.balance), row.postings]),
          ),
          '',
          ...totals.map((row) => `All postings in ${row.currency} sum to ${shownMoney(row.sum)}.`),
          ...differences.map((row) => `${row.account}: its balance row says ${shownMoney(row.row)}, its postings ${shownMoney(row.postings)}.`),
          ...(read.balanced ? ['The balance rows of the agents agree with their postings.'] : []),
        ]);
        if (!read.balanced) throw new Refused('The ledger does not balance: stop taking payments and find out why.');
      }),
    );
  ledgerStatement(io, noun);
  return noun;
}
