import { z } from 'zod';

/** Answers as the OpenAPI document shows them. Ids and sums are text. */
const optional = z.string().nullable();
const sum = z.string().meta({ description: 'Exact decimal', examples: ['5110.18'] });

export const TextShapes = z.object({ ru: z.string(), kk: z.string(), en: z.string() });

export const Info = z.object({ name: optional, address: optional, rnn: optional, phone: optional, square: sum.nullable(), people: optional });

const Service = z.object({
  id: z.string(),
  name: optional,
  isCounter: z.boolean(),
  measure: optional,
  tariff: sum.nullable(),
  lastCount: sum.nullable(),
  prevCount: sum.nullable(),
  fixCount: sum.nullable(),
  fixSum: sum.nullable().meta({ description: 'To pay' }),
  debtInfo: optional,
  paySum: sum.nullable().meta({ description: 'Paid in the current month' }),
  expireInfo: optional,
  avgPaySum: sum.nullable(),
  avgCount: sum.nullable(),
});

export const InvoicesAnswer = z.object({
  asked: z.string(),
  state: z.string().meta({ description: 'Success, InvoicesNotFormed, AccountNotFound, AccountIsDeleted, AccountIsMerged, InvoiceNotFound' }),
  account: optional,
  name: optional,
  address: optional,
  iin: optional,
  total: sum,
  invoices: z.array(
    z.object({
      number: z.string(),
      period: z.string().meta({ description: 'YYYY-MM, or empty for a number of another shape' }),
      formedDate: optional,
      expireDate: optional,
      total: sum,
      services: z.array(Service),
    }),
  ),
  parameters: z.array(z.object({ name: z.string(), value: sum.nullable() })),
  more: z.record(z.string(), z.unknown()).meta({ description: 'What the document of Alseco does not show (form=last-vers)' }),
  droppedDigit: z.boolean(),
});

export const ListAnswer = z.object({
  rows: z.array(z.record(z.string(), z.string())),
  total: z.number().int().meta({ description: 'Rows of the whole list; format=csv gives all of them' }),
});
