import Big from 'big.js';

/**
 * Money and rates travel between modules as decimal text, so that PostgreSQL, Temporal and JSON leave them unharmed.
 * Arithmetic happens here and nowhere else; a rounding direction is always named by the caller.
 */
export type Money = string & { readonly __brand: 'Money' };
/** Units of the service's currency for one unit of the contract's currency, as decimal text. */
export type Rate = string & { readonly __brand: 'Rate' };
export type Decimal = Money | Rate;

Big.strict = true;
const DIGIT_ZERO = 48;
const PLAIN_DECIMAL = /^-?\d{1,20}(\.\d{1,30})?$/;

/** Reads exact decimal text ("100", "238345.4409", "-5.5"); throws a RangeError that names the bad value. */
export function money(text: string): Money {
  if (!PLAIN_DECIMAL.test(text)) throw new RangeError(`not a decimal amount: ${JSON.stringify(text.slice(0, 40))}`);
  return canonical(text) as Money;
}

/** The one spelling of a number: what Big prints for it, without the cost of one where lists have a million of them. */
function canonical(text: string): string {
  const negative = text.startsWith('-');
  const point = text.indexOf('.');
  let first = negative ? 1 : 0;
  const integerEnd = point === -1 ? text.length : point;
  while (first < integerEnd - 1 && text.charCodeAt(first) === DIGIT_ZERO) first++;
  let last = text.length;
  if (point !== -1) {
    while (text.charCodeAt(last - 1) === DIGIT_ZERO) last--;
    if (last === point + 1) last = point;
  }
  const digits = text.slice(first, last);
  return negative && digits !== '0' ? `-${digits}` : digits;
}

/** Reads a rate; it must be greater than zero. */
export function rate(text: string): Rate {
  const read = money(text);
  if (new Big(read).lte('0')) throw new RangeError(`not a rate above zero: ${text}`);
  return read as string as Rate;
}

export const ZERO = '0' as Money;

/** Agents send amounts with "." and at most two places, without sign or exponent. Null when the text is anything else. */
export function agentAmount(text: string): Money | null {
  return /^\d{1,13}(\.\d{1,2})?$/.test(text) ? money(text) : null;
}

export const add = (a: Money, b: Money): Money => new Big(a).plus(b).toFixed() as Money;
export const subtract = (a: Money, b: Money): Money => new Big(a).minus(b).toFixed() as Money;
export const negate = (a: Money): Money => new Big('0').minus(a).toFixed() as Money;
export const sum = (amounts: Iterable<Money>): Money => [...amounts].reduce(add, ZERO);
export const compare = (a: Money, b: Money): -1 | 0 | 1 => new Big(a).cmp(b);
export const isZero = (a: Money): boolean => compare(a, ZERO) === 0;
export const isNegative = (a: Money): boolean => compare(a, ZERO) < 0;

/** Amount × rate, exact: what the receiver gets in the service's currency (`AmountOnClient`). */
export const convert = (amount: Money, by: Rate): Money => new Big(amount).times(by).toFixed() as Money;

/** Wanted amount / rate to `places`, half up: CalculatedSum. Decided on the remainder, so nothing is rounded twice. */
export function divideHalfUp(amount: Money, by: Rate, places: number): Money {
  const Sized = Big();
  Sized.DP = places;
  Sized.RM = Big.roundDown;
  const down = new Big(new Sized(amount).div(by).toFixed());
  const rest = new Big(amount).minus(down.times(by)).abs();
  const step = new Big(`1e-${places}`);
  if (rest.lt(step.times(by).times('0.5'))) return down.toFixed() as Money;
  return (new Big(amount).lt('0') ? down.minus(step) : down.plus(step)).toFixed() as Money;
}

/** Percent of an amount, exact (remuneration is rounded once a month, not here). */
export const percentOf = (amount: Money, percent: Money): Money => new Big(amount).times(percent).times('0.01').toFixed() as Money;

export const roundUp = (a: Money, places: number): Money => new Big(a).round(places, Big.roundUp).toFixed() as Money;
export const roundHalfUp = (a: Money, places: number): Money => new Big(a).round(places, Big.roundHalfUp).toFixed() as Money;

/** As the Partner API prints money and rates: at least one decimal, no further trailing zeros (100.0, 5333.45). */
export const printMoney = (a: Decimal): string => (a.includes('.') ? a : `${a}.0`);

/** With exactly two places, for tables and for Alseco's sums; throws when the amount has more. */
export function twoPlaces(a: Money): string {
  const value = new Big(a);
  if (!value.eq(value.round(2, Big.roundDown))) throw new RangeError(`more than two places: ${a}`);
  return value.toFixed(2);
}
