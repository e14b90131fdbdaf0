import { kindsOf } from './facts';
import { BREAK_KINDS, type Break, type BreakKind, type Difference, type Line, type OurDocument, type Verdict } from './verdict';

interface Breaking {
  readonly pair?: boolean;
  readonly proposal?: Break['proposal'];
  readonly declared?: boolean;
}

/** One break of that kind: whatever else differs stands beside it, and what the line itself says is a flag. */
export function breakOf(kind: BreakKind, line: Line | null, differences: readonly Difference[], how: Breaking = {}): Break {
  return {
    is: 'break',
    kind,
    also: inOrder(kindsOf(differences).filter((other) => other !== kind)),
    flags: [
      ...(how.declared ? (['declared'] as const) : []),
      ...(line?.moved ? (['moved'] as const) : []),
      ...(line?.repeated ? (['repeated'] as const) : []),
    ],
    pair: how.pair ?? false,
    proposal: how.proposal ?? null,
    differences,
  };
}

/** Of differing facts alone: the first kind counts. */
export function breakOfFacts(line: Line, differences: readonly Difference[], how: Breaking): Break {
  const [first] = inOrder(kindsOf(differences));
  if (!first) throw new TypeError('no fact differs');
  return breakOf(first, line, differences, how);
}

/** The document it is about, and how it stands with us. */
export const aboutDocument = (ours: OurDocument): Difference[] => [
  { fact: 'document', ours: String(ours.number), theirs: null },
  { fact: 'state', ours: ours.state, theirs: null },
  ...(ours.payment.final ? [{ fact: 'status', ours: String(ours.payment.status), theirs: null } as const] : []),
];

export const otherPaymentId = (line: Line, ours: string | null): Difference => ({ fact: 'PaymentId', ours, theirs: line.paymentId });

const inOrder = (kinds: readonly BreakKind[]): BreakKind[] => BREAK_KINDS.filter((kind) => kinds.includes(kind));

/** Of a line first seen after its day was confirmed: the same verdict, and it says so. */
export function afterConfirmation(verdict: Verdict): Verdict {
  if (verdict.is === 'break') return late(verdict);
  return 'otherwise' in verdict ? { ...verdict, otherwise: late(verdict.otherwise) } : verdict;
}

const late = (broken: Break): Break => ({ ...broken, flags: ['after confirmation', ...broken.flags] });

/** A line that stands now and did not when the day was confirmed: the supplier has to be told again. */
export const needsSecondConfirmation = ({ is }: Verdict): boolean => is === 'matched' || is === 'adopt' || is === 'found';
