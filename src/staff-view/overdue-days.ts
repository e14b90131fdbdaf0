import type { DayWait } from '../domain/bank-day/course';
import { READ_WITHIN_MS } from '../domain/bank-day/overdue';
import { type BookZones, type UnreadyDay, unreadyDays } from '../registry/alarms/overdue-days';
import type { Queryable } from '../registry/database';
import type { InboxItem } from './inbox';
import type { Told } from './told';
import { VERBS, type Verb } from './verb';

/** What is told of a bank day that rings. */
export interface OverdueArgs {
  readonly dayNotOpened: { readonly endedAt: string };
  readonly dayNotReady: { readonly readyBy: string; readonly waitsFor: DayWait | null };
  /** Whole hours since its last complete reading or comparison, or since its end where it has none. */
  readonly dayNotCompared: { readonly hours: number; readonly waitsFor: DayWait | null };
}

/** Bank days that ring: nobody opened them, they are read and compared too slowly, or a working day has begun without them. Oldest first. */
export async function overdueDays(database: Queryable, zones: BookZones): Promise<Array<UnreadyDay & { readonly told: Told<OverdueArgs> }>> {
  return (await unreadyDays(database, zones)).flatMap((day) => {
    const told = toldOverdue(day);
    return told ? [{ ...day, told }] : [];
  });
}

export function toldOverdue({ state, endedAt, readyBy, isLate, isWorking, readAgeS, comparedAgeS, waitsFor }: UnreadyDay): Told<OverdueArgs> | null {
  if (state === null) return { key: 'dayNotOpened', args: { endedAt } };
  if (isLate && readyBy !== null) return { key: 'dayNotReady', args: { readyBy, waitsFor } };
  const ageS = Math.max(readAgeS, comparedAgeS);
  if (isWorking && ageS * 1_000 > READ_WITHIN_MS) return { key: 'dayNotCompared', args: { hours: Math.floor(ageS / 3_600), waitsFor } };
  return null;
}

export async function overdueItems(database: Queryable, zones: BookZones, limit: number): Promise<InboxItem[]> {
  return (await overdueDays(database, zones)).slice(0, limit).map((day) => ({
    kind: 'bank day',
    subject: `${day.supplier} ${day.day}`,
    since: day.endedAt,
    amount: null,
    currency: null,
    told: day.told,
    verb: verbOf(day),
  }));
}

const verbOf = ({ supplier, day, waitsFor }: UnreadyDay): Verb => (waitsFor === 'signatures' ? VERBS.breaksOfDay(supplier, day) : VERBS.doctor());
