import { SUCCESS } from '../status';
import { aboutDocument, breakOf, breakOfFacts, otherPaymentId } from './breaking';
import { dayRelation, differingFacts, isHalf } from './facts';
import type { Break, Difference, Line, OurDocument, Reading, Verdict } from './verdict';

/**
 * A line whose reference is a document's of ours (rows 1–21 and 44–48). The document's state comes first: other facts make no extra
 * booking harmless. `claimedBy`: the PaymentId of another line of the same reading that stands for this document already.
 */
export function judgeKnown(line: Line, ours: OurDocument, reading: Reading, claimedBy: string | null): Verdict {
  switch (ours.state) {
    case 'taken':
      return judgeTaken(line, ours, reading, claimedBy);
    case 'rolled back':
      return judgeUndone(line, ours, reading);
    case 'refused':
    case 'replaced':
      return neverOurs(line, ours, reading);
    case 'planned':
      return judgePlanned(line, ours, reading, claimedBy);
  }
}

function judgeTaken(line: Line, ours: OurDocument, reading: Reading, claimedBy: string | null): Verdict {
  const own = ours.supplierPaymentId;
  if (own !== null && own !== line.paymentId) return otherBooking(line, ours, own, reading, claimedBy);
  if (isHalf(ours)) {
    const half = breakOf('half taken', line, [...aboutDocument(ours), ...differences(line, ours, reading)]);
    // While its payment is open its own workflow takes it back.
    return ours.payment.final ? half : { is: 'under way', otherwise: half };
  }
  return own === null ? { is: 'adopt', by: midnight(line, ours) } : paired(line, ours, reading);
}

/** A second PaymentId costs money whatever its facts, where ours stands beside it; where ours is gone it may be the only one. */
function otherBooking(line: Line, ours: OurDocument, own: string, reading: Reading, claimedBy: string | null): Verdict {
  const evidence = [...aboutDocument(ours), otherPaymentId(line, own), ...differences(line, ours, reading)];
  const duplicate = breakOf('duplicate', line, evidence);
  if (claimedBy !== null) return duplicate;
  const stands = reading.shows(own);
  if (stands === null) return { is: 'under way', otherwise: duplicate };
  if (stands) return duplicate;
  return isHalf(ours) ? breakOf('half taken', line, evidence) : breakOf('reference', line, evidence, { pair: true });
}

function paired(line: Line, ours: OurDocument, reading: Reading): Verdict {
  const differing = differences(line, ours, reading);
  if (differing.length > 0) return breakOfFacts(line, differing, { pair: true });
  const by = midnight(line, ours);
  return { is: 'matched', by: by ?? (ours.ownDay !== null && ours.ownDay !== line.day ? 'two zones' : null) };
}

function judgeUndone(line: Line, ours: OurDocument, reading: Reading): Verdict {
  if (ours.supplierPaymentId !== line.paymentId) return neverOurs(line, ours, reading);
  const undone: Difference = { fact: 'undone', ours: ours.undoneAt, theirs: null };
  const broken = breakOf('not undone', line, [...aboutDocument(ours), undone, ...differences(line, ours, reading)]);
  // The book may have been read before the rollback was answered.
  if (ours.undoneAt === null || Date.parse(ours.undoneAt) >= Date.parse(reading.since)) return { is: 'under way', otherwise: broken };
  return broken;
}

/** Where another document made the payment successful the agent is charged once and the supplier paid twice. */
function neverOurs(line: Line, ours: OurDocument, reading: Reading): Break {
  const kind = ours.payment.final && ours.payment.status === SUCCESS ? 'duplicate' : 'refused by us but booked';
  const booking = ours.supplierPaymentId === null ? [] : [otherPaymentId(line, ours.supplierPaymentId)];
  return breakOf(kind, line, [...aboutDocument(ours), ...booking, ...differences(line, ours, reading)]);
}

function judgePlanned(line: Line, ours: OurDocument, reading: Reading, claimedBy: string | null): Verdict {
  const { payment, attempts, sendBefore } = ours;
  if (payment.final && payment.status !== SUCCESS) return neverOurs(line, ours, reading);
  const differing = differences(line, ours, reading);
  if (payment.final) {
    if (claimedBy !== null) return breakOf('duplicate', line, [...aboutDocument(ours), otherPaymentId(line, claimedBy), ...differing]);
    return differing.length > 0 ? breakOfFacts(line, differing, { pair: true, declared: true }) : { is: 'adopt', by: midnight(line, ours) };
  }
  const facts = differingFacts(line, ours, reading.item);
  if (facts.length > 0) return breakOfFacts(line, [...aboutDocument(ours), ...facts], {});
  const otherwise = breakOf('not final yet', line, aboutDocument(ours));
  if (sendBefore !== null && Date.parse(sendBefore) >= Date.parse(reading.overdueBefore)) return { is: 'under way', otherwise };
  const unsent = attempts.every((attempt) => attempt.state === 'closed' && (attempt.outcome === 'not sent' || attempt.outcome === 'absent'));
  return { is: unsent ? 'doubt' : 'found', otherwise };
}

const midnight = (line: Line, ours: OurDocument): 'midnight' | null => (dayRelation(line, ours) === 'midnight' ? 'midnight' : null);

/** Differing facts, and the day where no midnight explains it. */
const differences = (line: Line, ours: OurDocument, reading: Reading): Difference[] => [
  ...differingFacts(line, ours, reading.item),
  ...(dayRelation(line, ours) === 'other' ? [{ fact: 'day', ours: ours.day, theirs: line.day } as const] : []),
];
