import type { Queryable } from '../../registry/database';
import { keepCode, type Payment } from '../../registry/payment/payments';
import type { PayOutcome, StatusOutcome } from '../../suppliers/supplier';
import type { Dependencies } from '../dependencies';

/**
 * Keeps what came with an answer beside its status, whichever answer it was: a voucher's code is money, sealed at once; the supplier's
 * own rate stands beside ours. Call before the payment settles, in the transaction that settles it: nobody asks a second time.
 */
export async function keepExtras(
  tx: Queryable,
  { vault }: Pick<Dependencies, 'vault'>,
  payment: Payment,
  answer: PayOutcome | StatusOutcome | undefined,
): Promise<void> {
  if (answer?.kind !== 'accepted' && answer?.kind !== 'pending') return;
  const rate = answer.kind === 'accepted' ? answer.rate : undefined;
  if (answer.code === undefined && rate === undefined) return;
  await keepCode(tx, payment.id, answer.code === undefined ? null : vault.seal(answer.code), rate ?? null);
}
