import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { SUPPLIER_NAMES } from '../../contracts/supply';
import { OUTCOMES } from '../../domain/bank-day/outcomes';
import { BREAK_KINDS, FLAGS } from '../../domain/bank-day/verdict';
import { type Day, isDay } from '../../domain/day';
import { agentAmount, type Money } from '../../domain/money';
import { answeredWithinMs } from '../../ladders';
import { agree, rejectSigning } from '../../registry/bank-day/signing/agree';
import { SigningRefused } from '../../registry/bank-day/signing/refused';
import { type SigningState, sign } from '../../registry/bank-day/signing/sign';
import { signablesOf } from '../../registry/bank-day/signing/signable';
import { takeBack } from '../../registry/bank-day/signing/take-back';
import { paymentById } from '../../registry/payment/payments';
import { dayBreakView, signingRefusalInWords, signingView } from '../../staff-view/signing';
import type { ApiParts } from '../parts';
import { operation } from './operation';
import { OperationRefused } from './refused';
import { actorOf } from './staff-authentication';

const DayText = z
  .string()
  .refine(isDay, 'a day is YYYY-MM-DD')
  .transform((text) => text as Day)
  .meta({ description: "Bank day in the supplier's zone", examples: ['2026-11-21'] });
const Path = z.strictObject({ supplier: z.enum(SUPPLIER_NAMES, `a supplier is ${SUPPLIER_NAMES.join(' or ')}`), day: DayText });
const Id = z.string().regex(/^[1-9]\d{0,17}$/, 'a number');
const Reason = z.string().trim().min(3, 'a reason of at least three characters is needed').max(500, 'a reason has at most 500 characters');
const Text = z.string().trim().min(1).max(200);
const Sum = z
  .string()
  .refine((text) => agentAmount(text) !== null, 'a decimal with at most two places')
  .transform((text) => text as Money);
const MAX_NAMED = 5_000;
const Asked = z.strictObject({
  breaks: z.array(Id).min(1).max(MAX_NAMED).optional().meta({ description: 'Those that are meant' }),
  kind: z.enum(BREAK_KINDS).optional().meta({ description: 'Instead: every open one of this kind' }),
  outcome: z.enum(OUTCOMES),
  reason: Reason,
  letter: Text.optional(),
  owner: Text.optional(),
  due: DayText.optional(),
  payment: z.strictObject({ agent: Id, transaction: Id }).optional(),
  sum: Sum.optional(),
});
const People = z.enum(['1', 'A', '2']).meta({ description: 'An operator or accountant; an accountant; two people, one an accountant' });
const BreakAnswer = z.object({
  id: z.string(),
  kind: z.enum(BREAK_KINDS),
  flags: z.array(z.enum(FLAGS)),
  state: z.string(),
  reference: z.string(),
  account: z.string().nullable(),
  invoice: z.string().nullable(),
  theirs: z.string().nullable(),
  ours: z.string().nullable(),
  effect: z.string().nullable().meta({ description: 'Theirs less ours; null: nobody can say' }),
  payment: z.object({ agent: z.string(), transaction: z.string() }).nullable(),
  evidence: z.array(z.object({ fact: z.string(), ours: z.string().nullable(), theirs: z.string().nullable() })),
  may: z.array(z.object({ outcome: z.enum(OUTCOMES), people: People })),
});
const SigningAnswer = z.object({
  id: z.string(),
  state: z.enum(['done', 'waits']),
  rows: z.array(z.object({ break: z.string(), state: z.string(), people: People.nullable(), what: z.string().nullable() })),
});
const EndedAnswer = z.object({ id: z.string(), state: z.string() });
const REFUSALS = { 409: 'Nothing was signed: `code` says why' };

/** `tolem day breaks|sign|approve|reject|take-back`, by REST. */
export function signingOperations(scope: FastifyInstance, parts: ApiParts): void {
  const { database } = parts;
  operation(
    scope,
    {
      url: '/days/:supplier/:day/breaks',
      path: Path,
      tag,
      action: 'day.sign',
      summary: 'What differs on a day, and how each may end',
      query: z.strictObject({ all: z.enum(['0', '1']).default('0').meta({ description: '1: closed ones too' }) }),
      answer: z.array(BreakAnswer),
    },
    async ({ supplier, day, all }) => (await signablesOf(database, { supplier, day }, all === '1')).map(dayBreakView),
  );
  operation(
    scope,
    {
      url: '/days/:supplier/:day/signings',
      path: Path,
      tag,
      action: 'day.sign',
      summary: 'Signs breaks with one outcome',
      query,
      body: Asked,
      answer: SigningAnswer,
    },
    async ({ supplier, day, breaks, kind, outcome, reason, ...detail }, request) => {
      if ((breaks === undefined) === (kind === undefined)) throw new OperationRefused(400, 'name breaks, or a kind');
      const selection = breaks ? { breaks: [...new Set(breaks)] } : { kind: kind ?? 'totals' };
      return told(
        parts,
        await kept(sign(database, rulesOf(parts), { staff: actorOf(request), supplier, day, outcome, reason, selection, detail: given(detail) })),
      );
    },
    REFUSALS,
  );
  endings(scope, parts);
}

const tag = 'bank days';
const query = z.strictObject({});
const rulesOf = ({ ladders }: ApiParts) => ({ answerMs: answeredWithinMs(ladders) });

function endings(scope: FastifyInstance, parts: ApiParts): void {
  const { database } = parts;
  const one = { path: z.strictObject({ id: Id }), tag, query };
  operation(
    scope,
    {
      ...one,
      url: '/signings/:id/approve',
      action: 'day.approve',
      summary: 'Agrees as the second person',
      body: z.strictObject({ reason: Reason.optional() }),
      answer: SigningAnswer,
    },
    async ({ id, reason }, request) => told(parts, await kept(agree(database, rulesOf(parts), actorOf(request), id, reason))),
    REFUSALS,
  );
  const why = z.strictObject({ reason: Reason });
  operation(
    scope,
    { ...one, url: '/signings/:id/reject', action: 'day.approve', summary: 'Refuses to be the second person', body: why, answer: EndedAnswer },
    async ({ id, reason }, request) => ({ id: (await kept(rejectSigning(database, actorOf(request), id, reason))).id, state: 'rejected' }),
    REFUSALS,
  );
  operation(
    scope,
    { ...one, url: '/signings/:id/take-back', action: 'day.take-back', summary: 'Takes one’s own signature back', body: why, answer: EndedAnswer },
    async ({ id, reason }, request) => {
      const { supplier, day } = await kept(takeBack(database, actorOf(request), id, reason));
      await parts.temporal.nudgeDay(supplier, day, 'signatures');
      return { id, state: 'taken back' };
    },
    REFUSALS,
  );
}

const given = <T extends object>(detail: T): { [Key in keyof T]-?: NonNullable<T[Key]> } =>
  Object.fromEntries(Object.entries(detail).filter(([, value]) => value !== undefined)) as never;

/** What was refused is said with its key, in three languages. */
async function kept<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof SigningRefused) throw conflict(error.refusal);
    throw error;
  }
}

function conflict(why: SigningRefused['refusal']): OperationRefused {
  const [en, ru, kk] = (['en', 'ru', 'kk'] as const).map((language) => signingRefusalInWords(why, language));
  return new OperationRefused(409, en ?? why.key, { code: why.key, texts: { ru, kk, en } });
}

/** Temporal is told of what the registry keeps; a roll back that it did not hear of is taken up by the sweeper. */
async function told({ database, temporal }: ApiParts, done: SigningState): Promise<unknown> {
  const { signing, state, rows, handed } = done;
  const fallen = rows.find(({ why }) => why !== null)?.why;
  if (state === 'refused' && fallen) throw conflict(fallen);
  for (const { decision } of handed) {
    const payment = await paymentById(database, decision.payment);
    if (payment) await temporal.nudge(payment, `decision ${decision.id}`);
  }
  await temporal.nudgeDay(signing.supplier, signing.day, 'signatures');
  return signingView(done, 'en');
}
