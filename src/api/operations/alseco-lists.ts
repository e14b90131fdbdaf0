import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { BundleNumber, DayText, MonthText, onePaysQuestion, PAYS_FIELDS } from '../../contracts/alseco/questions';
import type { DeskList } from '../../suppliers/alseco/clerk/desk-lists';
import { csvFile, firstRows } from '../../suppliers/alseco/clerk/desk-rows';
import { CSV_DIALECTS } from '../../wire/csv';
import { type DeskParts, deskContext, LIST_REFUSALS, orRefuse } from './alseco-answer';
import { ListAnswer } from './alseco-shapes';
import { operation } from './operation';

const WANTED = {
  format: z.enum(['json', 'csv'], 'a format is json or csv').default('json').meta({ description: 'csv: the whole list, all columns' }),
  dialect: z
    .enum(CSV_DIALECTS, 'a dialect is standard or excel')
    .default('standard')
    .meta({ description: 'of the CSV; excel: semicolons and a byte order mark' }),
  limit: z
    .string()
    .regex(/^([1-9]\d{0,2}|1000)$/, 'a number of rows from 1 to 1000')
    .default('100')
    .meta({ description: 'Rows of a JSON answer, 1 to 1000' }),
};
type Wanted = z.output<z.ZodObject<typeof WANTED>>;

const shared = {
  tag: 'alseco',
  action: 'alseco.ask',
  answer: {
    description: 'The first rows as JSON, or all of them as CSV',
    content: { 'application/json': { schema: ListAnswer }, 'text/csv': { schema: { type: 'string' } } },
  },
} as const;

/** `pays`, `report-108e`, `bill-labels`, `bills`: a bounded number of rows as JSON, or everything as CSV. */
export function alsecoLists(scope: FastifyInstance, parts: DeskParts): void {
  const { desk } = parts;
  operation(
    scope,
    {
      ...shared,
      url: '/alseco/pays',
      summary: 'Our payments at Alseco: by days, by month, not moved yet, or processed',
      query: z.strictObject({ ...PAYS_FIELDS, ...WANTED }).superRefine(onePaysQuestion),
    },
    (question, request, reply) => list(parts, desk.pays(question), 'pays', question, request, reply),
    LIST_REFUSALS,
  );
  operation(
    scope,
    { ...shared, url: '/alseco/report-108e', summary: 'Payment orders of a day (108e)', query: z.strictObject({ day: DayText, ...WANTED }) },
    (question, request, reply) => list(parts, desk.report108e(question.day), `108e-${question.day}`, question, request, reply),
    LIST_REFUSALS,
  );
  operation(
    scope,
    { ...shared, url: '/alseco/bill-labels', summary: 'Bundles of bills of a month', query: z.strictObject({ month: MonthText, ...WANTED }) },
    (question, request, reply) => list(parts, desk.billLabels(question.month), `bill-labels-${question.month}`, question, request, reply),
    LIST_REFUSALS,
  );
  operation(
    scope,
    {
      ...shared,
      url: '/alseco/bills',
      summary: 'Bills of one bundle; the current and the previous month only',
      query: z.strictObject({ month: MonthText, bundle: BundleNumber, ...WANTED }),
    },
    (question, request, reply) => {
      const { month, bundle } = question;
      return list(parts, desk.bills(month, bundle), `bills-${month}-${bundle}`, question, request, reply);
    },
    LIST_REFUSALS,
  );
}

async function list(parts: DeskParts, of: DeskList, name: string, wanted: Wanted, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const context = deskContext(parts, request, reply);
  if (wanted.format === 'csv') return download(reply, name, (path) => csvFile(of, path, wanted.dialect, context));
  const { columns, rows, total } = orRefuse(await firstRows(of, Number.parseInt(wanted.limit, 10), context));
  return { rows: rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] ?? '']))), total };
}

/** Rows are provisional until the list has ended, so the file is whole before its first byte is answered. */
async function download(reply: FastifyReply, name: string, write: (path: string) => ReturnType<typeof csvFile>): Promise<FastifyReply> {
  const folder = await mkdtemp(join(tmpdir(), 'tolem-csv-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'list.csv');
    orRefuse(await write(path));
    const { size } = await stat(path);
    const stream = createReadStream(path);
    stream.once('close', () => void remove());
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}.csv"`)
      .header('content-length', String(size))
      .send(stream);
  } catch (error) {
    await remove();
    throw error;
  }
}
