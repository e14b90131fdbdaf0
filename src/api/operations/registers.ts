import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Day, isDay } from '../../domain/day';
import { type AgentId, agentId } from '../../domain/ids';
import { REGISTER_FACTS } from '../../domain/registers';
import { findAgent } from '../../registry/catalog/agents';
import { REGISTER_KINDS } from '../../registry/registers/register-days';
import { registerDay, registerDays, registerDayView } from '../../staff-view/registers';
import type { ApiParts } from '../parts';
import { operation } from './operation';
import { OperationRefused } from './refused';

const AgentText = z
  .string()
  .refine((text) => agentId(text) !== null, 'an agent is a number of at most 9 digits')
  .transform((text) => text as AgentId)
  .meta({ examples: ['144'] });
const DayText = z
  .string()
  .refine(isDay, 'a day is YYYY-MM-DD')
  .transform((text) => text as Day)
  .meta({ description: "Business day in the zone of the agent's contract", examples: ['2026-11-21'] });
const Lang = z.enum(['en', 'ru', 'kk'], 'a language is en, ru or kk').default('en');
const rowsUpTo = (most: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,3}$/, `a number of rows from 1 to ${most}`)
    .transform((text) => Number.parseInt(text, 10))
    .refine((rows) => rows <= most, `a number of rows from 1 to ${most}`);

const Sum = z.object({ count: z.int(), amount: z.string() });
const RegisterDayAnswer = z.object({
  agent: z.string(),
  day: z.string(),
  state: z.enum(['waits', 'agrees', 'different']).meta({ description: 'waits: no PostTotalAmount of the day came yet' }),
  hasRegister: z.boolean().meta({ description: 'A register of the month came; without one nothing is judged missing' }),
  total: Sum.extend({ at: z.string().nullable(), times: z.int() })
    .nullable()
    .meta({ description: 'The newest PostTotalAmount, and how many there were' }),
  lines: Sum.meta({ description: "The register's lines that stand on this day" }),
  ours: Sum,
  counts: z.object(Object.fromEntries(REGISTER_KINDS.map((kind) => [kind, z.int()]))),
  differences: z.array(
    z.object({
      key: z.enum(['totalOfItself', 'totalOfDay', 'missing', 'unknown', 'differs', 'late']),
      args: z.record(z.string(), z.unknown()).meta({ description: `Of "differs": by ${REGISTER_FACTS.join(', ')}` }),
      what: z.string(),
    }),
  ),
});

/** What agents reported of their days, as `tolem register` shows it: theirs to mend, and nothing waits for it. */
export function registerOperations(scope: FastifyInstance, { database }: ApiParts): void {
  const shared = { tag: 'registers', action: 'register.read' } as const;
  operation(
    scope,
    {
      ...shared,
      url: '/registers',
      summary: 'Days of which an agent sent the total, newest first; differences are counted',
      query: z.strictObject({ agent: AgentText.optional(), limit: rowsUpTo(100).default(20), lang: Lang }),
      answer: z.array(RegisterDayAnswer),
    },
    async ({ agent, limit, lang }) => (await registerDays(database, agent ?? null, limit)).map((day) => registerDayView(day, lang)),
  );
  operation(
    scope,
    {
      ...shared,
      url: '/registers/:agent/:day',
      path: z.strictObject({ agent: AgentText, day: DayText }),
      summary: "An agent's register of a day, held against ours",
      query: z.strictObject({ limit: rowsUpTo(1_000).default(50), lang: Lang }),
      answer: RegisterDayAnswer,
    },
    async ({ agent, day, limit, lang }) => {
      if (!(await findAgent(database, agent))) throw new OperationRefused(404, `there is no agent ${agent}`);
      return registerDayView(await registerDay(database, agent, day, limit), lang);
    },
    { 404: 'There is no such agent' },
  );
}
