import { Context } from '@temporalio/activity';
import { z } from 'zod';
import { Callback } from '../contracts/partner-api';
import type { CallbackInput } from '../contracts/workflows';
import type { AgentId } from '../domain/ids';
import { isFinal, messageOf } from '../domain/status';
import { type CallbackToSend, callbackToSend, giveUpCallback, openCallback, recordTry } from '../registry/callbacks';
import { printJson } from '../wire/json';
import { Slots } from '../wire/slots';
import type { WebhookResult } from '../wire/webhook';
import type { Dependencies } from './dependencies';
import { noSuchPayment, waiting } from './failure';

/**
 * Two in flight per agent, and a few more that wait a moment for their turn: a burst of payments is told at once, and a dead
 * receiver still holds only a part of the places.
 */
const PER_AGENT = 2;
const WAITING_PER_AGENT = 18;
const AGENTS_REMEMBERED = 10_000;
const slotsByAgent = new Map<AgentId, Slots>();

function slotsOf(agent: AgentId): Slots {
  const known = slotsByAgent.get(agent);
  if (known) return known;
  if (slotsByAgent.size >= AGENTS_REMEMBERED) slotsByAgent.clear();
  const slots = new Slots(PER_AGENT, WAITING_PER_AGENT);
  slotsByAgent.set(agent, slots);
  return slots;
}

/** The first try, from inside the payment's workflow. False: the outbox still holds it, and the ladder takes over from there. */
export async function callback(dependencies: Dependencies, paymentId: string): Promise<boolean> {
  const result = await tryOnce(dependencies, await openCallback(dependencies.database, paymentId), 'first');
  return result.ended !== 'failed';
}

/** One rung after another: the server schedules the next by the ladder; 410 or the last rung gives up. */
export async function deliver(dependencies: Dependencies, { payment, number, ladderMs }: CallbackInput): Promise<'delivered' | 'given up'> {
  const known = await callbackToSend(dependencies.database, payment, number);
  if (!known) throw noSuchPayment(`${payment}, callback ${number}`);
  if (known.deliveredAt) return 'delivered';
  if (known.givenUpAt) return 'given up';
  const result = await tryOnce(dependencies, known, 'later');
  if (result.ended === 'delivered') return 'delivered';
  const next = ladderMs[Context.current().info.attempt];
  if (result.ended === 'gone' || next === undefined) {
    await giveUpCallback(dependencies.database, payment, number);
    return 'given up';
  }
  const jitter = 0.9 + Math.random() * 0.2;
  throw waiting(`the agent's receiver did not take it: ${result.reason}`, Math.max(result.retryAfterMs ?? 0, Math.round(next * jitter)));
}

async function tryOnce(
  { database, webhooks, vault, ladders }: Dependencies,
  telling: CallbackToSend,
  which: 'first' | 'later',
): Promise<WebhookResult> {
  const { payment, number, agent, url, secret } = telling;
  const kept = (result: WebhookResult) =>
    recordTry(database, payment, number, result.ended === 'failed' ? result.reason : result.ended, which === 'first').then(() => result);
  if (!url) return kept({ ended: 'gone' });
  const release = await slotsOf(agent).take(ladders.callbackTurnMs);
  if (!release) return { ended: 'failed', reason: `${PER_AGENT} callbacks to this agent are under way`, retryAfterMs: null };
  try {
    return await kept(await webhooks.send({ url, id: telling.webhookId, body: callbackBody(telling), secret: secret ? vault.open(secret) : null }));
  } finally {
    release();
  }
}

/** The document's body, of the payment's present final status: Callback and Status never disagree. */
export function callbackBody({
  request,
  transaction,
  present,
  statusText,
}: Pick<CallbackToSend, 'request' | 'transaction' | 'present' | 'statusText'>): string {
  if (!isFinal(present)) throw new RangeError(`a callback tells final statuses only, not ${present}`);
  const message = messageOf(present) + (statusText ? `; ${statusText}` : '');
  return printJson(
    z.encode(Callback, {
      RequestID: request,
      ResponseType: 'CallBack',
      TransactinID: transaction,
      ResponseStatus: present,
      Message: message,
    }),
  );
}
