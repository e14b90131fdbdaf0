import type { AgentId } from '../../domain/ids';
import { printMoney } from '../../domain/money';
import type { RegisterFact } from '../../domain/registers';
import type { Queryable } from '../../registry/database';
import type { CountAndSum } from '../../registry/registers/register-days';
import type { RegisteredPayment, RegisterLine } from '../../registry/registers/registers';
import { type Difference, differencesOf, type RegisterArgs, type RegisterDay, registerDay } from '../../staff-view/registers';

/** Payments of each kind that an answer names; how many there are it says of all. */
export const NAMED_PAYMENTS = 10;
/** One call's lines may be of a whole month; so many of its days are judged again. */
const REPORTED_DAYS = 7;

/** The wire's words, to the agent itself; `Message` is Russian. */
const FACTS: Readonly<Record<RegisterFact, (difference: Difference) => string>> = {
  request: ({ ours }) => `RequestId у нас ${ours}`,
  amount: ({ ours }) => `сумма у нас ${ours.includes('.') ? ours : `${ours}.0`}`,
  service: ({ ours }) => `услуга у нас ${ours}`,
  account: () => 'другой аккаунт',
  month: ({ ours }) => `месяц у нас ${ours}`,
  status: ({ ours }) => `статус у нас ${ours}`,
};

/** What differs between the agent's lines and our payments, one sentence per line; an unknown payment creates nothing. */
export function lineDifferences(lines: readonly RegisterLine[], payments: readonly RegisteredPayment[]): string[] {
  const known = new Map(payments.map((payment) => [payment.transaction, payment]));
  return lines.flatMap((line) => {
    const payment = known.get(line.transaction);
    if (!payment) return [`${line.transaction} — нет такого платежа`];
    const differences = differencesOf(line, payment);
    return differences.length === 0 ? [] : [lineSaid(line.transaction, differences)];
  });
}

const lineSaid = (transaction: string, differences: readonly Difference[]): string =>
  `${transaction} — ${differences.map((difference) => FACTS[difference.fact](difference)).join(', ')}`;

/** What differs between the agent's day, its total and its register, and ours. */
export function dayDifferences({ told, counts }: RegisterDay): string[] {
  const totals = told.flatMap((each) => (each.key === 'totalOfItself' ? [ofItself(each.args)] : each.key === 'totalOfDay' ? [ofDay(each.args)] : []));
  const lines = told.flatMap((each) => (each.key === 'differs' ? [lineSaid(each.args.transaction, each.args.differences)] : []));
  const unknown = told.flatMap((each) => (each.key === 'unknown' ? [each.args.transaction] : []));
  return [
    ...totals,
    ...notListed({ told, counts }),
    ...named('нет у нас платежей из реестра', counts.unknown, unknown),
    ...named('строк с другими данными', counts.differs, lines),
  ];
}

/** What a register still lacks of days whose total has come. */
export async function lackingOnReportedDays(database: Queryable, agent: AgentId, payments: readonly RegisteredPayment[]): Promise<string[]> {
  const newest = [...new Set(payments.map(({ day }) => day))].sort().slice(-REPORTED_DAYS);
  const lacking: string[] = [];
  for (const day of newest) {
    const judged = await registerDay(database, agent, day, NAMED_PAYMENTS);
    if (judged.total) lacking.push(...notListed(judged).map((said) => `за ${day} ${said}`));
  }
  return lacking;
}

/** Payments of ours that no line names: those final in time, and those that came late, with both their days. */
function notListed({ told, counts }: Pick<RegisterDay, 'told' | 'counts'>): string[] {
  const missing = told.flatMap((each) => (each.key === 'missing' ? [each.args.transaction] : []));
  const late = told.flatMap((each) =>
    each.key === 'late' && !each.args.listed ? [`${each.args.transaction} за ${each.args.day} завершён ${each.args.finalDay}`] : [],
  );
  return [...named('нет в реестре платежей', counts.missing, missing), ...named('нет в реестре поздних платежей', counts.late, late)];
}

const named = (what: string, count: number, first: readonly string[]): string[] =>
  count === 0 ? [] : [`${what}: ${count} (${first.join(', ')}${count > first.length ? ', …' : ''})`];

const ofItself = ({ field, total, services }: RegisterArgs['totalOfItself']): string => `${field} ${total}, по услугам ${services}`;

const ofDay = ({ service, theirs, ours }: RegisterArgs['totalOfDay']): string =>
  `${service === null ? 'за день' : `услуга ${service}`}: у вас ${said(theirs)}, у нас ${said(ours)}`;

const said = (of: CountAndSum | null): string => (of ? `${printMoney(of.amount)} (${of.count})` : 'нет');
