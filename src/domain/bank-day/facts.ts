import { type Day, plusDays } from '../day';
import { compare } from '../money';
import { SUCCESS } from '../status';
import type { BreakKind, Difference, Item, Line, OurDocument } from './verdict';

/** What differs between a line and a document, in the order of the kinds. */
export function differingFacts(line: Line, ours: OurDocument, item: Item): Difference[] {
  const differences: Difference[] = [];
  if (line.account !== ours.account) differences.push({ fact: 'account', ours: ours.account, theirs: line.account });
  if (ours.item !== null && line.item !== ours.item) differences.push({ fact: item, ours: ours.item, theirs: line.item });
  if (compare(line.amount, ours.amount) !== 0) differences.push({ fact: 'amount', ours: ours.amount, theirs: line.amount });
  return differences;
}

/** The kinds of differing facts: each of them is a kind by its own name, and a day is `other day`. */
export const kindsOf = (differences: readonly Difference[]): BreakKind[] =>
  differences.flatMap(({ fact }): BreakKind[] => {
    if (fact === 'day') return ['other day'];
    return fact === 'account' || fact === 'invoice' || fact === 'service' || fact === 'amount' ? [fact] : [];
  });

export type DayRelation = 'same' | 'midnight' | 'other';

/**
 * A neighbouring day is the same booking where something of it stands at the midnight between: an attempt that was on its way, or the
 * minute that the list shows (a time kept to the minute turns 23:59:30 into 00:00 of the next day).
 */
export function dayRelation(line: Pick<Line, 'day' | 'minute'>, ours: Pick<OurDocument, 'day' | 'midnights'>): DayRelation {
  if (ours.day === null || ours.day === line.day) return 'same';
  const later = laterNeighbour(line.day, ours.day);
  if (later === null) return 'other';
  const minuteAtMidnight = line.minute === (later === line.day ? '00:00' : '23:59');
  return minuteAtMidnight || ours.midnights.includes(later) ? 'midnight' : 'other';
}

function laterNeighbour(one: Day, other: Day): Day | null {
  if (plusDays(one, 1) === other) return other;
  return plusDays(other, 1) === one ? one : null;
}

const succeeded = ({ payment }: OurDocument): boolean => payment.final && payment.status === SUCCESS;

/** Taken for a payment that cannot become whole: what is taken of it has to be given back. */
export const isHalf = (ours: OurDocument): boolean => ours.state === 'taken' && ours.siblingRefused && !succeeded(ours);

/** A document that our own count of a day holds: what the supplier took, and what staff declared successful. */
export const isOurs = (ours: OurDocument): boolean => (ours.state === 'taken' && !isHalf(ours)) || (ours.state === 'planned' && succeeded(ours));

export const isDeclared = (ours: OurDocument): boolean => ours.state === 'planned' && succeeded(ours);
