import { UNFINISHED_STATES } from '../../../domain/bank-day/course';
import { moveOf } from '../../../domain/bank-day/outcome-postings';
import { looksAgain, mayEnd, type People } from '../../../domain/bank-day/outcomes';
import { refusal, type SigningRefusal } from '../../../domain/bank-day/refusals';
import { maySign, missingDetails, uselessDetails } from '../../../domain/bank-day/signing';
import type { AgentId, TransactionId } from '../../../domain/ids';
import { compare, type Money } from '../../../domain/money';
import type { Role } from '../../../domain/permissions';
import { SUCCESS } from '../../../domain/status';
import type { Queryable } from '../../database';
import { documentsOf } from '../../payment/documents';
import { findPayment, lockPayment, type Payment } from '../../payment/payments';
import type { DecisionRules } from '../../staff/decisions';
import { judged } from '../../staff/decisions';
import { DecisionRefused } from '../../staff/refused';
import { bankDay } from '../day/days';
import { decisionOf } from './decision-of';
import type { Signable } from './signable';
import type { Signing } from './signings';

export type Judged = { readonly people: People } | { readonly refused: SigningRefusal };

/** Whether a break may be signed so by somebody with these roles: what it is, and whose hand it takes. `second`: another person follows. */
export function judgeSignature(
  one: Signable,
  { outcome, staff }: Pick<Signing, 'outcome' | 'staff'>,
  roles: readonly Role[],
  second: boolean,
): Judged {
  const { id, kind } = one;
  if (one.closedAs !== null) return refused(refusal('breakClosed', { id, as: one.closedAs }));
  if (one.signed) return refused(refusal('signedAlready', { id, signing: one.signed.signing }));
  const may = mayEnd(one);
  const allowed = may.find((each) => each.outcome === outcome);
  if (!allowed) return refused(refusal('outcomeForbidden', { id, kind, outcome, may: may.map((each) => each.outcome) }));
  if (!maySign(allowed.people, roles, second)) return refused(refusal('wrongRole', { id, staff, people: allowed.people }));
  return { people: allowed.people };
}

const refused = (why: SigningRefusal): Judged => ({ refused: why });

/** What was left out, or given for nothing; null: neither. Asked once for the whole selection. */
export async function againstDetails(tx: Queryable, { outcome, detail }: Pick<Signing, 'outcome' | 'detail'>): Promise<SigningRefusal | null> {
  const missing = missingDetails(outcome, detail);
  if (missing.length > 0) return refusal('detailMissing', { outcome, details: missing });
  const useless = uselessDetails(outcome, detail);
  if (useless.length > 0) return refusal('detailUseless', { outcome, details: useless });
  if (detail.owner === undefined) return null;
  const known = await tx.query('SELECT 1 FROM staff WHERE name = $1 AND active', [detail.owner]);
  return known.rowCount ? null : refusal('ownerUnknown', { owner: detail.owner });
}

/** What else stands against it now, by the payments and the day it touches. */
export async function againstEffects(
  tx: Queryable,
  one: Signable,
  signing: Pick<Signing, 'outcome' | 'detail'>,
  rules: DecisionRules,
): Promise<SigningRefusal | null> {
  const { outcome, detail } = signing;
  if (one.currency === null && (outcome === 'claim' || moveOf(outcome, one, detail.sum ?? null))) return refusal('currencyUnknown', { id: one.id });
  if (outcome === 'assign') return againstAssignment(tx, one, detail.payment);
  if (outcome === 'agent refunded') return againstRefund(tx, one);
  if (looksAgain(outcome) && outcome !== 'poll') return againstReading(tx, one);
  return againstDecision(tx, one, outcome, rules);
}

async function againstDecision(tx: Queryable, one: Signable, outcome: Signing['outcome'], rules: DecisionRules): Promise<SigningRefusal | null> {
  const asked = decisionOf(one, outcome);
  const payment = asked && one.paymentRow ? await lockPayment(tx, one.paymentRow) : null;
  if (!asked || !payment) return null;
  try {
    await judged(tx, payment, rules, asked.kind, asked.detail);
    return null;
  } catch (error) {
    if (error instanceof DecisionRefused) return refusal('decisionForbidden', { objection: error.objection });
    throw error;
  }
}

async function againstReading(tx: Queryable, { supplier, day }: Signable): Promise<SigningRefusal | null> {
  const known = await bankDay(tx, supplier, day);
  return known && UNFINISHED_STATES.includes(known.state) ? null : refusal('dayPastReading', { supplier, day });
}

/** The payment that is meant, locked. */
export async function assignedPayment(tx: Queryable, { agent, transaction }: NonNullable<Signing['detail']['payment']>): Promise<Payment | null> {
  const found = await findPayment(tx, agent as AgentId, transaction as TransactionId);
  return found && lockPayment(tx, found.id);
}

/** A booking of nobody is a failed payment's, of the same supplier and sum, of which nothing else may stand there. */
async function againstAssignment(tx: Queryable, one: Signable, named: Signing['detail']['payment']): Promise<SigningRefusal | null> {
  if (!named) return refusal('detailMissing', { outcome: 'assign', details: ['payment'] });
  const payment = await assignedPayment(tx, named);
  if (!payment) return refusal('paymentUnknown', named);
  const because = await whyNotAssigned(tx, one, payment);
  return because && refusal('cannotBeAssigned', { agent: named.agent, transaction: named.transaction, because });
}

async function whyNotAssigned(tx: Queryable, one: Signable, payment: Payment): Promise<'open' | 'paid' | 'documents' | 'supplier' | 'amount' | null> {
  if (payment.finalAt === null) return 'open';
  if (payment.status === SUCCESS || payment.reversedAt !== null) return 'paid';
  if (payment.supplier !== one.supplier) return 'supplier';
  if (compare(payment.amount, one.theirs ?? ('0' as Money)) !== 0) return 'amount';
  const standing = (await documentsOf(tx, payment.id)).some(({ state }) => state === 'planned' || state === 'taken');
  return standing ? 'documents' : null;
}

/** An agent gets the whole payment back: that no part of it stands at the supplier is seen of each. */
async function againstRefund(tx: Queryable, one: Signable): Promise<SigningRefusal | null> {
  const { rows } = await tx.query<{ standing: boolean }>(
    `SELECT EXISTS (
       SELECT 1 FROM documents d WHERE d.payment_id = $1 AND d.state IN ('taken', 'planned') AND NOT EXISTS (
         SELECT 1 FROM breaks b WHERE b.payment_id = d.payment_id AND b.document = d.number AND b.closed_at IS NULL AND b.kind IN ('only ours', 'vanished'))
     ) AS standing`,
    [one.paymentRow],
  );
  return rows[0]?.standing ? refusal('refundOfPart', { id: one.id }) : null;
}
