import { median, shown, spread } from '../statistics';
import type { LedgerTimes } from './ledger';

const AIM_MS = 1_000;

/** The section of bench/results.md. */
export function ledgerSection({ options, doctor, statement, close, proof }: LedgerTimes): string[] {
  const verdict = (times: readonly number[]): string => (median(times) < AIM_MS ? 'met' : '**not met**');
  return [
    '## Ledger',
    '',
    `${options.postings} postings of ${options.agents} agents, ${options.open} of them on the open day and the others on ${options.days} closed days, ${options.rounds} rounds.`,
    'Doctor is what it asks of the ledger: its calendar and the trial balance. The statement is one agent’s of today, its first 1000 lines.',
    '',
    '| | ms | aim |',
    '|---|---|---|',
    `| doctor | ${spread(doctor)} | < ${AIM_MS}: ${verdict(doctor)} |`,
    `| statement of today | ${spread(statement)} | < ${AIM_MS}: ${verdict(statement)} |`,
    `| closing a day | ${spread(close)} | – |`,
    `| the full proof | ${shown(proof)} | – |`,
  ];
}
