import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Money, money, type Rate, rate } from '../../domain/money';
import { isFinal } from '../../domain/status';
import type { Book } from './book';
import type { Callbacks } from './callback';
import { FaultRule, type Faults } from './faults';
import { statusAt } from './payments';

const amount = z.string().transform((text, context): Money => readable(() => money(text), context));
const rateText = z.string().transform((text, context): Rate => readable(() => rate(text), context));

const SettingsChange = z.strictObject({
  stepMs: z.int().min(0).max(86_400_000).optional(),
  deduplicate: z.boolean().optional(),
  callbackUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .optional(),
});
const BalanceChange = z.strictObject({ agent: z.string().optional(), balance: amount });
const PriceChange = z.strictObject({
  service: z.string(),
  denominations: z
    .array(z.strictObject({ invoiceId: z.string().regex(/^\d{1,9}$/), orderAmount: amount, name: z.string().max(200) }))
    .max(1000)
    .optional(),
  orderAmount: amount.optional(),
  checkRate: rateText.optional(),
  paymentRate: rateText.optional(),
});
const Finish = z.strictObject({ agent: z.string().optional(), transaction: z.string(), code: z.int().refine(isFinal, 'not a final payment code') });
const BookQuery = z.object({ transaction: z.string().optional(), limit: z.coerce.number().int().min(1).max(100_000).default(1000) });

/** The switches of the sandbox, for tests, the demo and integrators: bodies are JSON, amounts in them are text. */
export function control(
  server: FastifyInstance,
  book: Book,
  faults: Faults,
  callbacks: Callbacks,
  counts: Map<string, number>,
  now: () => number,
): void {
  server.get('/control/faults', () => faults.list());
  server.post('/control/faults', (request) => {
    const rule = read(FaultRule, request.body);
    if (!faults.arm(rule)) throw new Bad('too many faults: DELETE /control/faults first');
    return { armed: rule };
  });
  server.delete('/control/faults', () => {
    faults.clear();
    return { faults: [] };
  });
  server.post('/control/settings', (request) => {
    book.setSettings({ ...book.settings, ...given(read(SettingsChange, request.body)) });
    return book.settings;
  });
  server.post('/control/deposit', (request) => {
    const change = read(BalanceChange, request.body);
    const agent = agentOf(book, change.agent);
    book.setBalance(agent, change.balance, now());
    return { agent, balance: book.balance(agent, now()) };
  });
  server.post('/control/prices', (request) => {
    const { service: id, ...change } = read(PriceChange, request.body);
    const service = book.prices.get(id);
    if (!service) throw new Bad(`no service ${id}`);
    const changed = { ...service, ...given(change) };
    book.setService(changed);
    return changed;
  });
  server.post('/control/finish', (request) => {
    const { agent, transaction, code } = read(Finish, request.body);
    const payment = book.find(agentOf(book, agent), transaction);
    if (!payment) throw new Bad(`no payment ${transaction}`);
    if (payment.end && isFinal(statusAt(payment, now()))) throw new Bad(`payment ${transaction} has ended with ${payment.end.code}`);
    book.change(payment, { end: { code, atMs: now() } });
    callbacks.expect(payment);
    return { transaction, status: statusAt(payment, now()) };
  });
  server.get('/control/book', (request) => {
    const { transaction, limit } = read(BookQuery, request.query);
    const chosen = transaction === undefined ? book.all() : book.all().filter((payment) => payment.transaction === transaction);
    const at = now();
    return {
      settings: book.settings,
      balances: book.agents.map(({ id }) => ({ agent: id, balance: book.balance(id, at) })),
      requests: Object.fromEntries(counts),
      count: chosen.length,
      payments: chosen.slice(-limit).map((payment) => ({ ...payment, status: statusAt(payment, at) })),
      registers: book.registers.slice(-limit),
    };
  });
  server.post('/control/reset', () => {
    book.reset();
    faults.clear();
    counts.clear();
    return { reset: true };
  });
}

/** A switch that cannot be set as asked: HTTP 400 with the reason. */
export class Bad extends Error {
  readonly statusCode = 400;
}

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  throw new Bad(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
}

function agentOf(book: Book, id: string | undefined): string {
  const agent = book.agents.find((one) => id === undefined || one.id === id);
  if (!agent) throw new Bad(`no agent ${id}`);
  return agent.id;
}

function readable<T>(reading: () => T, context: z.RefinementCtx): T {
  try {
    return reading();
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'unreadable' });
    return z.NEVER;
  }
}

/** Without the fields that were not given. */
type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };
const given = <T extends object>(change: T): Partial<Given<T>> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<Given<T>>;
