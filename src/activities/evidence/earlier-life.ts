import type { StepInput } from '../../contracts/workflows';
import type { Queryable } from '../../registry/database';
import { doubtEarlierLife, doubtLostLife } from '../../registry/payment/attempts';
import type { DocumentRow } from '../../registry/payment/documents';
import type { Standing } from '../../registry/payment/payments';
import type { Dependencies } from '../dependencies';

type Fresh = Pick<Dependencies['ladders'], 'freshMs'>;

/**
 * By when an earlier life may have sent the payment without a word of it here (ISO instant): the registry has slept since it was stored,
 * the workflow began long after its row, or the sweeper restarted it. Null where the registry's word is whole.
 */
export function doubtfulUntil({ freshMs }: Fresh, { payment, wokeAt }: Standing, { startedAt }: StepInput): string | null {
  if (wokeAt !== null && Date.parse(wokeAt) > Date.parse(payment.createdAt)) return wokeAt;
  const late = Date.parse(startedAt) - Date.parse(payment.createdAt) > freshMs;
  return late || payment.sweptAt !== null ? payment.createdAt : null;
}

/** Puts documents that nothing was sent for in doubt where an earlier life may have sent them: evidence comes before attempt 1. Tells whether it may. */
export async function doubted(tx: Queryable, ladders: Fresh, standing: Standing, input: StepInput): Promise<boolean> {
  const until = doubtfulUntil(ladders, standing, input);
  if (until === null) return false;
  if (until === standing.wokeAt) await doubtLostLife(tx, standing.payment.id, until);
  await doubtEarlierLife(tx, standing.payment.id, until);
  return true;
}

/** Whether evidence has answered that doubt: something of the payment that may have been sent by then is proved absent. */
export const isDisproved = (documents: readonly DocumentRow[], until: string): boolean =>
  documents.some(({ attempts }) =>
    attempts.some(({ outcome, closedAt }) => outcome === 'absent' && closedAt !== null && Date.parse(closedAt) >= Date.parse(until)),
  );
