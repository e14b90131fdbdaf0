import { type Day, monthOf } from '../domain/day';
import type { AgentId } from '../domain/ids';
import { type Money, money } from '../domain/money';
import { type AgentsLine, differingFacts, type OwnPayment, type RegisterFact } from '../domain/registers';
import type { Language } from '../domain/status';
import type { Queryable } from '../registry/database';
import {
  type CountAndSum,
  judgeRegister,
  listReportedDays,
  REGISTER_KINDS,
  type RegisterFinding,
  type RegisterKind,
  reportedDay,
} from '../registry/registers/register-days';
import { dayTotals, type RegisterTotal } from '../registry/registers/registers';
import { toldOfDay, toldOfItself, whole } from './register-totals';
import { en } from './texts/registers/en';
import { kk } from './texts/registers/kk';
import { ru } from './texts/registers/ru';
import { type InEveryLanguage, type Told, tell } from './told';

/** A fact in which both sides differ, as each has it. */
export interface Difference {
  readonly fact: RegisterFact;
  readonly ours: string;
  readonly theirs: string;
}

interface Listed {
  readonly transaction: string;
  readonly service: string;
  readonly amount: Money;
}

/** What is told of an agent's register; all of it is the agent's matter, and none of it an alarm. */
export interface RegisterArgs {
  /** The total's own field against the sum over its services. */
  readonly totalOfItself: { readonly field: 'TotalAmount' | 'TotalCount'; readonly total: string; readonly services: string };
  /** `service` null: the whole day. A side is null where it has nothing of it. */
  readonly totalOfDay: { readonly service: string | null; readonly theirs: CountAndSum | null; readonly ours: CountAndSum | null };
  readonly missing: Listed;
  readonly unknown: Listed;
  readonly differs: { readonly transaction: string; readonly differences: readonly Difference[] };
  readonly late: Listed & { readonly day: Day; readonly finalDay: Day; readonly listed: boolean };
}
export const REGISTER_WORDS: InEveryLanguage<RegisterArgs> = { en, ru, kk };

/** `waits`: no total of the day came yet, so that what is missing is not judged. */
export type RegisterState = 'waits' | 'agrees' | 'different';

export interface RegisterDay {
  readonly agent: AgentId;
  readonly day: Day;
  readonly state: RegisterState;
  /** A register of the day's month came: without one no payment is missing. */
  readonly hasRegister: boolean;
  /** The newest PostTotalAmount, and how many there were. */
  readonly total: (CountAndSum & { readonly at: string | null; readonly times: number }) | null;
  readonly lines: CountAndSum;
  readonly ours: CountAndSum;
  readonly counts: Readonly<Record<RegisterKind, number>>;
  /** The totals' differences, then the first of each kind. */
  readonly told: ReadonlyArray<Told<RegisterArgs>>;
}

/** The agent's register of a day; `arriving` is its PostTotalAmount where that is being taken. At most `limit` payments of each kind. */
export async function registerDay(database: Queryable, agent: AgentId, day: Day, limit: number, arriving?: RegisterTotal): Promise<RegisterDay> {
  const { total: stored, reportedAt, hasRegister } = await reportedDay(database, agent, day);
  const total = arriving ?? stored;
  const byService = await dayTotals(database, agent, day);
  const { counts, lines, findings } = await judgeRegister(database, agent, day, { reportedAt, judged: total !== null && hasRegister }, limit);
  const totals = total === null ? [] : [...toldOfItself(total), ...toldOfDay(total, byService)];
  const isDifferent = totals.length > 0 || REGISTER_KINDS.some((kind) => kind !== 'late, listed' && counts[kind] > 0);
  return {
    agent,
    day,
    state: total === null ? 'waits' : isDifferent ? 'different' : 'agrees',
    hasRegister,
    total:
      total === null
        ? null
        : { at: arriving ? null : (stored?.at ?? null), times: (stored?.times ?? 0) + (arriving ? 1 : 0), count: total.count, amount: total.amount },
    lines,
    ours: whole(byService),
    counts,
    told: [...totals, ...findings.map(toldFinding)],
  };
}

/** Days of which a total came, newest first; counts alone. */
export async function registerDays(database: Queryable, agent: AgentId | null, limit: number): Promise<RegisterDay[]> {
  const days: RegisterDay[] = [];
  for (const found of await listReportedDays(database, agent, limit)) days.push(await registerDay(database, found.agent, found.day, 0));
  return days;
}

/** As programs read it, with its words. */
export const registerDayView = ({ told, total, lines, ours, ...day }: RegisterDay, language: Language) => ({
  ...day,
  total: total && { ...total, amount: money(total.amount) },
  lines: { ...lines, amount: money(lines.amount) },
  ours: { ...ours, amount: money(ours.amount) },
  differences: told.map((each) => ({ ...each, what: tell(REGISTER_WORDS, language, each) })),
});

export function toldFinding({ kind, transaction, ours, theirs }: RegisterFinding): Told<RegisterArgs> {
  if (kind === 'unknown' && theirs) return { key: 'unknown', args: listed(transaction, theirs) };
  if (!ours) throw new Error(`a register's ${kind} without a payment`);
  if (kind === 'missing') return { key: 'missing', args: listed(transaction, ours) };
  if (kind === 'differs' && theirs) return { key: 'differs', args: { transaction, differences: differencesOf(theirs, ours) } };
  if (!ours.finalDay) throw new Error('late is what is final');
  return {
    key: 'late',
    args: { ...listed(transaction, ours), day: ours.day, finalDay: ours.finalDay, listed: kind === 'late, listed' },
  };
}

const listed = (transaction: string, { service, amount }: { readonly service: string; readonly amount: Money }): Listed => ({
  transaction,
  service,
  amount: money(amount),
});

export const differencesOf = (theirs: AgentsLine, ours: OwnPayment): Difference[] =>
  differingFacts(theirs, ours).map((fact) => ({ fact, ...BOTH[fact](ours, theirs) }));

const BOTH: Readonly<Record<RegisterFact, (ours: OwnPayment, theirs: AgentsLine) => { ours: string; theirs: string }>> = {
  request: (ours, theirs) => ({ ours: ours.request, theirs: theirs.request }),
  amount: (ours, theirs) => ({ ours: money(ours.amount), theirs: money(theirs.amount) }),
  service: (ours, theirs) => ({ ours: ours.service, theirs: theirs.service }),
  account: (ours, theirs) => ({ ours: ours.account, theirs: theirs.account }),
  month: (ours, theirs) => ({ ours: monthOf(ours.day), theirs: `${theirs.year}-${String(theirs.month).padStart(2, '0')}` }),
  // A register lists successful payments.
  status: (ours) => ({ ours: `${ours.status}`, theirs: '10' }),
};
