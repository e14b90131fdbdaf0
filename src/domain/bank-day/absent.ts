import type { Day } from '../day';
import { aboutDocument, breakOf } from './breaking';
import { isDeclared, isOurs } from './facts';
import type { Difference, OurDocument, Verdict } from './verdict';

/** What is known of a document that no line of a complete reading stands for. */
export interface Absence {
  /** An earlier complete reading showed it. */
  readonly seenBefore: boolean;
  /** The day on which another reading shows it now. */
  readonly shownOn: Day | null;
  /** The reading began later than a settle delay after our last word of it. */
  readonly settled: boolean;
  /** A line without a usable reference that is alike: each names the other. */
  readonly alike: string | null;
}

/** A document without a line (rows 38–43 and 50). */
export function judgeAbsent(ours: OurDocument, absence: Absence): Verdict {
  if (!isOurs(ours)) return ours.state === 'planned' && !ours.payment.final && wasSent(ours) ? { is: 'open' } : { is: 'nothing' };
  if (absence.shownOn !== null) return { is: 'explained', as: 'shown on another day' };
  const declared = isDeclared(ours);
  const kind = absence.seenBefore && !declared ? 'vanished' : 'only ours';
  const evidence: Difference[] = [...aboutDocument(ours), { fact: 'PaymentId', ours: ours.supplierPaymentId, theirs: null }];
  if (absence.alike !== null) evidence.push({ fact: 'alike', ours: null, theirs: absence.alike });
  const broken = breakOf(kind, null, evidence, { declared });
  return absence.settled || absence.seenBefore ? broken : { is: 'under way', otherwise: broken };
}

/** It may stand in the book one day, as far as anybody knows. */
const wasSent = ({ attempts }: OurDocument): boolean =>
  attempts.some(({ state, outcome }) => state !== 'closed' || (outcome !== 'not sent' && outcome !== 'absent' && outcome !== 'refused'));
