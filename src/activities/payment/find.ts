import { Context } from '@temporalio/activity';
import type { NextStep, StepInput } from '../../contracts/workflows';
import { plusDays } from '../../domain/day';
import { nextOf } from '../../domain/lifecycle';
import { answeredWithinMs, heartbeatMs } from '../../ladders';
import { timeOf } from '../../registry/clock';
import type { Queryable } from '../../registry/database';
import { claimsBeside, knownBookings } from '../../registry/evidence/witnesses';
import { closeClaimed, closeLost } from '../../registry/payment/attempts';
import { documentsOf } from '../../registry/payment/documents';
import type { Payment } from '../../registry/payment/payments';
import { underLock, underStanding } from '../../registry/payment/standing';
import type { LookQuestion, SoughtDocument, Supplier } from '../../suppliers/supplier';
import { dayIn } from '../../zone';
import { type Dependencies, supplierNamed } from '../dependencies';
import { type Doubt, daysOf, doubtOf, firstDay } from '../evidence/doubt';
import { judge } from '../evidence/judge';
import { waiting } from '../failure';
import { type Concluded, conclude, finished } from './conclude';
import { callContext, nextPause, paymentForSupplier } from './supplier-call';

/** Witnesses asked for at most: a bank day has more, but as many prove as much. */
const WITNESSES = 1_000;

/**
 * Looks for evidence of what happened to documents that may have been sent. Every look is kept. Ends with
 * the next step, or waits for the next look.
 */
export async function find(dependencies: Dependencies, input: StepInput): Promise<NextStep> {
  const { database, suppliers, ladders } = dependencies;
  const asked = await underStanding(database, ladders, input, (tx, standing) =>
    openQuestion(tx, dependencies, standing.payment, supplierNamed(suppliers, standing.payment.supplier)),
  );
  if ('next' in asked) return asked;

  const { payment, supplier, question, doubts, askedAt } = asked;
  const pause = nextPause(ladders.evidence);
  const answers = await alive(ladders, () => supplier.look(question, callContext(dependencies, supplier, payment.id)));
  const next = await underLock(database, input, (tx, locked) =>
    judge(tx, dependencies, locked, supplier, { question, doubts, answers, askedAt, pause }),
  );
  if (next.next === 'find') throw waiting(next.why, pause);
  return next;
}

/** A look may wait long for a long book: meanwhile Temporal hears that its worker lives. */
async function alive<T>(ladders: Dependencies['ladders'], work: () => Promise<T>): Promise<T> {
  const beats = setInterval(() => Context.current().heartbeat(), heartbeatMs(ladders) / 4);
  try {
    return await work();
  } finally {
    clearInterval(beats);
  }
}

interface Asked {
  readonly payment: Payment;
  readonly supplier: Supplier;
  readonly question: LookQuestion;
  readonly doubts: readonly Doubt[];
  /** By the registry's clock (ISO instant); the reading begins later. */
  readonly askedAt: string;
}

async function openQuestion(tx: Queryable, { ladders }: Dependencies, payment: Payment, supplier: Supplier): Promise<Asked | Concluded> {
  if (payment.finalAt) return finished(tx, payment);
  await closeClaimed(tx, payment.id);
  await closeLost(tx, payment.id, answeredWithinMs(ladders));
  const documents = await documentsOf(tx, payment.id);
  const next = nextOf(documents);
  if (next.do !== 'find') return conclude(tx, payment, 0);
  const doubts = documents.filter(({ number }) => next.documents.includes(number)).map((document) => doubtOf(payment, document));
  const sought = doubts.map((doubt) => ({ ...doubt.document, days: daysOf(supplier.zone, doubt, ladders.supplierCallMs) }));
  const from = plusDays(firstDay(supplier.zone, payment, doubts), -1);
  const [askedAt, beside] = await Promise.all([timeOf(tx), besideOf(tx, supplier, payment, sought)]);
  const to = dayIn(supplier.zone, askedAt);
  return { payment, supplier, doubts, askedAt, question: { payment: paymentForSupplier(payment), documents: sought, from, to, ...beside } };
}

/** What else of ours stands in the book. Where repeating is documented as safe, absence needs no witness. */
async function besideOf(
  tx: Queryable,
  supplier: Supplier,
  payment: Payment,
  sought: readonly SoughtDocument[],
): Promise<Pick<LookQuestion, 'known' | 'claims'>> {
  if (supplier.idempotent) return { known: [], claims: [] };
  const days = [...new Set(sought.flatMap((document) => document.days))].sort();
  const [known, claims] = await Promise.all([
    knownBookings(tx, supplier.name, days, Math.ceil(WITNESSES / days.length)),
    claimsBeside(tx, supplier.name, payment.id, payment.account),
  ]);
  return { known, claims };
}
