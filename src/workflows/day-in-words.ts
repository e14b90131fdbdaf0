import type { DayStep } from '../contracts/workflows/day';

/** What the Temporal UI says of a day: how far it is, what was read and found, what it waits for and until when. */
export function dayInWords(step: DayStep): string {
  return [`${step.state}: ${doing(step)}`, ...figures(step)].join('; ');
}

function doing({ next, waitsFor, waitsUntil }: DayStep): string {
  switch (next) {
    case 'fetch':
      return 'reads the supplier’s book';
    case 'compare':
      return 'compares both books';
    case 'repair':
      return 'tells payments to look for their bookings';
    case 'try':
      return 'compares without effect';
    case 'finished':
      return waitsFor ? `waits for ${waitsFor}, which starts it again` : 'nothing is left to do here';
    case 'wait':
      return `waits for ${waitsFor ?? 'nobody'}${waitsUntil ? ` until ${waitsUntil.slice(0, 19)}Z` : ''}`;
  }
}

function figures({ read, compared, breaks, readError }: DayStep): string[] {
  const said: string[] = [];
  if (read) said.push(`${read.count} lines read, ${read.sum}`);
  if (compared)
    said.push(`${compared.oursCount} documents of ours, ${compared.oursSum}`, `${compared.pairs} pairs`, `unexplained ${compared.unexplained}`);
  if (breaks.length > 0) said.push(`open breaks: ${breaks.map(({ kind, count }) => `${count} ${kind}`).join(', ')}`);
  if (readError) said.push(`the last reading was not complete: ${readError}`);
  return said;
}
