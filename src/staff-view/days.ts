import type { DayState, DayWait } from '../domain/bank-day/course';
import { type Money, subtract } from '../domain/money';
import type { Language } from '../domain/status';
import { type BankDay, breaksOfDay, type DayBreaks, type DayFigures } from '../registry/bank-day/day/days';
import type { Queryable } from '../registry/database';
import { en } from './texts/days/en';
import { kk } from './texts/days/kk';
import { ru } from './texts/days/ru';
import { type InEveryLanguage, type Told, tell } from './told';

type Side = { readonly count: string; readonly sum: string };

/** What is said of a bank day; times are ISO instants. */
export interface DayArgs {
  readonly stands: { readonly supplier: string; readonly day: string; readonly state: DayState; readonly since: string };
  readonly waits: { readonly for: DayWait; readonly until: string | null };
  readonly read: Side & { readonly at: string };
  readonly notRead: { readonly times: number; readonly why: string };
  readonly compared: Side & { readonly pairs: string; readonly explained: string; readonly gap: string; readonly unexplained: string };
  readonly open: Side;
  readonly breaks: { readonly open: number; readonly signed: number };
  readonly tried: { readonly at: string; readonly theirs: Side; readonly ours: Side; readonly pairs: string; readonly unexplained: string };
  readonly triedUnlike: { readonly at: string; readonly nominated: string };
  readonly noDay: Readonly<Record<never, never>>;
  readonly unknownDay: { readonly supplier: string; readonly day: string };
  readonly asked: { readonly supplier: string; readonly day: string; readonly compareOnly: boolean };
  readonly backfilled: { readonly supplier: string; readonly opened: number; readonly known: number };
  readonly stillWaits: { readonly seconds: number };
}

export const DAYS: InEveryLanguage<DayArgs> = { en, ru, kk };

/** As REST and `--json` answer: sums and counts are exact text; what is not known yet is null. */
export function dayView(row: BankDay, breaks: DayBreaks) {
  const { supplier, day, state, currency } = row;
  const theirs = sideOf(row.theirsCount, row.theirsSum);
  const ours = sideOf(row.oursCount, row.oursSum);
  return {
    supplier,
    day,
    state,
    currency,
    theirs,
    ours,
    pairs: row.pairs,
    explained: row.explained,
    open: sideOf(row.openCount, row.openSum),
    gap: theirs && ours ? subtract(theirs.sum, ours.sum) : null,
    unexplained: row.unexplained,
    breaks: { open: breaks.open, signed: breaks.signed, byKind: breaks.byKind },
    waitsFor: row.waitsFor === null ? null : { what: row.waitsFor, until: row.waitsUntil },
    needsStaff: row.needsStaff,
    confirmations: [],
    totals: null,
    trial: row.trial === null ? null : { at: row.trialAt, ...row.trial },
  };
}
export type DayView = ReturnType<typeof dayView>;

const sideOf = (count: string | null, sum: Money | null) => (count === null || sum === null ? null : { count, sum });

export async function viewOfDay(database: Queryable, row: BankDay): Promise<DayView> {
  return dayView(row, await breaksOfDay(database, row.supplier, row.day));
}

/** The day in words, most important first. */
export function toldOfDay(row: BankDay, view: DayView): Array<Told<DayArgs>> {
  const { supplier, day, state, stateSince: since, waitsFor, waitsUntil, readAt, failedReads, readError } = row;
  const { theirs, ours, pairs, explained, gap, unexplained, open, breaks } = view;
  const told: Array<Told<DayArgs>> = [{ key: 'stands', args: { supplier, day, state, since } }];
  if (waitsFor) told.push({ key: 'waits', args: { for: waitsFor, until: waitsUntil } });
  if (readError) told.push({ key: 'notRead', args: { times: failedReads, why: readError } });
  if (theirs && readAt) told.push({ key: 'read', args: { ...theirs, at: readAt } });
  if (ours && pairs && explained && gap && unexplained) told.push({ key: 'compared', args: { ...ours, pairs, explained, gap, unexplained } });
  if (open && open.count !== '0') told.push({ key: 'open', args: open });
  if (breaks.open + breaks.signed > 0) told.push({ key: 'breaks', args: { open: breaks.open, signed: breaks.signed } });
  if (row.trial && row.trialAt) told.push(triedOf(row.trialAt, row.trial));
  return told;
}

function triedOf(at: string, trial: DayFigures | { readonly unlike: string }): Told<DayArgs> {
  if ('unlike' in trial) return { key: 'triedUnlike', args: { at, nominated: trial.unlike } };
  const { theirs, ours, pairs, unexplained } = trial;
  return { key: 'tried', args: { at, theirs, ours, pairs, unexplained } };
}

export const dayInWords = (language: Language, told: Told<DayArgs>): string => tell(DAYS, language, told as never);
