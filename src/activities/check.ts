import type { NextStep, OwnPayment, StepInput } from '../contracts/workflows';
import { nextOf } from '../domain/lifecycle';
import { SENDING } from '../domain/status';
import { doubtEarlierLife, doubtLostLife } from '../registry/attempts';
import type { Queryable, Transaction } from '../registry/database';
import { type DocumentRow, documentsOf, dropPlan, planDocuments } from '../registry/documents';
import { checked, lockPayment, needStaffWhileOpen, noteWaiting, type Payment, type Standing, standingOf } from '../registry/payments';
import { settle } from '../registry/settle';
import type { CheckOutcome, DocumentPlan, Supplier } from '../suppliers/supplier';
import { closed, conclude, finished, lastWhileOpen, withMark } from './conclude';
import { type Dependencies, supplierNamed } from './dependencies';
import { noSuchPayment, waiting } from './failure';
import { turnAt, whyNoTurn } from './pace';
import { callContext, nextPause, noteAnswer, noteTrouble, paymentForSupplier } from './supplier-call';

/** Loads the payment's row and says where to go on; where nothing is planned yet, asks the supplier and fixes what will be sent. */
export async function check(dependencies: Dependencies, input: StepInput): Promise<NextStep> {
  const { database, suppliers, ladders } = dependencies;
  const standing = await standingOf(database, input.payment, ladders.pulseGapMs);
  if (!standing || !isOwn(standing.payment, input)) throw noSuchPayment(input.payment);
  const { payment } = standing;
  if (payment.finalAt) return finished(database, payment);
  const supplier = supplierNamed(suppliers, payment.supplier);

  const documents = payment.checkedAt ? await documentsOf(database, payment.id) : [];
  const next = nextOf(documents);
  const go = () =>
    database.transaction((tx) =>
      underLock(tx, input, async (locked) => {
        await doubted(tx, ladders, { ...standing, payment: locked }, input.startedAt);
        return conclude(tx, locked, 0);
      }),
    );
  if (next.do !== 'check' && next.do !== 'pay') return go();
  if (next.do === 'pay') {
    const held = standing.openBreak ? whyUnexplained(standing) : await whyNoTurn(standing.supplier);
    return held ? later(dependencies, input, payment, held) : go();
  }
  const turn = await turnAt(standing.supplier, ladders.resend.firstMs);
  if ('why' in turn) return later(dependencies, input, payment, turn.why);

  const first = firstNumber(documents);
  const outcome = await supplier.check(paymentForSupplier(payment), first, callContext(dependencies, supplier, payment.id)).finally(turn.release);
  if (outcome.kind === 'not sent' || outcome.kind === 'unknown') {
    await noteTrouble(dependencies, supplier, payment, outcome);
    const why = `${supplier.name} did not answer the check: ${outcome.reason}`;
    const forStaff = outcome.kind === 'unknown' && outcome.contradiction === true;
    if (forStaff && (await needStaffWhileOpen(database, payment.id, `staff must decide: ${why}`))) return { next: 'staff', why };
    return later(dependencies, input, payment, why);
  }
  await noteAnswer(dependencies, supplier, payment, standing.serviceTrouble);
  return database.transaction((tx) =>
    underStanding(tx, ladders, input, (locked) =>
      decide(tx, dependencies, input, locked, supplier, { outcome, first, checkedAt: payment.checkedAt }),
    ),
  );
}

/** A check's answer, and what it was asked about: the first number free for its documents, and when the last plan was made. */
interface Answered {
  readonly outcome: Exclude<CheckOutcome, { kind: 'not sent' | 'unknown' }>;
  readonly first: number;
  readonly checkedAt: string | null;
}

async function decide(
  tx: Transaction,
  { ladders }: Dependencies,
  input: StepInput,
  standing: Standing,
  supplier: Supplier,
  { outcome, first, checkedAt }: Answered,
): Promise<NextStep> {
  const { payment } = standing;
  if (payment.finalAt) return finished(tx, payment);
  const documents = payment.checkedAt ? await documentsOf(tx, payment.id) : [];
  // Another life of this workflow has planned since, and may have sent: what it left decides, not an answer to what was before.
  if (payment.checkedAt !== checkedAt || firstNumber(documents) !== first || nextOf(documents).do !== 'check') return conclude(tx, payment, 0);
  if (outcome.kind === 'refused') {
    const settled = await settle(lastWhileOpen(tx, payment), payment, {
      status: outcome.code,
      why: `refused by ${supplier.name} at the check: ${outcome.text}`,
    });
    return closed(tx, payment, outcome.code, settled);
  }
  if (documents.length > 0) await dropPlan(tx, payment.id);
  const [planned] = await Promise.all([
    planDocuments(tx, payment.id, outcome.documents satisfies readonly DocumentPlan[]),
    checked(tx, payment.id, SENDING, `checked by ${supplier.name}`),
  ]);
  const inDoubt = await doubted(tx, ladders, standing, input.startedAt);
  return conclude(tx, payment, 0, documents.length > 0 || inDoubt ? undefined : planned);
}

/**
 * Puts documents that nothing was sent for in doubt when an earlier life may have sent them: the workflow began
 * long after its row, the sweeper restarted it, or the registry has slept since. Then evidence comes before attempt 1. Tells whether it did.
 */
export async function doubted(
  tx: Queryable,
  { freshMs }: Dependencies['ladders'],
  { payment, wokeAt }: Standing,
  startedAt: string,
): Promise<boolean> {
  const slept = wokeAt !== null && Date.parse(wokeAt) > Date.parse(payment.createdAt);
  const late = Date.parse(startedAt) - Date.parse(payment.createdAt) > freshMs;
  if (slept) {
    await doubtLostLife(tx, payment.id, wokeAt);
    await doubtEarlierLife(tx, payment.id, wokeAt);
  } else if (payment.sweptAt || late) await doubtEarlierLife(tx, payment.id, payment.createdAt);
  return slept || late || payment.sweptAt !== null;
}

/** Whoever sends beside a booking that nobody explains may pay twice. */
export const whyUnexplained = ({ payment, openBreak }: Standing): string =>
  `the book of ${payment.supplier} holds PaymentId ${openBreak} under it, which staff must clear before anything more is sent (tolem inbox)`;

async function later({ database, ladders, logger }: Dependencies, input: StepInput, payment: Payment, why: string): Promise<NextStep> {
  const pause = nextPause(ladders.resend);
  await noteWaiting(database, payment.id, why, new Date(Date.now() + pause).toISOString()).catch((error: Error) =>
    logger.warn({ error: error.message }, 'a wait was not noted'),
  );
  if (!input.patient) return withMark(payment, { next: 'wait', why, forMs: pause });
  throw waiting(why, pause);
}

/** Above every document that stays: only a planned one that no attempt has touched gives its number back (`dropPlan`). */
const firstNumber = (documents: readonly DocumentRow[]): number =>
  1 + Math.max(0, ...documents.filter(({ state, attempts }) => state !== 'planned' || attempts.length > 0).map(({ number }) => number));

/** Runs under the row's lock; a row that vanished meanwhile, or became another's, ends the workflow. */
export async function underLock<T>(tx: Queryable, own: OwnPayment, work: (payment: Payment) => Promise<T>): Promise<T> {
  const payment = await lockPayment(tx, own.payment);
  if (!payment || !isOwn(payment, own)) throw noSuchPayment(own.payment);
  return work(payment);
}

/** The same with what decides whether the payment may be sent now. */
export async function underStanding<T>(
  tx: Queryable,
  { pulseGapMs }: Dependencies['ladders'],
  own: OwnPayment,
  work: (standing: Standing) => Promise<T>,
): Promise<T> {
  const standing = await standingOf(tx, own.payment, pulseGapMs, 'lock');
  if (!standing || !isOwn(standing.payment, own)) throw noSuchPayment(own.payment);
  return work(standing);
}

const isOwn = (payment: Payment, { agent = payment.agent, transaction = payment.transaction }: OwnPayment): boolean =>
  payment.agent === agent && payment.transaction === transaction;
