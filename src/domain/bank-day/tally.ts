import type { Day } from '../day';
import { add, type Money, negate, subtract, sum, ZERO } from '../money';
import { type Entry, isPair } from './compare';
import { isOurs } from './facts';
import { BLOCKING_KINDS, type Line, type OurDocument, type Verdict } from './verdict';

export interface Side {
  readonly count: number;
  readonly sum: Money;
}

/** What a break costs: theirs less ours. Null: nobody can say. */
export function effectOf({ line, document, verdict }: Entry): Money | null {
  if (verdict.is === 'break' && BLOCKING_KINDS.includes(verdict.kind)) return null;
  const theirs = line?.amount ?? ZERO;
  if (line === null) return document && isOurs(document) ? negate(document.amount) : ZERO;
  return isPair({ line, document, verdict }) && document ? subtract(theirs, document.amount) : theirs;
}

/** What of an entry belongs to one day: a pair on two days is on each with its own side alone. */
export function shareOf(day: Day, entry: Entry): { readonly theirs: Line | null; readonly ours: OurDocument | null; readonly effect: Money } {
  const { line, document, verdict } = entry;
  const blocked = verdict.is === 'break' && BLOCKING_KINDS.includes(verdict.kind);
  const theirs = line && line.day === day && !blocked ? line : null;
  const used = document && isOurs(document) && (line === null || isPair(entry)) ? document : null;
  const ours = used && (used.day ?? line?.day) === day ? used : null;
  return { theirs, ours, effect: subtract(theirs?.amount ?? ZERO, ours?.amount ?? ZERO) };
}

export type Standing = 'pair' | 'explained' | 'break' | 'undecided' | 'nothing';

/** As what an entry counts: each counts once. */
export function standingOf(entry: Entry): Standing {
  if (isPair(entry)) return 'pair';
  const { is } = entry.verdict;
  if (is === 'break' || is === 'explained') return is;
  return is === 'nothing' || is === 'open' ? 'nothing' : 'undecided';
}

export interface Tally {
  readonly theirs: Side;
  readonly ours: Side;
  /** How many of either side stand as what. */
  readonly standing: Readonly<Record<Exclude<Standing, 'nothing'>, { readonly theirs: number; readonly ours: number }>>;
  /** Sum of all effects on this day. */
  readonly effects: Money;
  /** theirs − ours − effects: 0, or a line or a document stands nowhere or twice. */
  readonly unexplained: Money;
}

/** `theirs`, `ours`: what either book holds of the day, counted apart from the entries. */
export function tally(day: Day, theirs: Side, ours: Side, entries: readonly Entry[]): Tally {
  const none = () => ({ theirs: 0, ours: 0 });
  const standing = { pair: none(), explained: none(), break: none(), undecided: none() };
  let effects = ZERO;
  for (const entry of entries) {
    const share = shareOf(day, entry);
    effects = add(effects, share.effect);
    const as = standingOf(entry);
    if (as === 'nothing') continue;
    if (share.theirs) standing[as].theirs++;
    if (share.ours) standing[as].ours++;
  }
  return { theirs, ours, standing, effects, unexplained: subtract(subtract(theirs.sum, ours.sum), effects) };
}

export const sideOf = (amounts: ReadonlyArray<{ readonly amount: Money }>): Side => ({
  count: amounts.length,
  sum: sum(amounts.map(({ amount }) => amount)),
});

/** More than so many differences are looked at by nobody one by one. */
export const MAX_NOMINEES = 5_000;
const LARGE_DAY_LINES = 1_000;
const LIKE_BUT_FOR_PERCENT = 5;

/**
 * Nothing is written of a day that is unlike ours: another day's list, another installation's, or a registry that was restored.
 * Lines of another channel count on neither side.
 */
export const isUnlike = (nominees: number, lines: number): boolean =>
  nominees > MAX_NOMINEES || (lines >= LARGE_DAY_LINES && nominees * 100 > lines * LIKE_BUT_FOR_PERCENT);

/** Not decided, or different. */
export const isOpen = (verdict: Verdict): boolean => verdict.is === 'break' || 'otherwise' in verdict;
