import type { NextStep } from '../contracts/workflows';
import { type EvidenceRules, type Look, verdict } from '../domain/evidence';
import { closeAttempt } from '../registry/attempts';
import { timeOf } from '../registry/clock';
import type { Transaction } from '../registry/database';
import { looksAt, recordLook } from '../registry/looks';
import { needStaff, needStaffWhenOld, noteWaiting, type Payment } from '../registry/payments';
import type { LookAnswer, LookQuestion, Supplier } from '../suppliers/supplier';
import { dayIn } from '../zone';
import { bookedTwice } from './bookings';
import { conclude } from './conclude';
import type { Dependencies } from './dependencies';
import type { Doubt } from './doubt';
import { keepExtras } from './extras';
import { recordOutcome } from './outcomes';

export interface Evidence {
  readonly question: LookQuestion;
  readonly doubts: readonly Doubt[];
  readonly answers: readonly LookAnswer[];
  /** By the registry's clock (ISO instant), before the reading began. */
  readonly askedAt: string;
  /** Until the next look, in milliseconds. */
  readonly pause: number;
}

/** What the look says of each document in doubt is written down and weighed with the looks before it; ends with the next step. */
export async function judge(
  tx: Transaction,
  dependencies: Dependencies,
  payment: Payment,
  supplier: Supplier,
  evidence: Evidence,
): Promise<NextStep> {
  let staff: string | null = null;
  let said = '';
  for (const doubt of evidence.doubts) {
    const look = await noteLook(tx, payment, supplier, doubt, evidence);
    said = inWords(look);
    const answer = evidence.answers.find((each) => each.document === doubt.document.number);
    await keepExtras(tx, dependencies, payment, answer?.outcome);
    if (answer?.outcome) await foundOut(tx, payment, supplier, doubt, look, answer.outcome, evidence.askedAt);
    if (look.said === 'found' || look.said === 'answered') continue;
    staff = (await weigh(tx, dependencies, payment, supplier, doubt, said)) ?? staff;
  }
  const step = await conclude(tx, payment, 0);
  if (step.next !== 'find') return step;
  const why = staff ?? `the books of ${supplier.name} do not prove yet what happened: ${said}`;
  await noteWaiting(tx, payment.id, why, new Date(Date.now() + evidence.pause).toISOString());
  const marked = staff
    ? await needStaff(tx, payment.id, staff)
    : await needStaffWhenOld(tx, payment.id, dependencies.ladders.needsStaffMs, `no evidence since ${payment.createdAt}: ${said}`);
  return marked ? { next: 'staff', why } : { next: 'find', why };
}

async function noteLook(
  tx: Transaction,
  payment: Payment,
  supplier: Supplier,
  { document, attempt, leftBy }: Doubt,
  { question, answers, askedAt }: Evidence,
): Promise<Look> {
  const answer = answers.find((each) => each.document === document.number);
  const look: Look = answer?.look ?? { said: 'inconclusive', why: 'the look said nothing about this document' };
  await recordLook(tx, {
    payment: payment.id,
    document: document.number,
    attempt: attempt.number,
    question: `${document.reference} in ${supplier.name}'s book, ${question.from} to ${question.to}`,
    said: look.said,
    detail: inWords(look),
    witnesses: look.said === 'absent' ? look.witnesses : 0,
    afterMs: Date.parse(askedAt) - leftBy,
    readAt: answer?.readAt ?? askedAt,
    answerHashes: answer?.answerHashes ?? [],
  });
  return look;
}

async function foundOut(
  tx: Transaction,
  payment: Payment,
  supplier: Supplier,
  { document, attempt }: Doubt,
  look: Look,
  outcome: NonNullable<LookAnswer['outcome']>,
  askedAt: string,
): Promise<void> {
  await recordOutcome(tx, payment, supplier, document, attempt.number, { document: document.number, outcome });
  if (look.said !== 'found') return;
  for (const row of look.duplicates) await bookedTwice(tx, payment, supplier, document, row, askedAt);
}

/** Closes the attempt where its absence is proved and another may follow; else why staff must decide, or null to look again. */
async function weigh(
  tx: Transaction,
  { ladders }: Dependencies,
  payment: Payment,
  supplier: Supplier,
  doubt: Doubt,
  said: string,
): Promise<string | null> {
  const { document, attempt } = doubt;
  const rules: EvidenceRules = { settleDelayMs: ladders.settleDelayMs, idempotent: supplier.idempotent, goOnWithoutWitness: ladders.name === 'fast' };
  const looks = await looksAt(tx, payment.id, document.number, attempt.number);
  switch (verdict(looks, rules)) {
    case 'absent':
      if (!mayRepeat(supplier, doubt, await timeOf(tx)))
        return `proved absent, but sent on another day of ${supplier.zone}: staff decide whether it is sent again`;
      await closeAttempt(tx, payment.id, document.number, attempt.number, 'absent', said);
      return null;
    case 'ask staff':
      return `staff must decide: ${against(looks, said)}`;
    case 'look again':
      return null;
  }
}

/** What the supplier once contradicted is why staff are asked, whatever the last look says. */
function against(looks: Awaited<ReturnType<typeof looksAt>>, last: string): string {
  const why = looks.find((look) => look.said === 'contradiction')?.detail;
  return why === undefined || why === last ? last : `${why}; the last look says: ${last}`;
}

/** Another attempt never crosses the supplier's midnight without staff, unless repeating is documented as safe. */
function mayRepeat(supplier: Supplier, { attempt }: Doubt, now: string): boolean {
  if (supplier.idempotent || attempt.number === 0 || !attempt.sentAt) return true;
  return dayIn(supplier.zone, attempt.sentAt) === dayIn(supplier.zone, now);
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
