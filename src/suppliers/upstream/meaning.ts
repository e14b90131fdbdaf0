import { messageOf, SUCCESS, statusRow } from '../../domain/status';
import type { NotSent, Unknown } from '../supplier';
import type { Answer } from './answer';

/** What a ResponseStatus of the upstream says. Request statuses never reach the agent. */
export type Meaning = 'pending' | 'success' | 'failed' | 'not found' | 'not sent' | 'cancelled' | 'doubtful';

export function meaningOf(status: number): Meaning {
  const row = statusRow(status);
  if (!row) return 'doubtful';
  if (row.of === 'payment') return status === SUCCESS ? 'success' : row.final ? 'failed' : 'pending';
  if (status === -4) return 'not found';
  if (status === -3) return 'cancelled';
  return TROUBLES[status] ? 'not sent' : 'doubtful';
}

/** Request statuses after which nothing was booked, and whose matter each is. */
const TROUBLES: Readonly<Record<number, NotSent['trouble']>> = {
  [-1]: 'refuses us',
  [-2]: 'deposit empty',
  [-501]: 'service unavailable',
  [-502]: 'service unavailable',
};

export function notSent(answer: Answer): NotSent {
  const trouble = TROUBLES[answer.status];
  return { kind: 'not sent', reason: wordsOfAnswer(answer), ...(trouble ? { trouble } : {}) };
}

/** −503 means their database is away; −3 is a matter for staff; a code that no document knows proves nothing. */
export function doubtful(answer: Answer): Unknown {
  if (meaningOf(answer.status) === 'cancelled') return { kind: 'unknown', reason: cancelled(answer), contradiction: true };
  return { kind: 'unknown', reason: wordsOfAnswer(answer), ...(answer.status === -503 ? { trouble: 'down' } : {}) };
}

/** A request status says nothing about a payment, and this one says that it was ended by somebody's hand. */
export const cancelled = (answer: Answer): string =>
  `${wordsOfAnswer(answer)}: cancelled there, and only the upstream can say what became of the payment`;

/** `-2 Недостаточно средств для транзакции`, with the upstream's own words where they differ. */
export function wordsOfAnswer(answer: Answer): string {
  const known = statusRow(answer.status)?.ru ?? 'a code that the document does not know';
  return answer.message === '' || answer.message === known ? `${answer.status} ${known}` : `${answer.status} ${known}; ${answer.message}`;
}

/** The text that goes with a final code: the upstream's words, else the table's. */
export const textOf = (answer: Answer): string => answer.message || messageOf(answer.status);

/** Whatever its status: what is said of another payment says nothing about ours. */
export const ofAnother = (answer: Answer, ours: string): Unknown => ({
  kind: 'unknown',
  reason: `the answer is for TransactionID ${answer.transaction}, not for ${ours}`,
});

export const unreadable = (operation: string): Unknown => ({ kind: 'unknown', reason: `the answer to ${operation} cannot be read`, trouble: 'down' });
