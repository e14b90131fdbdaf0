import { LosslessNumber } from 'lossless-json';
import { z } from 'zod';
import { type Money, money, printMoney, type Rate, rate } from '../domain/money';

/** Numbers of JSON as text inside and as exact numbers on the wire: ids exceed 2^53 and money is never a JavaScript number. */
const numeric = z.union([z.instanceof(LosslessNumber), z.string().regex(/^-?\d{1,30}(\.\d{1,30})?$/)]);

/** An id: a JSON number on the wire, digits as text inside. A sender that quotes it is understood. */
export const wireId = z.codec(numeric, z.string().regex(/^-?\d{1,30}$/), {
  decode: (read) => read.toString(),
  encode: (id) => new LosslessNumber(id),
});

/** Words that a counterparty may print as a number (an account of digits); what is blank was not said. */
export const wireWord = z.codec(z.union([z.instanceof(LosslessNumber), z.string()]), z.string(), {
  decode: (read, context) => decoded(() => notBlank(read.toString()), context),
  encode: (word) => word,
});

/** Money: at least one decimal on the wire (100.0), exact decimal text inside. */
export const wireMoney = z.codec(numeric, z.custom<Money>(), {
  decode: (read, context) => decoded(() => money(plain(read.toString())), context),
  encode: (amount) => new LosslessNumber(printMoney(amount)),
});

export const wireRate = z.codec(numeric, z.custom<Rate>(), {
  decode: (read, context) => decoded(() => rate(plain(read.toString())), context),
  encode: (by) => new LosslessNumber(printMoney(by)),
});

/** Counts, statuses, years: small integers, JavaScript numbers inside. */
export const wireInt = z.codec(numeric, z.number().int(), {
  decode: (read, context) => decoded(() => smallInteger(read.toString()), context),
  encode: (count) => new LosslessNumber(String(count)),
});

function decoded<T>(read: () => T, context: { issues: unknown[] }): T {
  try {
    return read();
  } catch (error) {
    context.issues.push({ code: 'custom', message: error instanceof Error ? error.message : 'unreadable number', input: undefined });
    return z.NEVER;
  }
}

function notBlank(text: string): string {
  if (text.trim() === '') throw new RangeError('blank');
  return text;
}

/** .NET prints small numbers with an exponent (1E-05); the exponent is bounded before it is written out. */
function plain(text: string): string {
  const parts = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?[eE]([+-]?\d{1,2})$/.exec(text);
  if (!parts) return text;
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  const digits = whole + fraction;
  const point = whole.length + Number.parseInt(exponent, 10);
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  return `${sign}${padded.slice(0, at)}${padded.length > at ? `.${padded.slice(at)}` : ''}`;
}

function smallInteger(text: string): number {
  if (!/^-?\d{1,9}$/.test(text)) throw new RangeError(`not a small integer: ${text.slice(0, 30)}`);
  return Number.parseInt(text, 10);
}
