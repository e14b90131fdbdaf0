import { moveOf, type Side } from '../../../domain/bank-day/outcome-postings';
import { looksAgain } from '../../../domain/bank-day/outcomes';
import { negate } from '../../../domain/money';
import { SUCCESS } from '../../../domain/status';
import type { Queryable } from '../../database';
import { claimAccount, LOSS, payableAccount, SUSPENSE } from '../../ledger/accounts';
import { correct } from '../../ledger/entries';
import { captureFailed } from '../../payment/assign';
import { lockPayment } from '../../payment/payments';
import { giveBack } from '../../payment/reversal';
import { DECISION_COLUMNS, type Decision } from '../../staff/decision';
import { complete, type DecisionRules, type DecisionState, judged } from '../../staff/decisions';
import { decisionOf } from './decision-of';
import { assignedPayment } from './objections';
import type { Signable } from './signable';
import { endSignatures, type Signing } from './signings';

/** A decision about a payment that a signature has become: its workflow is told once this is kept. */
export type Handed = Omit<DecisionState, 'caution'>;

/** Does what complete signatures say, each once: postings, the payment, the break. Call with their breaks locked. */
export async function carryOut(tx: Queryable, signing: Signing, ones: readonly Signable[], rules: DecisionRules): Promise<Handed[]> {
  const ids = ones.map(({ id }) => id);
  const handed: Handed[] = [];
  for (const one of ones) {
    const entry = await move(tx, signing, one);
    if (entry) await linkEntry(tx, signing.id, one.id, entry, 'signed');
    if (signing.outcome === 'claim') await openClaim(tx, signing, one);
    const decision = await handOver(tx, signing, one, rules);
    if (decision) handed.push(decision);
  }
  if (looksAgain(signing.outcome) && signing.outcome !== 'poll') await readAgain(tx, signing);
  const goesOn = looksAgain(signing.outcome) || handed.length > 0;
  await endSignatures(tx, signing.id, ids, goesOn ? 'done' : 'stands');
  if (!goesOn) await closeSigned(tx, signing, ids);
  return handed;
}

export const signedBy = ({ id, outcome, staff, second, reason }: Signing): string =>
  `signing ${id} (${outcome}) by ${second ? `${staff} and ${second}` : staff}: ${reason}`.slice(0, 500);

async function move(tx: Queryable, signing: Signing, one: Signable): Promise<string | null> {
  const note = `break ${one.id}, ${signedBy(signing)}`.slice(0, 500);
  if (signing.outcome === 'assign' && signing.detail.payment) {
    const payment = await assignedPayment(tx, signing.detail.payment);
    return payment && captureFailed(tx, payment, one.day, note);
  }
  if (signing.outcome === 'agent refunded' && one.paymentRow) {
    const payment = await lockPayment(tx, one.paymentRow);
    // Of several parts the first has given the whole payment back.
    return payment?.status === SUCCESS ? giveBack(tx, payment, note, one.day) : null;
  }
  const moved = moveOf(signing.outcome, one, signing.detail.sum ?? null);
  if (!moved) return null;
  if (one.currency === null) throw new Error(`break ${one.id} has no currency`);
  const account = (side: Side): string => ACCOUNTS[side](one);
  return correct(tx, {
    payment: one.paymentRow,
    currency: one.currency,
    day: one.day,
    note,
    postings: [
      { account: account(moved.debit), amount: negate(moved.amount) },
      { account: account(moved.credit), amount: moved.amount },
    ],
  });
}

const ACCOUNTS: Readonly<Record<Side, (one: Signable) => string>> = {
  loss: () => LOSS,
  suspense: () => SUSPENSE,
  claim: ({ supplier }) => claimAccount(supplier),
  payable: ({ supplier }) => payableAccount(supplier),
};

export async function linkEntry(tx: Queryable, signing: string, broken: string, entry: string, step: 'signed' | 'returned' | 'ended'): Promise<void> {
  await tx.query('INSERT INTO signature_entries (entry_id, signing_id, break_id, step) VALUES ($1, $2, $3, $4)', [entry, signing, broken, step]);
}

async function openClaim(tx: Queryable, { id, outcome, detail }: Signing, one: Signable): Promise<void> {
  const amount = moveOf(outcome, one, null)?.amount ?? '0';
  await tx.query(
    'INSERT INTO claims (signing_id, break_id, supplier, letter, owner, due, amount, currency, day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [id, one.id, one.supplier, detail.letter, detail.owner, detail.due, amount, one.currency, one.day],
  );
}

/** As the decision it is, complete: its people have signed here. */
async function handOver(tx: Queryable, signing: Signing, one: Signable, rules: DecisionRules): Promise<Handed | null> {
  const asked = decisionOf(one, signing.outcome);
  const payment = asked && one.paymentRow ? await lockPayment(tx, one.paymentRow) : null;
  if (!asked || !payment) return null;
  const { detail } = await judged(tx, payment, rules, asked.kind, asked.detail);
  const { rows } = await tx.query<Decision>(
    `INSERT INTO decisions AS d (payment_id, kind, reason, detail, staff, needs_second, second, second_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $7::text IS NOT NULL THEN now() END) RETURNING ${DECISION_COLUMNS}`,
    [payment.id, asked.kind, signing.reason, JSON.stringify(detail), signing.staff, signing.second !== null, signing.second],
  );
  const [decision] = rows;
  if (!decision) throw new Error('a decision was not stored');
  await tx.query('UPDATE signatures SET decision_id = $3 WHERE signing_id = $1 AND break_id = $2', [signing.id, one.id, decision.id]);
  return complete(tx, payment, decision);
}

/** Its workflow reads the book anew, and what comes of it closes the break or does not. */
async function readAgain(tx: Queryable, { supplier, day }: Signing): Promise<void> {
  await tx.query(
    `UPDATE bank_days SET asked_at = now(), waits_for = NULL, waits_until = NULL, repairs = 0, failed_reads = 0 WHERE supplier = $1 AND day = $2`,
    [supplier, day],
  );
}

async function closeSigned(tx: Queryable, signing: Signing, breaks: readonly string[]): Promise<void> {
  await tx.query(`UPDATE breaks SET closed_at = now(), closed_as = 'signed', how = $2 WHERE id = ANY ($1::bigint[]) AND closed_at IS NULL`, [
    breaks,
    signedBy(signing),
  ]);
}
