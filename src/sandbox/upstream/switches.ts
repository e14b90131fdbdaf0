import { z } from 'zod';
import { type Money, money, type Rate, rate } from '../../domain/money';
import { isFinal } from '../../domain/status';
import { Bad, type Switches } from '../control';
import type { Book } from './book';
import type { Callbacks } from './callback';
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

/** What only this sandbox lets be switched. */
export function switches(on: Switches, book: Book, callbacks: Callbacks): void {
  const now = Date.now;
  on.get('settings', z.object({}), () => book.settings);
  on.post('settings', SettingsChange, (change) => {
    book.setSettings({ ...book.settings, ...given(change) });
    return book.settings;
  });
  on.post('deposit', BalanceChange, ({ agent: id, balance }) => {
    const agent = agentOf(book, id);
    book.setBalance(agent, balance, now());
    return { agent, balance: book.balance(agent, now()) };
  });
  on.post('prices', PriceChange, ({ service: id, ...change }) => {
    const service = book.prices.get(id);
    if (!service) throw new Bad(`no service ${id}`);
    const changed = { ...service, ...given(change) };
    book.setService(changed);
    return changed;
  });
  on.post('finish', Finish, ({ agent, transaction, code }) => {
    const payment = book.find(agentOf(book, agent), transaction);
    if (!payment) throw new Bad(`no payment ${transaction}`);
    if (payment.end && isFinal(statusAt(payment, now()))) throw new Bad(`payment ${transaction} has ended with ${payment.end.code}`);
    book.change(payment, { end: { code, atMs: now() + payment.shiftMs } });
    callbacks.expect(payment);
    return { transaction, status: statusAt(payment, now()) };
  });
  on.get('book', BookQuery, ({ transaction, limit }) => {
    const chosen = transaction === undefined ? book.all() : book.all().filter((payment) => payment.transaction === transaction);
    const at = now();
    return {
      balances: book.agents.map(({ id }) => ({ agent: id, balance: book.balance(id, at) })),
      count: chosen.length,
      payments: chosen.slice(-limit).map((payment) => ({ ...payment, status: statusAt(payment, at) })),
      registers: book.registers.slice(-limit),
    };
  });
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
