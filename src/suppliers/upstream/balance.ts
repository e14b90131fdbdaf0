import type { z } from 'zod';
import { wireId } from '../../contracts/numbers';
import { CheckBalanceAnswer, type RequestType } from '../../contracts/partner-api';
import { add, type Money } from '../../domain/money';
import type { CallContext, NotSent, Probe, Unknown } from '../supplier';
import { parseAnswer } from './answer';
import { MAX_ANSWER_BYTES, type UpstreamClient } from './client';
import { form } from './question';
import { requestRefusal } from './refusal';

/** An AgentID that is there must be ours; what sort of answer it is, its form says. */
const Own = CheckBalanceAnswer.omit({ ResponseType: true }).extend({ AgentID: wireId.nullish() });

export interface OwnBalance {
  readonly balance: Money;
  /** Overdraft granted on top of it. */
  readonly overdraft: Money;
  readonly currency: string;
}
export type BalanceOutcome = { readonly kind: 'balances'; readonly balances: readonly OwnBalance[] } | NotSent | Unknown;

/** Our own deposit there, one per currency; the low-balance alarm compares it with UPSTREAM_LOW_BALANCE. */
export async function balance(client: UpstreamClient, context: CallContext): Promise<BalanceOutcome> {
  const reply = await client.call(
    {
      operation: 'CheckBalance',
      path: '/home/index',
      body: { form: form([['RequestType', 'CheckBalance' satisfies RequestType]]) },
      maxBytes: MAX_ANSWER_BYTES,
    },
    context,
  );
  if (reply.kind !== 'answered') return reply;
  const read = Own.safeDecode(parseAnswer(reply.text) as z.input<typeof Own>);
  if (!read.success) return requestRefusal(reply.text, 'CheckBalance');
  if (read.data.AgentID && read.data.AgentID !== client.options.agentId)
    return { kind: 'unknown', reason: `the balance is of agent ${read.data.AgentID}` };
  const balances = read.data.Balances.map((own) => ({ balance: own.Balance, overdraft: own.Overbalance, currency: own.Currency }));
  return { kind: 'balances', balances };
}

/** The deposit that our payments are taken from. */
export const ownIn = (currency: string, { balances }: Extract<BalanceOutcome, { kind: 'balances' }>): OwnBalance | undefined =>
  balances.find((own) => own.currency === currency);

/** Harmless, and it needs our password: an unreadable or refused CheckBalance means that payments would fare no better. */
export async function probe(client: UpstreamClient, context: CallContext): Promise<Probe> {
  const outcome = await balance(client, context);
  if (outcome.kind !== 'balances') return { ok: false, reason: outcome.reason, trouble: outcome.trouble ?? 'down' };
  const texts = outcome.balances.map((own) => `balance ${own.balance} ${own.currency}, overdraft ${own.overdraft}`);
  const own = ownIn(client.options.currency, outcome);
  return { ok: true, text: texts.join('; ') || 'no balance is shown', ...(own ? { free: add(own.balance, own.overdraft) } : {}) };
}
