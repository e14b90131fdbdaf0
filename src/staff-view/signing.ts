import { mayEnd, type Outcome, type People } from '../domain/bank-day/outcomes';
import type { SigningRefusal, SigningRefusalArgs } from '../domain/bank-day/refusals';
import type { BreakKind, Difference } from '../domain/bank-day/verdict';
import { isZero, type Money } from '../domain/money';
import type { Language } from '../domain/status';
import type { SigningState } from '../registry/bank-day/signing/sign';
import type { Signable } from '../registry/bank-day/signing/signable';
import type { SignatureState } from '../registry/bank-day/signing/signings';
import { en } from './texts/signing/en';
import { kk } from './texts/signing/kk';
import { ru } from './texts/signing/ru';
import { type InEveryLanguage, tell } from './told';

/** How a break stands with those who sign. */
export type BreakState = 'open' | 'waits' | 'signed' | 'rolled back' | 'written off' | 'noted' | 'gone';

interface Signed {
  readonly signing: string;
  readonly outcome: Outcome;
}

export interface SigningArgs extends SigningRefusalArgs {
  readonly outcome: { readonly outcome: Outcome };
  readonly people: { readonly people: People };
  readonly state: { readonly state: BreakState | SignatureState };
  /** What choosing it does to such a break. `equal`: the sums of both sides are. */
  readonly does: { readonly outcome: Outcome; readonly kind: BreakKind; readonly equal: boolean };
  readonly mayHeading: { readonly kind: BreakKind };
  readonly nothingMay: { readonly kind: BreakKind };
  readonly noBreaks: { readonly supplier: string; readonly day: string };
  readonly signed: Signed & { readonly count: number; readonly sum: string };
  readonly waits: Signed & { readonly count: number; readonly sum: string; readonly command: string };
  readonly rowResult: { readonly id: string; readonly state: SignatureState; readonly why: string | null };
  readonly handedOn: { readonly decision: string };
  readonly takenBack: Signed;
  readonly rejected: Signed;
}

const WORDS: InEveryLanguage<SigningArgs> = { en, ru, kk };

export const signingInWords = <Key extends keyof SigningArgs>(language: Language, key: Key, args: SigningArgs[Key]): string =>
  tell<SigningArgs, Key>(WORDS, language, { key, args });

/** Why nothing was signed, as one sentence. */
export const signingRefusalInWords = (refused: SigningRefusal, language: Language): string => tell(WORDS, language, refused);

export function stateOf({ closedAs, signed }: Signable): BreakState {
  if (closedAs !== null) return closedAs;
  return signed?.state === 'waits' ? 'waits' : 'open';
}

/** As programs read a break of a day. */
export function dayBreakView(one: Signable) {
  const { id, kind, flags, reference, account, item, theirs, ours, effect, payment } = one;
  return {
    id,
    kind,
    flags,
    state: stateOf(one),
    reference,
    account,
    invoice: item,
    theirs,
    ours,
    effect,
    payment: payment && { agent: payment.agent, transaction: payment.transaction },
    evidence: evidenceOf(one),
    may: one.closedAs === null && one.signed?.state !== 'waits' ? mayEnd(one) : [],
  };
}

type Said = Omit<Difference, 'fact'> & { readonly fact: Difference['fact'] | 'said' };

/** A row that no machine could read, or what the watch of the running day noted, is said in its own words. */
const evidenceOf = ({ facts, evidence }: Signable): Said[] => (facts.length > 0 ? [...facts] : [{ fact: 'said', ours: null, theirs: evidence }]);

/** Which button means what: for each kind among these breaks, what may be chosen, by whom, and what it does. */
export function meanings(ones: readonly Signable[], language: Language): Array<{ readonly kind: BreakKind; readonly lines: readonly string[] }> {
  const open = ones.filter(({ closedAs }) => closedAs === null);
  return [...new Set(open.map(({ kind }) => kind))].map((kind) => {
    const lines = open.filter((one) => one.kind === kind).flatMap((one) => mayEnd(one).map((allowed) => meaning(one, allowed, language)));
    const all = [...new Set(lines)];
    return { kind, lines: all.length > 0 ? all : [signingInWords(language, 'nothingMay', { kind })] };
  });
}

function meaning({ kind, effect }: Signable, { outcome, people }: { outcome: Outcome; people: People }, language: Language): string {
  const equal = effect !== null && isZero(effect as Money);
  const who = signingInWords(language, 'people', { people });
  return `${signingInWords(language, 'outcome', { outcome })} (${who}): ${signingInWords(language, 'does', { outcome, kind, equal })}`;
}

/** As programs read what became of a signing. */
export function signingView({ signing, state, rows, handed }: SigningState, language: Language) {
  const { id, supplier, day, outcome, count, sum, hash, staff, second } = signing;
  return {
    id,
    supplier,
    day,
    outcome,
    state,
    count,
    sum,
    hash,
    staff,
    second,
    decisions: handed.map(({ decision }) => decision.id),
    rows: rows.map((row) => ({ ...row, what: row.why && signingRefusalInWords(row.why, language) })),
  };
}
