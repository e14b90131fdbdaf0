import type { NextStep, StepInput } from '../contracts/workflows';
import { nextOf } from '../domain/lifecycle';
import { SENDING } from '../domain/status';
import { doubtEarlierLife } from '../registry/attempts';
import type { Queryable } from '../registry/database';
import { type DocumentRow, documentsOf, planDocuments } from '../registry/documents';
import { advance, lockPayment, noteWaiting, type Payment, paymentById } from '../registry/payments';
import { wokeAt } from '../registry/pulse';
import { settle } from '../registry/settle';
import { serviceTrouble } from '../registry/suppliers';
import type { CheckOutcome, DocumentPlan, Supplier } from '../suppliers/supplier';
import { conclude, finished } from './conclude';
import { type Dependencies, supplierNamed } from './dependencies';
import { noSuchPayment, waiting } from './failure';
import { callContext, nextPause, noteTrouble, paymentForSupplier, whyStopped } from './supplier-call';

/** Loads the payment's row and says where to go on; where nothing is planned yet, asks the supplier and fixes what will be sent. */
export async function check(dependencies: Dependencies, input: StepInput): Promise<NextStep> {
  const { database, suppliers } = dependencies;
  const payment = await paymentById(database, input.payment);
  if (!payment) throw noSuchPayment(input.payment);
  if (payment.finalAt) return finished(database, payment);
  const supplier = supplierNamed(suppliers, payment.supplier);

  const documents = await documentsOf(database, payment.id);
  const next = nextOf(documents);
  const go = () =>
    database.transaction((tx) =>
      underLock(tx, payment.id, (locked) => doubted(tx, dependencies.ladders, locked, input.startedAt).then(() => conclude(tx, locked, 0))),
    );
  if (next.do !== 'check' && next.do !== 'pay') return go();
  const stopped = await whyStopped(database, supplier);
  if (stopped) return later(dependencies, input, payment, stopped);
  if (next.do === 'pay') return go();

  const outcome = await supplier.check(paymentForSupplier(payment), firstNumber(documents), callContext(dependencies, supplier, payment.id));
  if (outcome.kind === 'not sent' || outcome.kind === 'unknown') {
    await noteTrouble(dependencies, supplier, payment, outcome);
    return later(dependencies, input, payment, `${supplier.name} did not answer the check: ${outcome.reason}`);
  }
  await serviceTrouble(database, payment.service, null);
  return database.transaction((tx) => underLock(tx, payment.id, (locked) => decide(tx, dependencies, input, locked, supplier, outcome)));
}

async function decide(
  tx: Queryable,
  { ladders }: Dependencies,
  input: StepInput,
  payment: Payment,
  supplier: Supplier,
  outcome: Exclude<CheckOutcome, { kind: 'not sent' | 'unknown' }>,
): Promise<NextStep> {
  if (payment.finalAt) return finished(tx, payment);
  if (outcome.kind === 'refused') {
    await settle(tx, payment, { status: outcome.code, why: `refused by ${supplier.name} at the check: ${outcome.text}` });
    return finished(tx, payment);
  }
  await planDocuments(tx, payment.id, outcome.documents satisfies readonly DocumentPlan[]);
  await doubted(tx, ladders, payment, input.startedAt);
  await advance(tx, payment.id, SENDING, `checked by ${supplier.name}`);
  await tx.query('UPDATE payments SET checked_at = now(), waits_for = NULL, waits_until = NULL WHERE id = $1', [payment.id]);
  return conclude(tx, payment, 0);
}

/**
 * Puts documents that nothing was sent for in doubt when an earlier life may have sent them: the workflow began
 * long after its row, the sweeper restarted it, or the registry has slept since. Then evidence comes before attempt 1.
 */
export async function doubted(tx: Queryable, { freshMs, pulseGapMs }: Dependencies['ladders'], payment: Payment, startedAt: string): Promise<void> {
  const woke = await wokeAt(tx, pulseGapMs);
  const slept = woke !== null && Date.parse(woke) > Date.parse(payment.createdAt);
  const late = Date.parse(startedAt) - Date.parse(payment.createdAt) > freshMs;
  if (slept) await doubtEarlierLife(tx, payment.id, woke);
  else if (payment.sweptAt || late) await doubtEarlierLife(tx, payment.id, payment.createdAt);
}

async function later({ database, ladders, logger }: Dependencies, input: StepInput, payment: Payment, why: string): Promise<NextStep> {
  const pause = nextPause(ladders.resend);
  await noteWaiting(database, payment.id, why, new Date(Date.now() + pause).toISOString()).catch((error: Error) =>
    logger.warn({ error: error.message }, 'a wait was not noted'),
  );
  if (!input.patient) return { next: 'wait', why, forMs: pause };
  throw waiting(why, pause);
}

const firstNumber = (documents: readonly DocumentRow[]): number =>
  1 + Math.max(0, ...documents.filter((document) => document.state !== 'planned').map((document) => document.number));

/** Runs under the row's lock; a row that vanished meanwhile ends the workflow. */
export async function underLock<T>(tx: Queryable, id: string, work: (payment: Payment) => Promise<T>): Promise<T> {
  const payment = await lockPayment(tx, id);
  if (!payment) throw noSuchPayment(id);
  return work(payment);
}
