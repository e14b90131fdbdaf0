import { isNegative, isZero, type Money } from '../money';
import { SUCCESS } from '../status';
import type { BreakKind, Flag } from './verdict';

/** What staff may say of a break. */
export const OUTCOMES = [
  'roll back',
  'succeeded',
  'claim',
  'loss',
  'gain',
  'suspense',
  'assign',
  'agent refunded',
  'list is wrong',
  'accept',
  'other channel',
  'sum',
  'poll',
  'look',
  'fetch again',
  'ask',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** They only have somebody look once more: the break stays, and what comes of it shows by itself. */
const LOOKING: readonly Outcome[] = ['poll', 'look', 'fetch again', 'ask'];
export const looksAgain = (outcome: Outcome): boolean => LOOKING.includes(outcome);

/** One operator or accountant; an accountant; two people, one of them an accountant. */
export type People = '1' | 'A' | '2';

export interface Allowed {
  readonly outcome: Outcome;
  readonly people: People;
}

/** What decides how a break may end. */
export interface SignedFacts {
  readonly kind: BreakKind;
  readonly also: readonly BreakKind[];
  readonly flags: readonly Flag[];
  /** Null: that side holds nothing of it. */
  readonly theirs: Money | null;
  readonly ours: Money | null;
  /** Null: nobody can say. */
  readonly effect: Money | null;
  /** A reference that is there, and that nobody could take for one of ours. */
  readonly isForeign: boolean;
  /** Null: none is known. */
  readonly payment: { readonly status: number; readonly final: boolean } | null;
  /** Its supplier takes bookings back, or tells the state of one payment when asked. */
  readonly offers: { readonly rollback: boolean; readonly status: boolean };
  /** It is not moved, it is its day of booking by the supplier's clock, and the supplier has not refused. */
  readonly canBeRolledBack: boolean;
}

/** Which outcomes a break allows, and whose hand each takes (the column «may, who» of the table). */
export function mayEnd(facts: SignedFacts): Allowed[] {
  const allowed = byKind(facts).filter(({ outcome }) => outcome !== 'roll back' || facts.canBeRolledBack);
  if (!facts.flags.includes('after confirmation')) return allowed;
  return allowed.map(({ outcome, people }) => ({ outcome, people: looksAgain(outcome) ? people : '2' }));
}

const by = (people: People, ...outcomes: Outcome[]): Allowed[] => outcomes.map((outcome) => ({ outcome, people }));

function byKind(facts: SignedFacts): Allowed[] {
  switch (facts.kind) {
    case 'duplicate':
      return facts.offers.rollback ? by('2', 'roll back', 'claim', 'loss') : by('2', 'claim');
    case 'not undone':
    case 'half taken':
      return by('2', 'roll back', 'claim', 'loss');
    case 'refused by us but booked':
      return isOpen(facts) ? by('2', 'roll back', 'succeeded') : by('2', 'roll back', 'claim', 'loss');
    case 'account':
    case 'invoice':
    case 'service':
    case 'amount':
      return ofOtherFacts(facts);
    case 'reference':
      return ofReference(facts);
    case 'only theirs':
      return by('2', 'suspense', 'claim', 'assign', ...(facts.isForeign ? (['other channel'] as const) : []));
    case 'only ours':
    case 'vanished':
      return ofMissing(facts);
    case 'not final yet':
      return by('1', 'poll');
    case 'unreadable':
      return [...by('1', 'fetch again'), ...(facts.offers.status ? by('A', 'accept') : by('2', 'sum'))];
    case 'lists differ':
      return by('A', 'ask');
    case 'other day':
    case 'deposit':
      return by('A', 'accept');
    case 'orders':
      return by('2', 'accept');
    case 'totals':
      return [];
  }
}

const isOpen = ({ payment }: SignedFacts): boolean => payment !== null && !payment.final;
const isPaired = ({ theirs, ours }: SignedFacts): boolean => theirs !== null && ours !== null;

function ofOtherFacts(facts: SignedFacts): Allowed[] {
  if (!isPaired(facts)) return by('2', 'succeeded', 'roll back');
  return ofDifference(facts) ?? [...by('1', 'claim'), ...by('2', 'loss')];
}

/** Null: the sums are equal. */
function ofDifference({ effect }: SignedFacts): Allowed[] | null {
  if (effect === null || isZero(effect)) return null;
  return isNegative(effect) ? by('2', 'gain') : by('2', 'claim', 'loss');
}

const FACTS: readonly BreakKind[] = ['account', 'invoice', 'service', 'amount'];

function ofReference(facts: SignedFacts): Allowed[] {
  if (!facts.also.some((kind) => FACTS.includes(kind))) return by('A', 'accept');
  return ofDifference(facts) ?? by('2', 'accept', 'claim', 'loss');
}

/** Whose agent has its money back already, only has to be seen. */
function ofMissing({ flags, payment, offers }: SignedFacts): Allowed[] {
  if (payment?.final && payment.status !== SUCCESS) return by('A', 'accept');
  if (flags.includes('declared')) return by('2', 'agent refunded');
  return [...by('1', offers.status ? 'poll' : 'look'), ...by('2', 'agent refunded', ...(offers.status ? [] : (['list is wrong'] as const)))];
}
