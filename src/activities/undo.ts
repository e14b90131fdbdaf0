import type { NextStep, StepInput } from '../contracts/workflows';
import { nextOf } from '../domain/lifecycle';
import type { Transaction } from '../registry/database';
import { type DocumentRow, documentRolledBack, documentsOf } from '../registry/documents';
import { needStaffWhileOpen, noteWaiting, type Payment } from '../registry/payments';
import type { RollbackOutcome } from '../suppliers/supplier';
import { dayIn } from '../zone';
import { underLock } from './check';
import { conclude, finished } from './conclude';
import { type Dependencies, supplierNamed } from './dependencies';
import { waiting } from './failure';
import { ASKED_IN_TIME, askedBefore, callContext, nextPause } from './supplier-call';

/**
 * Rolls back what was taken after a sibling was refused, on the day of booking. The hold stays until each
 * rollback has answered; a refused one, or a passed midnight, goes to staff.
 */
export async function undo(dependencies: Dependencies, input: StepInput): Promise<NextStep> {
  const { database, suppliers, ladders } = dependencies;
  const found = await database.transaction((tx) => underLock(tx, input, (payment) => takenParts(tx, payment)));
  if ('next' in found) return found;

  const { payment, documents, code } = found;
  const supplier = supplierNamed(suppliers, payment.supplier);
  const today = dayIn(supplier.zone, new Date().toISOString());
  const late = documents.find((document) => document.bookedDay !== today);
  if (late)
    return staff(
      dependencies,
      payment,
      `PaymentId ${late.supplierPaymentId} was booked on ${late.bookedDay} and can no longer be rolled back at ${supplier.name}${askedBefore() ? `; ${ASKED_IN_TIME}` : ''}`,
    );

  const ids = documents.map((document) => document.supplierPaymentId ?? '');
  const outcomes = await supplier.rollback(ids, { ...callContext(dependencies, supplier, payment.id), permit: () => Promise.resolve(true) });
  const step = await database.transaction((tx) => underLock(tx, input, (locked) => write(tx, locked, documents, outcomes, code)));
  if (step.next !== 'undo') return step;
  const processed = outcomes.find((outcome) => outcome.kind === 'processed');
  if (processed?.kind === 'processed') return staff(dependencies, payment, `a rollback was refused: ${processed.text}`);

  const pause = nextPause(ladders.resend);
  const unclear = outcomes.find((outcome) => outcome.kind === 'unknown' || outcome.kind === 'not sent');
  const why = `a rollback at ${supplier.name} has no clear answer yet and is asked again${unclear ? `: ${unclear.reason}` : ''}`;
  await noteWaiting(database, payment.id, why, new Date(Date.now() + pause).toISOString());
  throw waiting(why, pause);
}

async function takenParts(tx: Transaction, payment: Payment): Promise<{ payment: Payment; documents: DocumentRow[]; code: number } | NextStep> {
  if (payment.finalAt) return finished(tx, payment);
  const documents = await documentsOf(tx, payment.id);
  const next = nextOf(documents);
  if (next.do !== 'undo') return conclude(tx, payment, 0);
  return { payment, documents: documents.filter(({ number }) => next.documents.includes(number)), code: next.code };
}

/** `not found` after our own booking means that it stands no more: the same as rolled back. */
async function write(
  tx: Transaction,
  payment: Payment,
  documents: readonly DocumentRow[],
  outcomes: readonly RollbackOutcome[],
  code: number,
): Promise<NextStep> {
  for (const [at, document] of documents.entries()) {
    const kind = outcomes[at]?.kind;
    if (kind === 'rolled back' || kind === 'not found') await documentRolledBack(tx, payment.id, document.number, code);
  }
  return conclude(tx, payment, 0);
}

async function staff({ database, ladders }: Dependencies, payment: Payment, why: string): Promise<NextStep> {
  await noteWaiting(database, payment.id, why, null);
  if (await needStaffWhileOpen(database, payment.id, why)) return { next: 'staff', why };
  throw waiting(why, ladders.resend.capMs);
}
