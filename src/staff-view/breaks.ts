import type { SupplierName } from '../contracts/supply';
import { type BreakKind, costsMoney } from '../domain/bank-day/verdict';
import type { Day } from '../domain/day';
import { money } from '../domain/money';
import type { Language } from '../domain/status';
import type { SeenBreak } from '../registry/bank-day/breaks';
import { en } from './texts/breaks/en';
import { kk } from './texts/breaks/kk';
import { ru } from './texts/breaks/ru';
import { type InEveryLanguage, type Told, tell } from './told';
import { inShell, VERBS, type Verb } from './verb';

interface Booking {
  readonly kind: BreakKind;
  readonly supplier: SupplierName;
  /** Null where no line of its book stands behind it. */
  readonly booking: string | null;
  readonly day: Day;
  /** As it was noted when the break was found. */
  readonly evidence: string;
}

/** What a break is, and what is to be done about it. */
export interface BreakArgs {
  readonly breakClosed: Booking & { readonly how: string };
  readonly breakOfNobody: Booking;
  readonly breakWhichStands: Booking;
  readonly breakWhatWasBooked: Booking;
  readonly breakToRollBack: Booking & { readonly zone: string };
  readonly breakTooLate: Booking;
  readonly breakNeverTakenBack: Booking;
}

export const BREAK_WORDS: InEveryLanguage<BreakArgs> = { en, ru, kk };

export function toldBreak(found: SeenBreak): Told<BreakArgs> {
  const { kind, supplier, booking, day, evidence, zone, how } = found;
  const args = { kind, supplier, booking, day, evidence };
  if (found.closedAt !== null) return { key: 'breakClosed', args: { ...args, how: how ?? '' } };
  if (found.payment === null) return { key: 'breakOfNobody', args };
  if (kind === 'reference') return { key: 'breakWhichStands', args };
  if (!costsMoney(kind)) return { key: 'breakWhatWasBooked', args };
  if (found.canBeRolledBack) return { key: 'breakToRollBack', args: { ...args, zone } };
  return { key: found.rollbackUntil === null ? 'breakNeverTakenBack' : 'breakTooLate', args };
}

/** The one command about an open break. */
export function verbOfBreak(found: SeenBreak): Verb {
  const { of, booking } = found;
  if (of === null) return VERBS.signBreak(found.id);
  if (costsMoney(found.kind)) {
    const extra = booking === null ? {} : { 'payment-id': booking };
    return VERBS.decide(of, found.canBeRolledBack ? { 'roll-back': true, ...extra } : { 'write-off': true, ...extra });
  }
  return of.final ? VERBS.decide(of, { noted: true }) : VERBS.explain(of);
}

/** `144 112`, or the supplier and its PaymentId where no payment is known. */
export const subjectOfBreak = ({ of, supplier, booking, day }: SeenBreak): string =>
  of ? `${of.agent} ${of.transaction}` : `${supplier} ${booking ?? day}`;

/** As programs read it, with its words. */
export function breakView(found: SeenBreak, language: Language) {
  const told = toldBreak(found);
  const { of: _, canBeRolledBack: __, ...shown } = found;
  return {
    ...shown,
    amount: found.amount === null ? null : money(found.amount),
    subject: subjectOfBreak(found),
    ...told,
    what: tell(BREAK_WORDS, language, told),
    command: inShell(verbOfBreak(found)),
  };
}
