import { isRollbackResult, type RollbackResult } from '../../contracts/alseco/states';
import type { PayContext, RollbackOutcome } from '../supplier';
import type { AlsecoConnection } from './connection';
import { unreadable } from './faults';
import { groupIn, rowsIn, textIn } from './reading';

type By = 'RollbackPayments' | 'RollbackPaymentsBySysRef';
const WIRE = {
  RollbackPayments: { args: (ids: readonly string[]) => ({ paymentIds: { int: ids } }), row: 'ResultRollbackPaymentOfInt32' },
  RollbackPaymentsBySysRef: { args: (ids: readonly string[]) => ({ sysRefs: { string: ids } }), row: 'ResultRollbackPaymentOfString' },
};

const OUTCOMES: Readonly<Record<RollbackResult, RollbackOutcome>> = {
  Success: { kind: 'rolled back' },
  PaymentNotFound: { kind: 'not found' },
  PaymentProcessed: { kind: 'processed', text: 'платёж находится на обработке или уже обработан' },
};

/** A reference of ours and the PaymentIds known to stand under it. */
export interface KnownReference {
  readonly reference: string;
  readonly bookings: readonly string[];
}

/**
 * By our own references, one outcome each, in order. A reference under which not exactly one booking is known is not asked for: which
 * of its bookings Alseco would take back, only a PaymentId says.
 */
export async function rollbackBySysRef(
  connection: AlsecoConnection,
  known: readonly KnownReference[],
  context: PayContext,
): Promise<readonly RollbackOutcome[]> {
  const bookings = new Map<string, Set<string>>();
  for (const { reference, bookings: ids } of known) bookings.set(reference, new Set([...(bookings.get(reference) ?? []), ...ids]));
  const asked = [...bookings].filter(([, ids]) => ids.size === 1).map(([reference]) => reference);
  const outcomes = asked.length === 0 ? [] : await rollback(connection, 'RollbackPaymentsBySysRef', asked, context);
  return known.map(({ reference }) => outcomes[asked.indexOf(reference)] ?? notAsked(reference, bookings.get(reference)?.size ?? 0));
}

const notAsked = (reference: string, count: number): RollbackOutcome => ({
  kind: 'not sent',
  reason: `${count} bookings are known under ${reference}: it is rolled back by PaymentId only`,
});

/** One outcome per id, in order; an id in a call never repeats, and of none there is no answer. Works on the day of booking and before processing. */
export async function rollback(
  connection: AlsecoConnection,
  name: By,
  ids: readonly string[],
  context: PayContext,
): Promise<readonly RollbackOutcome[]> {
  // Where nothing is asked for, a call that failed would say as much as one that was answered.
  if (ids.length === 0) throw new RangeError('a rollback of no payment');
  const { args, row } = WIRE[name];
  const answer = await connection.call(name, { ...args([...new Set(ids)]), bankCode: connection.options.bankCode }, context);
  if (answer.kind !== 'answered') return ids.map(() => answer);
  try {
    const rows = rowsIn(groupIn(answer.content, connection.offer.operations[name].result.name), row);
    return ids.map((id): RollbackOutcome => {
      const [result, ...more] = rows.filter((one) => textIn(one, 'PaymentId') === id).map((one) => textIn(one, 'Result') ?? '');
      if (result === undefined || more.length > 0) return { kind: 'unknown', reason: `not one answer for ${id}` };
      return isRollbackResult(result) ? OUTCOMES[result] : { kind: 'unknown', reason: `Result ${result.slice(0, 60)}` };
    });
  } catch (error) {
    return ids.map(() => unreadable(error));
  }
}
