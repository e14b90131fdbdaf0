import { Context } from '@temporalio/activity';
import type { DocumentOutcome, NextStep, StepInput } from '../../contracts/workflows';
import { nextOf } from '../../domain/lifecycle';
import { ASKING } from '../../domain/status';
import type { Queryable } from '../../registry/database';
import { type NewLook, recordLook } from '../../registry/evidence/looks';
import { doubtTaken } from '../../registry/payment/attempts';
import { type DocumentRow, documentsOf } from '../../registry/payment/documents';
import { advance, needStaffWhenOld, needStaffWhileOpen, noteWaiting, type Payment } from '../../registry/payment/payments';
import { type Standing, underLock, underStanding } from '../../registry/payment/standing';
import { waitingAt } from '../../registry/payment/waiting-count';
import { hashing } from '../../suppliers/answer-hashes';
import type { StatusOutcome, Supplier, Unknown } from '../../suppliers/supplier';
import { type Dependencies, supplierNamed } from '../dependencies';
import { booking, sentAt } from '../evidence/bookings';
import { sentDocument } from '../evidence/doubt';
import { waiting } from '../failure';
import { type Concluded, conclude, finished } from './conclude';
import { keepExtras } from './extras';
import { hasAttempt, holdForStaff, recordOutcome } from './outcomes';
import { pollPauseMs } from './poll-pace';
import { callContext, noteAnswer, noteTrouble, paymentForSupplier } from './supplier-call';

/** Asks the supplier for the final status, with no end: waiting costs no history, the server counts the tries. */
export async function poll(dependencies: Dependencies, input: StepInput): Promise<NextStep> {
  const { database, suppliers, ladders, logger } = dependencies;
  const found = await underStanding(database, ladders, input, pendingDocument);
  if ('next' in found) return found;

  const { payment, document, serviceTrouble } = found;
  const supplier = supplierNamed(suppliers, payment.supplier);
  const readAt = new Date().toISOString();
  const { context, hashes } = hashing(callContext(dependencies, supplier, payment.id));
  const outcome = await supplier.status(paymentForSupplier(payment), document, context);
  if (outcome.kind === 'not sent' || outcome.kind === 'unknown') await noteTrouble(dependencies, supplier, payment, outcome);
  else await noteAnswer(dependencies, supplier, payment, outcome.kind === 'not found' ? null : serviceTrouble);
  const step = await underLock(database, input, (tx, locked) =>
    write(tx, dependencies, locked, supplier, document, { outcome, readAt, answerHashes: hashes }),
  );
  if (step.next !== 'poll') return step;

  const unanswered = outcome.kind === 'not sent' || outcome.kind === 'unknown';
  const pause = pollPauseMs({
    ladder: ladders.poll,
    attempt: Context.current().info.attempt,
    waiting: await waitingAt(database, supplier.name),
    perSecond: dependencies.pollsPerSecond,
    unanswered,
  });
  const why = `${supplier.name} says: ${inWords(outcome)}`;
  await noteWaiting(database, payment.id, why, new Date(Date.now() + pause).toISOString()).catch((error: Error) =>
    logger.warn({ error: error.message }, 'a wait was not noted'),
  );
  const marked = isContradiction(outcome)
    ? await needStaffWhileOpen(database, payment.id, `staff must decide: ${why}`)
    : await needStaffWhenOld(database, payment.id, ladders.needsStaffMs, `no final status since ${payment.createdAt}: ${why}`);
  if (marked) return { next: 'staff', why };
  throw waiting(why, pause);
}

type Pending = Pick<Standing, 'payment' | 'serviceTrouble'> & { readonly document: DocumentRow };

async function pendingDocument(tx: Queryable, { payment, serviceTrouble }: Standing): Promise<Pending | Concluded> {
  if (payment.finalAt) return finished(tx, payment);
  const documents = await documentsOf(tx, payment.id);
  const next = nextOf(documents);
  const document = next.do === 'poll' ? documents.find(({ number }) => number === next.documents[0]) : undefined;
  if (!document) return conclude(tx, payment, 0);
  await advance(tx, payment.id, ASKING, 'asking for the result');
  return { payment, document, serviceTrouble };
}

async function write(
  tx: Queryable,
  dependencies: Dependencies,
  payment: Payment,
  supplier: Supplier,
  asked: DocumentRow,
  { outcome, readAt, answerHashes }: { outcome: StatusOutcome; readAt: string; answerHashes: readonly string[] },
): Promise<Concluded> {
  const attempt = asked.attempts.at(-1)?.number ?? 1;
  const [documents] = await Promise.all([documentsOf(tx, payment.id), keepExtras(tx, dependencies, payment, outcome)]);
  const document = documents.find(({ number }) => number === asked.number);
  const stands = document !== undefined && hasAttempt(document, attempt);
  const said = recordable(outcome) ?? (stands ? null : doubtfulWord(outcome));
  if (said) {
    const about = { payment, supplier, documents, logger: dependencies.logger };
    const since = sentAt(payment, asked, attempt) ?? payment.createdAt;
    await recordOutcome(tx, about, attempt, { sent: sentDocument(asked, since), outcome: said });
  } else if (isContradiction(outcome)) {
    await holdForStaff(tx, payment, supplier, asked, attempt, outcome.reason, { readAt, answerHashes });
  } else if (outcome.kind === 'not found') {
    await forgotten(tx, payment, supplier, asked, attempt, { readAt, answerHashes });
  }
  return conclude(tx, payment, 0);
}

/** Taken once and unknown now: only evidence can tell, and staff where it says absent. */
async function forgotten(
  tx: Queryable,
  payment: Payment,
  supplier: Supplier,
  document: DocumentRow,
  attempt: number,
  read: Pick<NewLook, 'readAt' | 'answerHashes'>,
): Promise<void> {
  const question = `status of ${document.reference} at ${supplier.name}`;
  const about = { payment: payment.id, document: document.number, attempt, question };
  await recordLook(tx, { ...about, said: 'answered', detail: 'it was taken before, and is not found now', witnesses: 0, afterMs: 0, ...read });
  await doubtTaken(tx, payment.id, document.number, attempt);
}

/** What meets no row any more says nothing for sure; only a contradiction stays one. */
const doubtfulWord = (outcome: StatusOutcome): DocumentOutcome['outcome'] => ({
  kind: 'unknown',
  reason: inWords(outcome),
  ...(isContradiction(outcome) ? { contradiction: true } : {}),
});

const isContradiction = (outcome: StatusOutcome): outcome is Unknown => outcome.kind === 'unknown' && outcome.contradiction === true;

/** Only what ends the waiting is written as an outcome; a pending one stays as it is. */
function recordable(outcome: StatusOutcome): DocumentOutcome['outcome'] | null {
  if (outcome.kind === 'accepted') return booking(outcome);
  return outcome.kind === 'refused' ? { kind: 'refused', code: outcome.code, text: outcome.text } : null;
}

function inWords(outcome: StatusOutcome): string {
  switch (outcome.kind) {
    case 'pending':
      return `${outcome.status} ${outcome.text}`;
    case 'not sent':
    case 'unknown':
      return outcome.reason;
    case 'not found':
      return 'not found';
    case 'refused':
      return `${outcome.code} ${outcome.text}`;
    case 'accepted':
      return 'accepted';
  }
}
