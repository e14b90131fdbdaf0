import { isNegative, type Money } from '../domain/money';
import { type Language, statusRow } from '../domain/status';

/** Parts of sentences that are put together alike in every language. */

export function statusInWords(status: number, language: Language): string {
  const row = statusRow(status);
  return row ? `${status} ${row[language]}` : `${status}`;
}

/** `agent:144:held +10.00, …`: an entry's postings. */
export const sidesOf = (postings: ReadonlyArray<{ readonly account: string; readonly amount: Money }>): string =>
  postings.map(({ account, amount }) => `${account} ${isNegative(amount) ? '' : '+'}${amount}`).join(', ');

/** ` (note)`, or nothing. */
export const aside = (note: string | null): string => (note ? ` (${note})` : '');
