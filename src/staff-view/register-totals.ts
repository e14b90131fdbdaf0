import { add, compare, money, printMoney, sum } from '../domain/money';
import type { CountAndSum } from '../registry/registers/register-days';
import type { ServiceTotal } from '../registry/registers/registers';
import type { RegisterArgs } from './registers';
import type { Told } from './told';

interface Total extends CountAndSum {
  readonly services: readonly ServiceTotal[];
}

export const whole = (services: readonly ServiceTotal[]): CountAndSum => ({
  count: services.reduce((all, { count }) => all + count, 0),
  amount: sum(services.map(({ amount }) => amount)),
});

/** A total against the sums of its own services: the document's sample is off by 254.00. */
export function toldOfItself({ amount, count, services }: Total): Array<Told<RegisterArgs>> {
  const own = whole(services);
  const told: Array<Told<RegisterArgs>> = [];
  if (compare(own.amount, amount) !== 0)
    told.push({ key: 'totalOfItself', args: { field: 'TotalAmount', total: printMoney(money(amount)), services: printMoney(own.amount) } });
  if (own.count !== count) told.push({ key: 'totalOfItself', args: { field: 'TotalCount', total: `${count}`, services: `${own.count}` } });
  return told;
}

/** A total against our day, as a whole and by service. */
export function toldOfDay(total: Total, ours: readonly ServiceTotal[]): Array<Told<RegisterArgs>> {
  const own = summed(ours);
  const theirs = summed(total.services);
  const services = [...new Set([...theirs.keys(), ...own.keys()])];
  const sides = [
    { service: null, theirs: total, ours: whole(ours) },
    ...services.map((service) => ({ service, theirs: theirs.get(service) ?? null, ours: own.get(service) ?? null })),
  ];
  return sides
    .filter(({ theirs: a, ours: b }) => !(a && b && a.count === b.count && compare(a.amount, b.amount) === 0))
    .map(({ service, theirs: a, ours: b }) => ({ key: 'totalOfDay', args: { service, theirs: a && bare(a), ours: b && bare(b) } }));
}

const bare = ({ count, amount }: CountAndSum): CountAndSum => ({ count, amount: money(amount) });

/** A service that is named twice counts as its sum. */
function summed(lines: readonly ServiceTotal[]): Map<string, CountAndSum> {
  const sums = new Map<string, CountAndSum>();
  for (const { service, amount, count } of lines) {
    const before = sums.get(service);
    sums.set(service, before ? { amount: add(before.amount, amount), count: before.count + count } : { amount, count });
  }
  return sums;
}
