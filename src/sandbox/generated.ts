import { z } from 'zod';
import type { Day } from '../domain/day';
import { type RequestId, requestId } from '../domain/ids';
import { type Money, money } from '../domain/money';
import { dayText } from './fields';

/** A day of so many payments that are made as they are read and kept nowhere: the same ones each time. */
export const GeneratedDay = z.strictObject({ day: dayText, count: z.int().min(0).max(1_000_000) });
export type GeneratedDay = z.output<typeof GeneratedDay>;
export const MAX_GENERATED_DAYS = 40;
export const SECONDS_A_DAY = 86_400;

/** The RequestID under which our side has the payment. */
export const requestAt = (day: Day, at: number): RequestId => requestId(day.slice(2).replaceAll('-', ''), String(at).padStart(9, '0'));

/** From 100.00 to 9,999.99; the whole day's sum is not round. */
export function amountAt(at: number): Money {
  const hundredths = String(10_000 + ((at * 7_919) % 990_000));
  return money(`${hundredths.slice(0, -2)}.${hundredths.slice(-2)}`);
}

/** Spread evenly over the day, in order. */
export const secondAt = (at: number, count: number): number => Math.floor((at * SECONDS_A_DAY) / count);
