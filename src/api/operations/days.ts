import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { SUPPLIER_NAMES } from '../../contracts/supply';
import { DAY_STATES } from '../../domain/bank-day/course';
import { type Day, isDay } from '../../domain/day';
import { bankDay, listDays } from '../../registry/bank-day/day/days';
import { viewOfDay } from '../../staff-view/days';
import type { ApiParts } from '../parts';
import { operation } from './operation';
import { OperationRefused } from './refused';

const SupplierText = z.enum(SUPPLIER_NAMES, `a supplier is ${SUPPLIER_NAMES.join(' or ')}`).meta({ examples: ['alseco'] });
const DayText = z
  .string()
  .refine(isDay, 'a day is YYYY-MM-DD')
  .transform((text) => text as Day)
  .meta({ description: "Bank day in the supplier's zone", examples: ['2026-11-21'] });
const Limit = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, 'a number of rows from 1 to 999')
  .transform((text) => Number.parseInt(text, 10));

const Side = z.object({ count: z.string(), sum: z.string() });
const DayAnswer = z.object({
  supplier: z.string(),
  day: z.string(),
  state: z.enum(DAY_STATES),
  currency: z.string(),
  theirs: Side.nullable().meta({ description: 'As the last complete reading of their book says' }),
  ours: Side.nullable(),
  pairs: z.string().nullable(),
  explained: z.string().nullable(),
  open: Side.nullable().meta({ description: 'Documents that may stand in the book and do not' }),
  gap: z.string().nullable().meta({ description: 'Theirs less ours' }),
  unexplained: z.string().nullable().meta({ description: 'Of the gap: 0, or the day does not close' }),
  breaks: z.object({ open: z.int(), signed: z.int(), byKind: z.record(z.string(), z.int()) }),
  waitsFor: z.object({ what: z.string(), until: z.string().nullable() }).nullable(),
  needsStaff: z.boolean(),
  confirmations: z.array(z.unknown()),
  totals: z.null(),
  trial: z.record(z.string(), z.unknown()).nullable().meta({ description: 'The last comparison without effect' }),
});

/** The suppliers' bank days, as `tolem day` shows them. */
export function dayOperations(scope: FastifyInstance, { database }: ApiParts): void {
  const shared = { tag: 'bank days', action: 'day.read' } as const;
  operation(
    scope,
    {
      ...shared,
      url: '/days',
      summary: 'Bank days, newest first',
      query: z.strictObject({ supplier: SupplierText.optional(), state: z.enum(DAY_STATES).optional(), limit: Limit.default(50) }),
      answer: z.array(DayAnswer),
    },
    async ({ limit, ...filter }) => Promise.all((await listDays(database, filter, limit)).map((row) => viewOfDay(database, row))),
  );
  operation(
    scope,
    {
      ...shared,
      url: '/days/:supplier/:day',
      path: z.strictObject({ supplier: SupplierText, day: DayText }),
      summary: 'One bank day: how far it is, both sides, what differs, what it waits for',
      query: z.strictObject({}),
      answer: DayAnswer,
    },
    async ({ supplier, day }) => {
      const row = await bankDay(database, supplier, day);
      if (!row) throw new OperationRefused(404, `there is no bank day ${supplier} ${day}`);
      return viewOfDay(database, row);
    },
    { 404: 'There is no such day' },
  );
}
