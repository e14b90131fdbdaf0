import type { Role } from '../permissions';
import type { Outcome, People } from './outcomes';

const SIGN: readonly Role[] = ['operator', 'accountant'];

/** Somebody with these roles may be the first to sign it. Without a second person two people are one accountant. */
export function maySign(people: People, roles: readonly Role[], second: boolean): boolean {
  return people === '1' || (people === '2' && second) ? roles.some((role) => SIGN.includes(role)) : roles.includes('accountant');
}

/** Of two people one is an accountant, whichever. */
export const mayAgree = (first: readonly Role[], second: readonly Role[]): boolean =>
  maySign('1', second, false) && [...first, ...second].includes('accountant');

/** What it takes besides a reason: a letter to the supplier, with who follows it up and until when; the payment meant; the sum read by eye. */
export const NEEDED = { claim: ['letter', 'owner', 'due'], 'list is wrong': ['letter'], assign: ['payment'], sum: ['sum'] } as const;
export type Detail = 'letter' | 'owner' | 'due' | 'payment' | 'sum';

export function missingDetails(outcome: Outcome, given: Readonly<Partial<Record<Detail, unknown>>>): Detail[] {
  const needed: readonly Detail[] = outcome in NEEDED ? NEEDED[outcome as keyof typeof NEEDED] : [];
  return needed.filter((name) => given[name] === undefined);
}

/** Details that the outcome has no use for. */
export function uselessDetails(outcome: Outcome, given: Readonly<Partial<Record<Detail, unknown>>>): Detail[] {
  const needed: readonly Detail[] = outcome in NEEDED ? NEEDED[outcome as keyof typeof NEEDED] : [];
  return (Object.keys(given) as Detail[]).filter((name) => given[name] !== undefined && !needed.includes(name));
}

/** Where a signature ends as nothing but a signature it can be taken back; what agents or suppliers were told cannot. */
const UNTAKEABLE: readonly Outcome[] = ['roll back', 'succeeded', 'assign', 'agent refunded'];
export const canBeTakenBack = (outcome: Outcome): boolean => !UNTAKEABLE.includes(outcome);
