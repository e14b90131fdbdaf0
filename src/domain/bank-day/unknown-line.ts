import { SUCCESS } from '../status';
import { breakOf, otherPaymentId } from './breaking';
import { dayRelation, differingFacts, isDeclared } from './facts';
import type { Break, Difference, Line, OurDocument, Reading, Verdict } from './verdict';

/** Our shape and the number of a payment of ours, but of no document of it (rows 22–25). */
export function judgeOfPayment(
  line: Line,
  payment: { readonly status: number; readonly final: boolean },
  standsFor: OurDocument | null,
  reading: Reading,
): Verdict {
  const unknownDocument: Difference[] = [{ fact: 'reference', ours: standsFor?.reference ?? null, theirs: line.reference }];
  if (!payment.final) return { is: 'look', otherwise: breakOf('not final yet', line, unknownDocument) };
  const evidence: Difference[] = [...unknownDocument, { fact: 'status', ours: String(payment.status), theirs: null }];
  if (payment.status !== SUCCESS) return breakOf('refused by us but booked', line, evidence);
  if (standsFor === null) return breakOf('duplicate', line, evidence);
  const differing = [...evidence, otherPaymentId(line, standsFor.supplierPaymentId), ...differingFacts(line, standsFor, reading.item)];
  return breakOf('reference', line, [...differing, ...otherDay(line, standsFor)], { pair: true, declared: isDeclared(standsFor) });
}

/** No payment of ours explains it (rows 26, 28, 30, 31); `alike`: our document that looks like it. */
export const onlyTheirs = (line: Line, alike: OurDocument | null): Break =>
  breakOf('only theirs', line, [
    { fact: 'reference', ours: null, theirs: line.reference },
    ...(alike === null ? [] : [{ fact: 'alike', ours: alike.reference, theirs: null } as const]),
  ]);

/** Rows 27 and 29: the reference is lost, and what is left pairs them. A proposal, never a match. */
export const pairedByFacts = (line: Line, ours: OurDocument, proposal: { readonly rank: number; readonly of: number }): Break =>
  breakOf('reference', line, [{ fact: 'reference', ours: ours.reference, theirs: line.reference }, otherPaymentId(line, ours.supplierPaymentId)], {
    pair: true,
    proposal,
    declared: isDeclared(ours),
  });

const otherDay = (line: Line, ours: OurDocument): Difference[] =>
  dayRelation(line, ours) === 'other' ? [{ fact: 'day', ours: ours.day, theirs: line.day }] : [];
