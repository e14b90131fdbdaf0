import type { NextStep, StepInput } from '../../contracts/workflows';
import { nextOf } from '../../domain/lifecycle';
import type { Queryable } from '../../registry/database';
import { type DocumentRow, documentRolledBack, documentsOf } from '../../registry/payment/documents';
import { needStaffWhileOpen, noteWaiting, type Payment } from '../../registry/payment/payments';
import { underLock } from '../../registry/payment/standing';
import type { Supplier } from '../../suppliers/supplier';
import { dayIn } from '../../zone';
import { type Dependencies, supplierNamed } from '../dependencies';
import { waiting } from '../failure';
import { type RolledBack, rollBack } from '../reversal/rolling-back';
import { type Concluded, conclude, finished } from './conclude';
import { ASKED_IN_TIME, askedBefore, nextPause } from './supplier-call';

/**
 * Rolls back what was taken after a sibling was refused, on the day of booking. The hold stays until each rollback has answered; a refused
 * one, or a passed midnight, goes to staff, and keeps no other part from being asked for in time.
 */
export async function undo(dependencies: Dependencies, input: StepInput): Promise<NextStep> {
  const { database, suppliers, ladders } = dependencies;
  const found = await underLock(database, input, takenParts);
  if ('next' in found) return found;

  const { payment, documents, code } = found;
  const supplier = supplierNamed(suppliers, payment.supplier);
  const today = dayIn(supplier.zone, new Date().toISOString());
  const inTime = documents.filter(({ bookedDay }) => bookedDay === today);
  const answer = await rollBack(dependencies, supplier, payment, bookingsOf(inTime));
  const step = await underLock(database, input, (tx, locked) => write(tx, locked, inTime, answer, code));
  if (step.next !== 'undo') return step;
  const forStaff = whyStaff(
    supplier,
    answer,
    documents.find(({ bookedDay }) => bookedDay !== today),
  );
  const [unclear] = answer.unclear;
  if (!forStaff && !unclear) return step;
  // What has no clear answer is asked for again, also while staff look at the rest.
  const pause = unclear ? nextPause(ladders.resend) : ladders.resend.capMs;
  const why = forStaff ?? `a rollback at ${supplier.name} has no clear answer yet and is asked again: ${unclear?.reason}`;
  await noteWaiting(database, payment.id, why, unclear ? new Date(Date.now() + pause).toISOString() : null);
  if (forStaff && (await needStaffWhileOpen(database, payment.id, why))) return { next: 'staff', why };
  throw waiting(why, pause);
}

function whyStaff(supplier: Supplier, { refused: [refused] }: RolledBack, late: DocumentRow | undefined): string | null {
  if (refused) return `the rollback of PaymentId ${refused.booking} was refused: ${refused.text}`;
  if (!late) return null;
  const asked = askedBefore() ? `; ${ASKED_IN_TIME}` : '';
  return `PaymentId ${late.supplierPaymentId} was booked on ${late.bookedDay} and can no longer be rolled back at ${supplier.name}${asked}`;
}

const bookingsOf = (documents: readonly DocumentRow[]): string[] => documents.flatMap(({ supplierPaymentId }) => supplierPaymentId ?? []);

async function takenParts(tx: Queryable, payment: Payment): Promise<{ payment: Payment; documents: DocumentRow[]; code: number } | Concluded> {
  if (payment.finalAt) return finished(tx, payment);
  const documents = await documentsOf(tx, payment.id);
  const next = nextOf(documents);
  if (next.do !== 'undo') return conclude(tx, payment, 0);
  return { payment, documents: documents.filter(({ number }) => next.documents.includes(number)), code: next.code };
}

async function write(tx: Queryable, payment: Payment, documents: readonly DocumentRow[], { gone }: RolledBack, code: number): Promise<Concluded> {
  for (const { number, supplierPaymentId } of documents)
    if (supplierPaymentId !== null && gone.includes(supplierPaymentId)) await documentRolledBack(tx, payment.id, number, code);
  return conclude(tx, payment, 0);
}
