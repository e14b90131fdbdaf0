import type { Look } from '../../domain/evidence';
import { closeBreaks } from '../../registry/bank-day/breaks';
import type { Queryable } from '../../registry/database';
import { type NewLook, recordLook } from '../../registry/evidence/looks';
import { LastStatement } from '../../registry/last-statement';
import { type DocumentRow, documentsOf } from '../../registry/payment/documents';
import { needStaff, needStaffWhenOld, noteWaiting, type Payment } from '../../registry/payment/payments';
import type { LookAnswer, LookQuestion, Supplier } from '../../suppliers/supplier';
import type { Dependencies } from '../dependencies';
import { type Concluded, conclude } from '../payment/conclude';
import { keepExtras } from '../payment/extras';
import { type About, hasAttempt, recordOutcome } from '../payment/outcomes';
import { bookedTwice } from './bookings';
import { type Doubt, sentDocument } from './doubt';
import { weigh } from './weigh';

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
export async function judge(tx: Queryable, dependencies: Dependencies, payment: Payment, supplier: Supplier, evidence: Evidence): Promise<Concluded> {
  const about = { payment, supplier, documents: await documentsOf(tx, payment.id), logger: dependencies.logger };
  let staff: string | null = null;
  let said = '';
  for (const doubt of evidence.doubts) {
    const look = await noteLook(tx, dependencies, payment, supplier, doubt, evidence);
    said = inWords(look);
    const answer = evidence.answers.find((each) => each.document === doubt.document.number);
    await keepExtras(tx, dependencies, payment, answer?.outcome);
    await foundOut(tx, about, doubt, look, answer?.outcome ?? null, evidence.askedAt);
    if (look.said === 'found' || look.said === 'answered' || !stillDoubted(about, doubt)) continue;
    staff = (await weigh(tx, dependencies, about, doubt, said)) ?? staff;
  }
  const step = await conclude(tx, payment, 0);
  if (step instanceof LastStatement || step.next !== 'find') return step;
  const why = staff ?? `the books of ${supplier.name} do not prove yet what happened: ${said}`;
  await noteWaiting(tx, payment.id, why, new Date(Date.now() + evidence.pause).toISOString());
  const marked = staff
    ? await needStaff(tx, payment.id, staff)
    : await needStaffWhenOld(tx, payment.id, dependencies.ladders.needsStaffMs, `no evidence since ${payment.createdAt}: ${said}`);
  return marked ? { next: 'staff', why } : { next: 'find', why };
}

async function noteLook(
  tx: Queryable,
  { ladders }: Dependencies,
  payment: Payment,
  supplier: Supplier,
  { document, attempt, leftBy }: Doubt,
  { question, answers, askedAt }: Evidence,
): Promise<Look> {
  const answer = answers.find((each) => each.document === document.number);
  const look: Look = answer?.look ?? { said: 'inconclusive', why: 'the look said nothing about this document' };
  const made: NewLook = {
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
    ...(answer?.outcome?.kind === 'pending' ? { pending: true } : {}),
  };
  await recordLook(tx, made, ladders.settleDelayMs);
  return look;
}

/** Writes what the look found; where the rows in doubt are gone meanwhile, also that it found nothing. */
async function foundOut(
  tx: Queryable,
  about: About,
  { document, attempt, leftSince }: Doubt,
  look: Look,
  outcome: LookAnswer['outcome'] | null,
  askedAt: string,
): Promise<void> {
  const { payment, supplier, documents } = about;
  const known = documents.find(({ number }) => number === document.number);
  const word = outcome ?? (known && hasAttempt(known, attempt.number) ? null : ({ kind: 'unknown', reason: inWords(look) } as const));
  if (!word) return;
  await recordOutcome(tx, about, attempt.number, { sent: sentDocument(document, leftSince), outcome: word });
  if (word.kind === 'accepted') await explainBreak(tx, supplier, known, word.paymentId);
  if (look.said !== 'found') return;
  for (const row of look.duplicates) await bookedTwice(tx, payment, supplier, document, row, askedAt);
}

/** Its booking was known already, but not whose document it was: that is found now. */
async function explainBreak(tx: Queryable, supplier: Supplier, document: DocumentRow | undefined, booking: string): Promise<void> {
  if (document?.state === 'planned') await closeBreaks(tx, supplier.name, [booking], 'noted', `found to be the booking of ${document.reference}`);
}

/** What another life wrote while the books were read decides, and not what was read before it. */
function stillDoubted({ documents }: About, { document, attempt }: Doubt): boolean {
  const now = documents.find(({ number }) => number === document.number);
  const last = now?.attempts.at(-1);
  return now?.state === 'planned' && last?.number === attempt.number && (last.outcome === null || last.outcome === 'unknown');
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
