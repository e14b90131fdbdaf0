import type { NextStep, StepInput } from '../../contracts/workflows';
import { nextOf } from '../../domain/lifecycle';
import { midnightWaitMs } from '../../domain/midnight';
import { pauseMs, sendWithinMs } from '../../ladders';
import { persistently, type Queryable } from '../../registry/database';
import type { LastStatement } from '../../registry/last-statement';
import { claim, startSending } from '../../registry/payment/attempts';
import { documentsOf, isSendable, type Sendable } from '../../registry/payment/documents';
import { noteWaiting, type Payment } from '../../registry/payment/payments';
import { type Standing, underStanding } from '../../registry/payment/standing';
import type { PayOutcome, Supplier } from '../../suppliers/supplier';
import { dayIn, millisecondsToMidnight } from '../../zone';
import { type Dependencies, supplierNamed } from '../dependencies';
import { sentDocument } from '../evidence/doubt';
import { doubtedAtMidnight } from '../evidence/midnight-crossing';
import { whyUnexplained } from './check';
import { type Concluded, conclude, finished, withMark } from './conclude';
import { takeTurn } from './pace';
import { isCheckOld } from './plan';
import { write } from './record';
import { type HeardOutcome, sealOutcomes } from './sealed-outcome';
import { callContext, noteAnswer, noteTrouble, paymentForSupplier } from './supplier-call';

export interface PayInput extends StepInput {
  readonly attempt: number;
}

type Claimed = Pick<Standing, 'payment' | 'serviceTrouble'> & { readonly documents: readonly Sendable[]; readonly sendBefore: string };
/** A place among the calls to a slowed supplier; given back whatever happens. */
type Place = { release: () => void };

/**
 * Sends one attempt, at most once by the registry's claim. After the first byte it throws no more: what the
 * supplier said is written with retries, and if that fails too it travels back, sealed, for the workflow to have it written.
 */
export async function pay(dependencies: Dependencies, input: PayInput): Promise<NextStep> {
  const { database, ladders } = dependencies;
  const withinMs = sendWithinMs(ladders);
  const claimedAt = performance.now();
  const since = new Date().toISOString();
  const place: Place = { release: () => {} };
  const claimed = await underStanding(database, ladders, input, (tx, standing) =>
    claimAttempt(tx, dependencies, standing, input, withinMs, place),
  ).catch((error: unknown) => {
    place.release();
    throw error;
  });
  if ('next' in claimed) {
    place.release();
    return claimed;
  }

  const { payment, documents, serviceTrouble } = claimed;
  const supplier = supplierNamed(dependencies.suppliers, payment.supplier);
  const numbers = documents.map((document) => document.number);
  // The registry's clock decides who may send; this process's own monotonic clock catches a worker that slept between that word and the first byte.
  const inTime = () => performance.now() - claimedAt < withinMs;
  const permit = async () => inTime() && (await startSending(database, payment.id, numbers, input.attempt)) && inTime();

  const answers = await supplier
    .pay(paymentForSupplier(payment), documents, { ...callContext(dependencies, supplier, payment.id), permit })
    .finally(() => place.release());
  const heard = documents.map((document, at): HeardOutcome => ({ sent: sentDocument(document, since), outcome: answers[at] ?? NOT_A_WORD }));
  try {
    return await persistently(ladders.writeBudgetMs, () => write(dependencies, { ...input, heard }));
  } catch (error) {
    dependencies.logger.error(
      { payment: payment.id, error: error instanceof Error ? error.message : String(error) },
      'an outcome could not be written in time',
    );
    return { next: 'record', attempt: input.attempt, sealed: sealOutcomes(dependencies.vault, { ...claimed, attempt: input.attempt }, heard) };
  } finally {
    await troubles(dependencies, supplier, payment, answers, serviceTrouble).catch(() => undefined);
  }
}

async function claimAttempt(
  tx: Queryable,
  dependencies: Dependencies,
  standing: Standing,
  input: PayInput,
  withinMs: number,
  place: Place,
): Promise<Concluded | LastStatement<Claimed | NextStep> | NextStep> {
  const { payment } = standing;
  const { attempt } = input;
  if (payment.finalAt) return finished(tx, payment);
  const all = await documentsOf(tx, payment.id);
  const next = nextOf(all, isCheckOld(dependencies.ladders, standing));
  if (next.do === 'check' && nextOf(all).do === 'pay') return withMark(payment, { next: 'check', why: OLD_CHECK });
  // Another life of this workflow has been here: what it left decides, and nothing is sent twice.
  if (next.do !== 'pay' || next.attempt !== attempt)
    return conclude(tx, payment, next.do === 'pay' ? pauseMs(dependencies.ladders.resend, next.attempt) : 0);
  const supplier = supplierNamed(dependencies.suppliers, payment.supplier);
  const documents = all.filter(isSendable).filter(({ number }) => next.documents.includes(number));
  const now = Date.now();
  const wait = midnightWaitMs(all, millisecondsToMidnight(supplier.zone, new Date(now).toISOString()));
  if (wait !== null) {
    const day = dayIn(supplier.zone, new Date(now + wait).toISOString());
    return held(
      tx,
      payment,
      `several documents: waits until ${day} begins in ${supplier.zone}, so that a part can still be rolled back on its day`,
      wait,
    );
  }
  if (await doubtedAtMidnight(tx, supplier, payment, documents, standing.now)) return conclude(tx, payment, 0);
  const { firstMs, capMs } = dependencies.ladders.resend;
  if (standing.openBreak) return held(tx, payment, whyUnexplained(standing), capMs);
  const turn = await takeTurn(standing.supplier, firstMs);
  if ('why' in turn) return held(tx, payment, turn.why, firstMs);
  place.release = turn.release;
  if (payment.waitsFor !== null) await noteWaiting(tx, payment.id, null, null);
  const sendBefore = new Date(Date.now() + withinMs);
  const claimed: Claimed = { payment, documents, sendBefore: sendBefore.toISOString(), serviceTrouble: standing.serviceTrouble };
  return claim(payment.id, next.documents, attempt, sendBefore).as((isOurs) => (isOurs ? claimed : EXISTS));
}

const EXISTS: NextStep = { next: 'find', why: 'this attempt exists already: its fate is looked for' };
const NOT_A_WORD: PayOutcome = { kind: 'unknown', reason: 'the supplier said nothing about this document' };
const OLD_CHECK = 'it has waited longer than a price list is good for: checked anew before it is sent';

/** Nothing is sent yet, and staff can read why and until when. */
async function held(tx: Queryable, payment: Payment, why: string, forMs: number): Promise<NextStep> {
  await noteWaiting(tx, payment.id, why, new Date(Date.now() + forMs).toISOString());
  return withMark(payment, { next: 'wait', why, forMs });
}

async function troubles(
  dependencies: Dependencies,
  supplier: Supplier,
  payment: Payment,
  answers: readonly PayOutcome[],
  before: string | null,
): Promise<void> {
  const failed = answers.find((answer) => (answer.kind === 'not sent' || answer.kind === 'unknown') && answer.trouble);
  if (failed && (failed.kind === 'not sent' || failed.kind === 'unknown')) await noteTrouble(dependencies, supplier, payment, failed);
  else await noteAnswer(dependencies, supplier, payment, answers.some(isAnswer) ? before : null);
}

const isAnswer = ({ kind }: PayOutcome): boolean => kind === 'accepted' || kind === 'pending' || kind === 'refused';
