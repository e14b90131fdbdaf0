import { Command } from 'commander';
import type { Io } from '../terminal/io';
import { ledgerDays } from './days';
import { ledgerDocuments } from './documents';
import { ledgerExport } from './export';
import { ledgerStatement } from './statement';
import { ledgerTrialBalance } from './trial-balance';

/** `tolem ledger …`: the double-entry book. */
export function ledgerCommand(io: Io): Command {
  const noun = new Command('ledger');
  ledgerTrialBalance(io, noun);
  ledgerStatement(io, noun);
  ledgerDays(io, noun);
  ledgerDocuments(io, noun);
  ledgerExport(io, noun);
  return noun;
}
