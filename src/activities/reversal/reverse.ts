import type { ReversalInput } from '../../contracts/workflows';
import { isReversal } from '../../domain/decisions';
import type { Queryable } from '../../registry/database';
import { needStaff, type Payment } from '../../registry/payment/payments';
import { underLock } from '../../registry/payment/standing';
import { type Decision, findDecision } from '../../registry/staff/decision';
import { finishDecision } from '../../registry/staff/decisions';
import { type Dependencies, supplierNamed } from '../dependencies';
import { waiting } from '../failure';
import { nextPause } from '../payment/supplier-call';
import { alarm } from '../payment/unfounded';
import { type RolledBack, rollBack } from './rolling-back';
import { type Ended, finishReversal, keepAnswers, type ReversalOrder, standing, toAskFor } from './steps';

/**
 * Takes back what a decision says: `reverse` a whole payment, at a supplier without rollback as a correction that carries its written
 * consent; `roll back` the bookings that it names. Whoever asks for it, only the registry's decision says what is done, and is asked
 * again in the transaction that does it. What a supplier has answered is kept at once, also where the rest has no answer yet.
 */
export async function reverse(dependencies: Dependencies, input: ReversalInput): Promise<string> {
  const { database, ladders } = dependencies;
  const ordered = <T>(work: (tx: Queryable, order: ReversalOrder) => Promise<T | Ended>): Promise<T | string> =>
    underLock<T | string>(database, input, async (tx, payment) => {
      const order = await orderOf(tx, dependencies, payment, input.decision);
      if (typeof order === 'string') return order;
      const made = await work(tx, order);
      return isEnded(made) ? end(tx, order, made) : made;
    });

  const plan = await ordered(async (tx, order) => {
    const bookings = await toAskFor(tx, order);
    return 'result' in bookings ? bookings : { order, bookings: bookings.ids };
  });
  if (typeof plan === 'string') return plan;
  const answer = await rollBack(dependencies, plan.order.supplier, plan.order.payment, plan.bookings);
  const made = await ordered((tx, order) => takeBack(tx, order, answer));
  if (typeof made === 'string') return made;
  throw waiting(`${made.why} and is asked again`, nextPause(ladders.resend));
}

/** Nothing is final yet: what still stands is asked for once more. */
interface Unfinished {
  readonly why: string;
}

async function takeBack(tx: Queryable, order: ReversalOrder, answer: RolledBack): Promise<Ended | Unfinished> {
  await keepAnswers(tx, order, answer);
  const left = await standing(tx, order);
  const refused = answer.refused.filter(({ booking }) => left.includes(booking));
  const [unclear] = answer.unclear;
  if (left.length > refused.length)
    return { why: `a rollback at ${order.supplier.name} has no clear answer yet${unclear ? ` (${unclear.reason})` : ''}` };
  return finishReversal(tx, order, refused);
}

/** Temporal says only which decision: whether it may be carried out stands in the registry. */
async function orderOf(tx: Queryable, dependencies: Dependencies, payment: Payment, id: string): Promise<ReversalOrder | string> {
  const decision = /^\d{1,18}$/.test(id) ? await findDecision(tx, id) : null;
  const unfounded = whyUnfounded(decision, payment);
  if (unfounded) {
    await alarm(dependencies, tx, 'reverse', { payment: payment.id, decision: id }, unfounded);
    return `refused: ${unfounded}`;
  }
  if (!decision) throw new Error('no decision is unfounded');
  if (decision.doneAt) return decision.result ?? 'done before';
  return { payment, decision, supplier: supplierNamed(dependencies.suppliers, payment.supplier) };
}

function whyUnfounded(decision: Decision | null, payment: Payment): string | null {
  if (decision?.payment !== payment.id) return 'there is no such decision about this payment';
  if (!isReversal(decision.kind)) return `decision ${decision.id} (${decision.kind}) takes nothing back`;
  if (decision.doneAt || !decision.needsSecond || decision.second !== null) return null;
  return `decision ${decision.id} waits for its second person`;
}

const isEnded = (made: unknown): made is Ended => typeof made === 'object' && made !== null && 'outcome' in made;

async function end(tx: Queryable, { payment, decision }: ReversalOrder, { outcome, result }: Ended): Promise<string> {
  if (outcome !== 'done') await needStaff(tx, payment.id, `decision ${decision.id}: ${result}`);
  await finishDecision(tx, decision.id, outcome, result);
  return result;
}
