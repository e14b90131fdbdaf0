import { z } from 'zod';
import { type Day, day, type Month } from '../../domain/day';

/** What a clerk may ask with, typed at the CLI or given to the REST api: each bad value is answered with one sentence. */
const INT_MAX = 2_147_483_647n;
const isInt = (text: string): boolean => /^[1-9]\d{0,9}$/.test(text) && BigInt(text) <= INT_MAX;
const isDay = (text: string): boolean => {
  try {
    return day(text) === text;
  } catch {
    return false;
  }
};

export const AccountNumber = z
  .string()
  .refine(isInt, 'an account is a number of at most ten digits, such as 7898380')
  .meta({ description: 'Account number («номер абонента»)', examples: ['7898380'] });

/** The code of a formed bill: it stands on it and is entered, never derived. */
export const BillCode = z
  .string()
  .refine(isInt, 'a bill code is a number of at most ten digits')
  .meta({ description: 'Code of the formed bill, as it stands on it («код сформированной квитанции»)', examples: ['10296539'] });

export const BundleNumber = z
  .string()
  .refine(isInt, 'a bundle is a number, as bill-labels lists them')
  .meta({ description: 'Bundle of bills («номер пачки») of bill-labels', examples: ['1'] });

/** Twelve digits, or the thirteen of a paper bill; spaces and dashes do no harm. */
export const InvoiceNumber = z
  .string()
  .max(40, 'an invoice number has 12 digits, on paper 13')
  .refine((text) => /^\d{12,13}$/.test(text.replace(/[\s-]/g, '')), 'an invoice number has 12 digits, on paper 13')
  .meta({ description: 'Invoice number: 12 digits, or the 13 of a paper bill, whose last is dropped', examples: ['240710296539'] });

export const MonthText = z
  .string()
  .regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'a month is YYYY-MM')
  .transform((text) => text as Month)
  .meta({ description: 'Month, YYYY-MM', examples: ['2026-11'] });

export const DayText = z
  .string()
  .refine(isDay, 'a day is YYYY-MM-DD')
  .transform((text) => text as Day)
  .meta({ description: 'Day in the zone of Alseco, YYYY-MM-DD', examples: ['2026-11-21'] });

/** Which of the three methods is asked: the documented one, with the subscriber's IIN, or the last version. */
export const InvoiceForm = z
  .enum(['new', 'with-iin', 'last-vers'], 'a form is new, with-iin or last-vers')
  .default('new')
  .meta({ description: 'new: GetInvoicesBy…New; with-iin: …WithIIN; last-vers: …LastVers' });

/** Four lists of payments, of which exactly one is asked for. */
export const PAYS_FIELDS = {
  from: DayText.optional().meta({ description: 'getPaysInfo: payments from this day …' }),
  to: DayText.optional().meta({ description: '… to this one, both included, at most 31 days' }),
  month: MonthText.optional().meta({ description: 'GetBankPayByMonth: payments of this month' }),
  notMoved: DayText.optional().meta({ description: 'GetNotMovedPays: payments of this day that Alseco has not yet taken for processing' }),
  processed: z
    .union([DayText, MonthText], 'a day is YYYY-MM-DD, a month YYYY-MM')
    .optional()
    .meta({ description: 'GetPaymentsInfo: payments processed on this day or in this month (YYYY-MM)' }),
};
export type PaysQuestion = { readonly [Field in keyof typeof PAYS_FIELDS]?: z.output<(typeof PAYS_FIELDS)[Field]> };

const MOST_DAYS = 31;
const DAY_MS = 86_400_000;

/** For `superRefine` of a shape that holds PAYS_FIELDS. */
export function onePaysQuestion(
  { from, to, month, notMoved, processed }: PaysQuestion,
  context: { addIssue(issue: { code: 'custom'; message: string }): void },
) {
  const wrong = (message: string): void => context.addIssue({ code: 'custom', message });
  if ([from ?? to, month, notMoved, processed].filter(Boolean).length !== 1 || !from !== !to)
    wrong('ask for exactly one of: from and to, month, notMoved, processed');
  else if (from && to && from > to) wrong('from must not be later than to');
  else if (from && to && Date.parse(to) - Date.parse(from) >= MOST_DAYS * DAY_MS) wrong(`from and to may span at most ${MOST_DAYS} days`);
}
