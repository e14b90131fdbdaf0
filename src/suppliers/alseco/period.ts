import type { Month } from '../../domain/day';
import type { NotSent, Unknown } from '../supplier';
import type { AlsecoConnection, AlsecoContext } from './connection';
import { unreadable } from './faults';
import { textIn } from './reading';

/** GetCurrentPeriod: the month open in Alseco's database, which turns some days after the calendar's («Текущий период»). */
export async function currentPeriod(
  connection: AlsecoConnection,
  context: AlsecoContext,
): Promise<{ readonly kind: 'period'; readonly month: Month } | NotSent | Unknown> {
  const answer = await connection.call('GetCurrentPeriod', { bankCode: connection.options.bankCode }, context);
  if (answer.kind !== 'answered') return answer;
  try {
    const said = textIn(answer.content, 'GetCurrentPeriodResult') ?? '';
    if (/^\d{4}-(0[1-9]|1[0-2])$/.test(said)) return { kind: 'period', month: said as Month };
    return unreadable(new Error(`a period of ${said.slice(0, 30)}`));
  } catch (error) {
    return unreadable(error);
  }
}
