import { byNumber } from '../ids';
import { compare } from '../money';
import { breakOf } from './breaking';
import type { Break, Difference, Item, Line } from './verdict';

/** Lines of one PaymentId: one line, or lists that contradict one another (rows 34 and 35). */
export type OfOnePayment =
  | { readonly is: 'line'; readonly line: Line }
  | { readonly is: 'lists differ'; readonly lines: readonly Line[]; readonly verdict: Break };

/** Each PaymentId once, in the order of PaymentIds. Lines that say the same are one, and it says that it was repeated. */
export function onePerPayment(lines: readonly Line[], item: Item): OfOnePayment[] {
  const byPayment = new Map<string, Line[]>();
  for (const line of lines) byPayment.set(line.paymentId, [...(byPayment.get(line.paymentId) ?? []), line]);
  return [...byPayment.keys()].sort(byNumber).map((paymentId) => ofOne(byPayment.get(paymentId) ?? [], item));
}

function ofOne(same: readonly Line[], item: Item): OfOnePayment {
  const [line, ...others] = [...same].sort(byAllFacts);
  if (!line) throw new TypeError('a payment without lines');
  const differences = others.flatMap((other) => differing(line, other, item));
  if (differences.length > 0) return { is: 'lists differ', lines: same, verdict: breakOf('lists differ', line, differences) };
  return { is: 'line', line: { ...line, repeated: same.some(({ repeated }) => repeated) || same.length > 1 } };
}

function differing(one: Line, other: Line, item: Item): Difference[] {
  const facts: ReadonlyArray<readonly [Difference['fact'], string, string, boolean]> = [
    ['reference', one.reference, other.reference, one.reference !== other.reference],
    ['account', one.account, other.account, one.account !== other.account],
    [item, one.item, other.item, one.item !== other.item],
    ['amount', one.amount, other.amount, compare(one.amount, other.amount) !== 0],
    ['day', one.day, other.day, one.day !== other.day],
  ];
  return facts.filter(([, , , differs]) => differs).map(([fact, ours, theirs]) => ({ fact, ours, theirs }));
}

const byAllFacts = (a: Line, b: Line): number => (said(a) < said(b) ? -1 : 1);
const said = (line: Line): string => JSON.stringify([line.reference, line.account, line.item, line.amount, line.day]);
