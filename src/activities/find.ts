import { Context } from '@temporalio/activity';
import type { NextStep, StepInput } from '../contracts/workflows';
import { plusDays } from '../domain/day';
import { type EvidenceRules, type Look, verdict } from '../domain/evidence';
import { nextOf } from '../domain/lifecycle';
import { answeredWithinMs, heartbeatMs } from '../ladders';
import { closeAttempt, closeClaimed, closeLost } from '../registry/attempts';
import type { Transaction } from '../registry/database';
import { type AttemptRow, type DocumentRow, documentsOf, knownBookings } from '../registry/documents';
import { looksAt, recordLook } from '../registry/looks';
import { needStaff, noteWaiting, type Payment } from '../registry/payments';
import type { LookAnswer, LookQuestion, Supplier } from '../suppliers/supplier';
import { dayIn } from '../zone';
import { doubted, underLock, underStanding } from './check';
import { conclude, finished } from './conclude';
import { type Dependencies, supplierNamed } from './dependencies';
import { keepExtras } from './extras';
import { waiting } from './failure';
import { bookedTwice, recordOutcome } from './outcomes';
import { callContext, nextPause, paymentForSupplier } from './supplier-call';

/** Witnesses asked for at most: a bank day has more, but as many prove as much. */
const WITNESSES = 1_000;

/**
 * Looks for evidence of what happened to documents that may have been sent. Every look is kept. Ends with
 * the next step, or waits for the next look.
 */
export async function find(dependencies: Dependencies, input: StepInput): Promise<NextStep> {
  const { database, suppliers, ladders } = dependencies;
  const asked = await database.transaction((tx) =>
    underStanding(tx, ladders, input, async (standing) => {
      await doubted(tx, ladders, standing, input.startedAt);
      return openQuestion(tx, standing.payment, supplierNamed(suppliers, standing.payment.supplier), answeredWithinMs(ladders));
    }),
  );
  if ('next' in asked) return asked;

  const { payment, supplier, question, unknown } = asked;
  const askedAt = Date.now();
  const pause = nextPause(ladders.evidence);
  const answers = await alive(ladders, () => supplier.look(question, callContext(dependencies, supplier, payment.id)));
  const next = await database.transaction((tx) =>
    underLock(tx, input, (locked) => judge(tx, dependencies, locked, supplier, { question, unknown, answers, askedAt, pause })),
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
  readonly unknown: readonly Doubt[];
}

interface Doubt {
  readonly document: DocumentRow;
  readonly attempt: AttemptRow;
  /** Milliseconds since the epoch: after this no byte of the attempt can have left. */
  readonly leftBy: number;
}

async function openQuestion(tx: Transaction, payment: Payment, supplier: Supplier, answeredMs: number): Promise<Asked | NextStep> {
  if (payment.finalAt) return finished(tx, payment);
  await closeClaimed(tx, payment.id);
  await closeLost(tx, payment.id, answeredMs);
  const documents = await documentsOf(tx, payment.id);
  const next = nextOf(documents);
  if (next.do !== 'find') return conclude(tx, payment, 0);
  const unknown = documents.filter((document) => next.documents.includes(document.number)).map(doubtOf);
  const [earliest = payment.createdAt] = [payment.createdAt, ...unknown.map(({ attempt }) => attempt.sentAt ?? attempt.claimedAt)].sort();
  const from = plusDays(dayIn(supplier.zone, earliest), -1);
  const to = dayIn(supplier.zone, new Date().toISOString());
  const known = await knownBookings(tx, supplier.name, from, to, WITNESSES);
  return {
    payment,
    supplier,
    unknown,
    question: { payment: paymentForSupplier(payment), documents: unknown.map(({ document }) => document), from, to, known },
  };
}

function doubtOf(document: DocumentRow): Doubt {
  const attempt = document.attempts.at(-1);
  if (!attempt) throw new Error(`document ${document.number} has no attempt to look for`);
  return { document, attempt, leftBy: Date.parse(attempt.closedAt ?? attempt.sendBefore) };
}

interface Evidence {
  readonly question: LookQuestion;
  readonly unknown: readonly Doubt[];
  readonly answers: readonly LookAnswer[];
  readonly askedAt: number;
  /** Until the next look, in milliseconds. */
  readonly pause: number;
}

async function judge(
  tx: Transaction,
  dependencies: Dependencies,
  payment: Payment,
  supplier: Supplier,
  { question, unknown, answers, askedAt, pause }: Evidence,
): Promise<NextStep> {
  const { ladders } = dependencies;
  const rules: EvidenceRules = { settleDelayMs: ladders.settleDelayMs, idempotent: supplier.idempotent, goOnWithoutWitness: ladders.name === 'fast' };
  let staff: string | null = null;
  let said = '';
  for (const doubt of unknown) {
    const { document, attempt, leftBy } = doubt;
    const answer = answers.find((each) => each.document === document.number);
    const look: Look = answer?.look ?? { said: 'inconclusive', why: 'the look said nothing about this document' };
    said = inWords(look);
    await recordLook(tx, {
      payment: payment.id,
      document: document.number,
      attempt: attempt.number,
      question: `${document.reference} in ${supplier.name}'s book, ${question.from} to ${question.to}`,
      said: look.said,
      detail: said,
      witnesses: look.said === 'absent' ? look.witnesses : 0,
      afterMs: askedAt - leftBy,
      readAt: answer?.readAt ?? new Date(askedAt).toISOString(),
      answerHashes: answer?.answerHashes ?? [],
    });
    await keepExtras(tx, dependencies, payment, answer?.outcome);
    if (answer?.outcome) await recordOutcome(tx, payment, supplier, document, attempt.number, { document: document.number, outcome: answer.outcome });
    if (look.said === 'found')
      for (const row of look.duplicates) await bookedTwice(tx, payment, supplier, document, row, new Date(askedAt).toISOString());
    if (look.said === 'found' || look.said === 'answered') continue;
    const looks = await looksAt(tx, payment.id, document.number, attempt.number);
    switch (verdict(looks, rules)) {
      case 'absent':
        if (mayRepeat(supplier, doubt)) await closeAttempt(tx, payment.id, document.number, attempt.number, 'absent', said);
        else staff = `proved absent, but sent on another day of ${supplier.zone}: staff decide whether it is sent again`;
        break;
      case 'ask staff':
        staff = `staff must decide: ${against(looks, said)}`;
        break;
      case 'look again':
        break;
    }
  }
  const old = Date.now() - Date.parse(payment.createdAt) > ladders.needsStaffMs;
  const reason = staff ?? (old ? `no evidence since ${payment.createdAt}: ${said}` : null);
  const step = await conclude(tx, payment, 0);
  if (step.next !== 'find') return step;
  const why = reason ?? `the books of ${supplier.name} do not prove yet what happened: ${said}`;
  await noteWaiting(tx, payment.id, why, new Date(Date.now() + pause).toISOString());
  return reason !== null && (await needStaff(tx, payment.id, reason)) ? { next: 'staff', why } : { next: 'find', why };
}

/** What the supplier once contradicted is why staff are asked, whatever the last look says. */
function against(looks: Awaited<ReturnType<typeof looksAt>>, last: string): string {
  const why = looks.find((look) => look.said === 'contradiction')?.detail;
  return why === undefined || why === last ? last : `${why}; the last look says: ${last}`;
}

/** Another attempt never crosses the supplier's midnight without staff, unless repeating is documented as safe. */
function mayRepeat(supplier: Supplier, { attempt }: Doubt): boolean {
  if (supplier.idempotent || attempt.number === 0 || !attempt.sentAt) return true;
  return dayIn(supplier.zone, attempt.sentAt) === dayIn(supplier.zone, new Date().toISOString());
}

function inWords(look: Look): string {
  switch (look.said) {
    case 'found':
      return `booked as PaymentId ${look.row.paymentId}`;
    case 'answered':
      return look.text;
    case 'absent':
      return `not there, beside ${look.witnesses} of our other payments that are`;
    case 'inconclusive':
    case 'contradiction':
      return look.why;
  }
}
