import { z } from 'zod';
import { type Day, isDay } from '../domain/day';
import { type Money, money, type Rate, rate } from '../domain/money';
import { instantOf, localOf } from '../zone';

/** What stands in the bodies of switches: text that is read as what it means, or the reason why not. */
const readBy = <T>(read: (text: string) => T | null) =>
  z.string().transform((text, context): T => {
    const value = read(text);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: `cannot be read: ${JSON.stringify(text.slice(0, 40))}` });
    return z.NEVER;
  });
const orNull =
  <T>(read: (text: string) => T) =>
  (text: string): T | null => {
    try {
      return read(text);
    } catch {
      return null;
    }
  };

export const amountText = readBy<Money>(orNull(money));
export const rateText = readBy<Rate>(orNull(rate));
export const dayText = readBy<Day>((text) => (isDay(text) ? text : null));
/** `2026-11-21 10:15[:00]` of the sandbox's zone, kept as it is written. */
export const localText = readBy(localOf);
export const zoneText = readBy((zone) => (instantOf(zone, '2026-11-21 10:00:00') === null ? null : zone));

/** Without the fields that were not given. */
type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };
export const given = <T extends object>(change: T): Partial<Given<T>> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<Given<T>>;
