import type { Queryable } from '../../registry/database';
import { doubtAbsence } from '../../registry/payment/attempts';
import type { DocumentRow } from '../../registry/payment/documents';
import type { Payment } from '../../registry/payment/payments';
import { sendAgainDecidedAt } from '../../registry/staff/decision';
import type { Supplier } from '../../suppliers/supplier';
import { dayIn } from '../../zone';

/**
 * Whether another attempt, at `now` (ISO instant), would cross the supplier's midnight: something of the document was sent on another day,
 * and since then nobody has decided that it is sent again (RULES C5). Never where repeating is documented as safe.
 */
export async function crossesMidnight(
  tx: Queryable,
  supplier: Supplier,
  payment: Payment,
  { attempts }: Pick<DocumentRow, 'attempts'>,
  now: string,
): Promise<boolean> {
  if (supplier.idempotent) return false;
  const today = dayIn(supplier.zone, now);
  const before = attempts.filter(
    ({ number, sentAt, outcome }) => number > 0 && sentAt !== null && outcome !== 'not sent' && dayIn(supplier.zone, sentAt) !== today,
  );
  if (before.length === 0) return false;
  const decided = await sendAgainDecidedAt(tx, payment.id);
  return decided === null || before.some(({ closedAt }) => closedAt === null || Date.parse(closedAt) > Date.parse(decided));
}

/**
 * What was proved absent in time and not sent again before the supplier's midnight may be booked by now on the day that has passed: it is
 * in doubt again, and staff decide. Whether any of the documents was.
 */
export async function doubtedAtMidnight(
  tx: Queryable,
  supplier: Supplier,
  payment: Payment,
  documents: readonly DocumentRow[],
  now: string,
): Promise<boolean> {
  for (const document of documents) {
    if (!(await crossesMidnight(tx, supplier, payment, document, now))) continue;
    const why = `proved absent, but not sent again before the day ended in ${supplier.zone}`;
    await doubtAbsence(tx, payment.id, document.number, why);
    return true;
  }
  return false;
}
