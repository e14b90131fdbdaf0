import { add, type Money, negate, ZERO } from '../../domain/money';
import { SUCCESS } from '../../domain/status';
import { closeBreaks, openBreaksOf } from '../bank-day/breaks';
import type { Queryable } from '../database';
import { keepWatching } from '../evidence/closed-watches';
import { askNow } from '../last-statement';
import { LOSS, payableAccount } from '../ledger/accounts';
import { contractToday, correct } from '../ledger/entries';
import { closeAttempt, closeClaimed } from '../payment/attempts';
import { documentsOf } from '../payment/documents';
import type { Payment } from '../payment/payments';
import { giveBack } from '../payment/reversal';
import { settle } from '../payment/settle';
import { answerMatter } from '../payment/staff-matter';
import { queueCallback } from '../telling/outbox';
import type { Decision } from './decision';
import { refuse } from './refused';

/** Does what a complete decision says, under the payment's lock; answers with what came of it, in words. */
export async function carryOut(tx: Queryable, payment: Payment, decision: Decision): Promise<string> {
  switch (decision.kind) {
    case 'succeeded':
      return close(tx, payment, decision, SUCCESS);
    case 'failed':
      return close(tx, payment, decision, decision.detail.code ?? 0);
    case 'send again':
      return sendAgain(tx, payment, decision);
    case 'write off':
      return decision.detail.paymentIds ? writeOffExtra(tx, payment, decision, decision.detail.paymentIds) : writeOff(tx, payment, decision);
    case 'noted':
      await answerMatter(tx, payment.id, signed(decision));
      await closeBreaks(
        tx,
        payment.supplier,
        (await openBreaksOf(tx, payment.id)).map(({ booking }) => booking),
        'noted',
        signed(decision),
      );
      return 'noted';
    case 'resend callback':
      if (!(await queueCallback(tx, payment.id))) throw refuse('noCallbackAddress', {});
      return 'queued';
    case 'poll now':
      return 'asked for';
    case 'roll back':
    case 'reverse':
      throw new Error(`${decision.kind} is carried out by the workflow reversal`);
  }
}

async function close(tx: Queryable, payment: Payment, decision: Decision, status: number): Promise<string> {
  await endAttempts(tx, payment, decision);
  await keepWatching(tx, payment);
  const settled = await askNow(tx, await settle(tx, payment, { status, why: signed(decision) }));
  if (settled.as === 'contradicts') throw refuse('closed', { status: payment.status });
  return `closed with ${status}`;
}

/** What was claimed can no longer be sent; what was being sent and never answered stays unknown for the day's comparison. */
async function endAttempts(tx: Queryable, payment: Payment, decision: Decision): Promise<void> {
  await closeClaimed(tx, payment.id);
  for (const document of await documentsOf(tx, payment.id)) {
    for (const attempt of document.attempts) {
      if (attempt.state === 'sending')
        await closeAttempt(tx, payment.id, document.number, attempt.number, 'unknown', `no answer; ${signed(decision)}`);
    }
  }
}

/** Every doubt about earlier attempts is closed as absent on the decision's word, so that the next attempt may follow. */
async function sendAgain(tx: Queryable, payment: Payment, decision: Decision): Promise<string> {
  await closeClaimed(tx, payment.id);
  let doubts = 0;
  for (const document of await documentsOf(tx, payment.id)) {
    if (document.state !== 'planned') continue;
    for (const attempt of document.attempts) {
      if (attempt.outcome === 'not sent' || attempt.outcome === 'absent') continue;
      await closeAttempt(tx, payment.id, document.number, attempt.number, 'absent', signed(decision));
      doubts++;
    }
  }
  await answerMatter(tx, payment.id, signed(decision));
  return `${doubts} ${doubts === 1 ? 'attempt' : 'attempts'} closed as absent; the next may be sent`;
}

/**
 * The supplier keeps what it booked: we owe it all the same, and the loss is ours. Where a reversal ended in the middle, the agent gets
 * its money back with it.
 */
async function writeOff(tx: Queryable, payment: Payment, decision: Decision): Promise<string> {
  const documents = await documentsOf(tx, payment.id);
  const lost = documents.filter((document) => document.state === 'taken' && document.writtenOffAt === null);
  await lose(
    tx,
    payment,
    decision,
    lost.map((document) => document.amount),
  );
  await tx.query('UPDATE documents SET written_off_at = now() WHERE payment_id = $1 AND number = ANY ($2::int[])', [
    payment.id,
    lost.map(({ number }) => number),
  ]);
  if (payment.status === SUCCESS) await giveBack(tx, payment, `reversed by decision ${decision.id}`);
  else if (payment.finalAt) await answerMatter(tx, payment.id, signed(decision));
  else {
    const status = documents.find((document) => document.code !== null)?.code ?? -300;
    await askNow(tx, await settle(tx, payment, { status, why: signed(decision) }));
  }
  return 'written off';
}

/** A second booking that can no longer be rolled back: the payment itself stays as it is. */
async function writeOffExtra(tx: Queryable, payment: Payment, decision: Decision, bookings: readonly string[]): Promise<string> {
  const extra = (await openBreaksOf(tx, payment.id)).filter(({ booking }) => bookings.includes(booking));
  await lose(
    tx,
    payment,
    decision,
    extra.map(({ amount }) => amount),
  );
  await closeBreaks(
    tx,
    payment.supplier,
    extra.map(({ booking }) => booking),
    'written off',
    `written off: ${signed(decision)}`,
  );
  await answerMatter(tx, payment.id, signed(decision));
  return `PaymentId ${bookings.join(', ')} written off`;
}

async function lose(tx: Queryable, payment: Payment, decision: Decision, amounts: readonly Money[]): Promise<void> {
  const lost = amounts.reduce<Money>((sum, amount) => add(sum, amount), ZERO);
  await correct(tx, {
    payment: payment.id,
    currency: payment.currency,
    day: await contractToday(tx, payment.agent),
    note: signed(decision),
    postings: [
      { account: LOSS, amount: negate(lost) },
      { account: payableAccount(payment.supplier), amount: lost },
    ],
  });
}

function signed(decision: Decision): string {
  const names = decision.second ? `${decision.staff} and ${decision.second}` : decision.staff;
  return `decision ${decision.id} (${decision.kind}) by ${names}: ${decision.reason}`.slice(0, 500);
}
