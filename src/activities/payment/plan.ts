import { isVoucher } from '../../contracts/supply';
import { nextOf } from '../../domain/lifecycle';
import { SENDING } from '../../domain/status';
import type { Ladders } from '../../ladders';
import type { Queryable } from '../../registry/database';
import { type DocumentRow, documentsOf, dropPlan, planDocuments } from '../../registry/payment/documents';
import { noteChecked, noteEvent } from '../../registry/payment/payments';
import type { Standing } from '../../registry/payment/standing';
import type { CheckOutcome, NotSent, Refused, Supplier, Unknown } from '../../suppliers/supplier';
import { type Concluded, close, conclude, finished } from './conclude';
import { paymentForSupplier } from './supplier-call';

/** A price list is good for half an hour: a voucher is not sent on the word of an older one. */
export const isCheckOld = ({ checkGoodForMs }: Pick<Ladders, 'checkGoodForMs'>, { payment, now }: Standing): boolean =>
  isVoucher(payment.kind) && payment.checkedAt !== null && Date.parse(now) - Date.parse(payment.checkedAt) > checkGoodForMs;

/** A check's answer, and what it was asked about: the first number free for its documents, and when the last plan was made. */
export interface CheckAnswer {
  readonly outcome: Exclude<CheckOutcome, NotSent | Unknown>;
  readonly first: number;
  readonly checkedAt: string | null;
}

/** Whose answer it is. */
interface About {
  readonly standing: Standing;
  readonly supplier: Supplier;
}

/** Writes what a check's answer makes of the payment: what will be sent, its end, or what must be looked for before that. Under its lock. */
export async function planOrSettle(tx: Queryable, ladders: Ladders, about: About, { outcome, first, checkedAt }: CheckAnswer): Promise<Concluded> {
  const { standing, supplier } = about;
  const { payment, doubtfulUntil } = standing;
  if (payment.finalAt) return finished(tx, payment);
  const documents = payment.checkedAt ? await documentsOf(tx, payment.id) : [];
  // Another life of this workflow has planned since, and may have sent: what it left decides, not an answer to what was before.
  const overtaken =
    payment.checkedAt !== checkedAt || firstNumber(documents) !== first || nextOf(documents, isCheckOld(ladders, standing)).do !== 'check';
  if (overtaken || standing.openBreak) return conclude(tx, payment, 0);
  if (outcome.kind === 'refused') {
    if (doubtfulUntil !== null && !isDisproved(documents, doubtfulUntil)) return seek(tx, about, outcome, first);
    return close(tx, payment, { status: outcome.code, why: inWords(supplier, outcome) });
  }
  if (documents.length > 0) await dropPlan(tx, payment.id);
  const [planned] = await Promise.all([
    planDocuments(tx, payment.id, outcome.documents, doubtfulUntil),
    noteChecked(tx, payment.id, SENDING, `checked by ${supplier.name}`),
  ]);
  return conclude(tx, payment, 0, documents.length > 0 || doubtfulUntil !== null ? undefined : planned);
}

/**
 * Refused, but a life that is lost may have paid it, and just that may be why: no debt is left, the denomination is sold. So nothing ends
 * before the supplier's books have been read for what can be known of such a payment.
 */
async function seek(tx: Queryable, { standing, supplier }: About, outcome: Refused, number: number): Promise<Concluded> {
  const { payment, doubtfulUntil } = standing;
  const { account, amount } = payment;
  await dropPlan(tx, payment.id);
  const reference = supplier.reference(paymentForSupplier(payment), number);
  await planDocuments(tx, payment.id, [{ number, reference, account, invoice: null, amount, content: null }], doubtfulUntil);
  await noteChecked(tx, payment.id, payment.status, 'refused at the check');
  await noteEvent(tx, payment.id, `${inWords(supplier, outcome)}; an earlier life may have paid it, which is looked for before it ends`);
  return conclude(tx, payment, 0);
}

const inWords = ({ name }: Supplier, { text }: Refused): string => `refused by ${name} at the check: ${text}`;

/** Above every document that stays: only a planned one that no attempt has touched gives its number back (`dropPlan`). */
export const firstNumber = (documents: readonly DocumentRow[]): number =>
  1 + Math.max(0, ...documents.filter(({ state, attempts }) => state !== 'planned' || attempts.length > 0).map(({ number }) => number));

/** Whether evidence has answered the doubt: something of the payment that may have been sent by then is proved absent. */
const isDisproved = (documents: readonly DocumentRow[], until: string): boolean =>
  documents.some(({ attempts }) =>
    attempts.some(({ outcome, closedAt }) => outcome === 'absent' && closedAt !== null && Date.parse(closedAt) >= Date.parse(until)),
  );
