import type { NextStep, StepInput } from '../../contracts/workflows';
import { nextOf } from '../../domain/lifecycle';
import type { Queryable } from '../../registry/database';
import { documentsOf } from '../../registry/payment/documents';
import { needStaffWhenOld, needStaffWhileOpen, noteWaiting, type Payment } from '../../registry/payment/payments';
import { type Standing, standingOf, underStanding } from '../../registry/payment/standing';
import { type Dependencies, supplierNamed } from '../dependencies';
import { waiting } from '../failure';
import { conclude, finished, withMark } from './conclude';
import { takeTurn, whyNoTurn } from './pace';
import { firstNumber, isCheckOld, planOrSettle } from './plan';
import { callContext, nextPause, noteAnswer, noteTrouble, paymentForSupplier } from './supplier-call';

/** Loads the payment's row and says where to go on; where nothing is planned yet, asks the supplier and fixes what will be sent. */
export async function check(dependencies: Dependencies, input: StepInput): Promise<NextStep> {
  const { database, suppliers, ladders } = dependencies;
  const standing = await standingOf(database, ladders, input);
  const { payment } = standing;
  if (payment.finalAt) return finished(database, payment);
  const supplier = supplierNamed(suppliers, payment.supplier);

  const documents = payment.checkedAt ? await documentsOf(database, payment.id) : [];
  const next = nextOf(documents, isCheckOld(ladders, standing));
  const go = () => underStanding(database, ladders, input, (tx, locked) => conclude(tx, locked.payment, 0));
  if (next.do !== 'check' && next.do !== 'pay') return go();
  if (standing.openBreak) return later(dependencies, input, payment, whyUnexplained(standing));
  if (next.do === 'pay') {
    const held = await whyNoTurn(standing.supplier);
    return held ? later(dependencies, input, payment, held) : go();
  }
  const turn = await takeTurn(standing.supplier, ladders.resend.firstMs);
  if ('why' in turn) return later(dependencies, input, payment, turn.why);

  const first = firstNumber(documents);
  const outcome = await supplier.check(paymentForSupplier(payment), first, callContext(dependencies, supplier, payment.id)).finally(turn.release);
  if (outcome.kind === 'not sent' || outcome.kind === 'unknown') {
    await noteTrouble(dependencies, supplier, payment, outcome);
    const why = `${supplier.name} did not answer the check: ${outcome.reason}`;
    const forStaff = outcome.kind === 'unknown' && outcome.contradiction === true;
    if (forStaff && (await needStaffWhileOpen(database, payment.id, `staff must decide: ${why}`))) return { next: 'staff', why };
    if (await overdue(database, ladders, payment, why)) return { next: 'staff', why };
    return later(dependencies, input, payment, why);
  }
  await noteAnswer(dependencies, supplier, payment, standing.serviceTrouble);
  const answer = { outcome, first, checkedAt: payment.checkedAt };
  return underStanding(database, ladders, input, (tx, locked) => planOrSettle(tx, ladders, { standing: locked, supplier }, answer));
}

/** Whoever sends beside a booking that nobody explains may pay twice, and whoever ends the payment as refused gives away what was booked. */
export const whyUnexplained = ({ payment, openBreak }: Standing): string =>
  `the book of ${payment.supplier} holds PaymentId ${openBreak} under it, which staff must clear before anything more is sent`;

/** A wait for no reason but its own: long ones need staff, and it goes on trying. What waits for its supplier waits with all others, told there. */
export const overdue = (database: Queryable, { needsStaffMs }: Dependencies['ladders'], payment: Payment, why: string): Promise<boolean> =>
  needStaffWhenOld(database, payment.id, needsStaffMs, `not sent since ${payment.createdAt}: ${why}`);

async function later({ database, ladders, logger }: Dependencies, input: StepInput, payment: Payment, why: string): Promise<NextStep> {
  const pause = nextPause(ladders.resend);
  await noteWaiting(database, payment.id, why, new Date(Date.now() + pause).toISOString()).catch((error: Error) =>
    logger.warn({ error: error.message }, 'a wait was not noted'),
  );
  if (!input.patient) return withMark(payment, { next: 'wait', why, forMs: pause });
  throw waiting(why, pause);
}
