import type { NotSent, Unknown } from '../supplier';
import { readAnswer } from './answer';
import { doubtful, meaningOf, notSent, unreadable } from './meaning';

/** What stands instead of a list, a balance or a sum: a refusal of the request, or nothing that can be read. */
export function requestRefusal(text: string, operation: string): NotSent | Unknown {
  const answer = readAnswer(text);
  if (!answer) return unreadable(operation);
  return meaningOf(answer.status) === 'not sent' ? notSent(answer) : doubtful(answer);
}
