import { Context } from '@temporalio/activity';
import { z } from 'zod';
import { Callback } from '../contracts/partner-api';
import type { CallbackInput } from '../contracts/workflows';
import type { AgentId } from '../domain/ids';
import { isFinal, messageOf } from '../domain/status';
import { type CallbackToSend, callbackToSend, giveUpCallback, openCallback, recordTry, triesOf } from '../registry/callbacks';
import { printJson } from '../wire/json';
import { Slots } from '../wire/slots';
import type { WebhookResult } from '../wire/webhook';
import type { Dependencies } from './dependencies';
import { noSuchPayment, waiting } from './failure';
import { nextPause } from './supplier-call';

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
  const telling = await openCallback(dependencies.database, paymentId);
  if (!telling) return true;
  const result = await tryOnce(dependencies, telling, telling.queuedAt);
  return result.ended === 'delivered' || result.ended === 'gone';
}

/** One rung after another: the server schedules the next by the ladder; 410 or the last rung gives up. */
export async function deliver(dependencies: Dependencies, { payment, number, ladderMs }: CallbackInput): Promise<'delivered' | 'given up'> {
  const known = await callbackToSend(dependencies.database, payment, number);
  if (!known) throw noSuchPayment(`${payment}, callback ${number}`);
  if (known.deliveredAt) return 'delivered';
  if (known.givenUpAt) return 'given up';
  const result = await tryOnce(dependencies, known, null);
  if (result.ended === 'delivered') return 'delivered';
  if (result.ended === 'busy' && !isOverdue(ladderMs)) throw waiting(result.reason, busyPauseMs(dependencies));
  // Rungs are the tries that were made, not the times its turn had not come.
  const next = result.ended === 'failed' ? ladderMs[Math.max(1, (await triesOf(dependencies.database, payment, number)) - 1)] : undefined;
  if (result.ended !== 'failed' || next === undefined) {
    await giveUpCallback(dependencies.database, payment, number);
    return 'given up';
  }
  const jitter = 0.9 + Math.random() * 0.2;
  throw waiting(`the agent's receiver did not take it: ${result.reason}`, Math.max(result.retryAfterMs ?? 0, Math.round(next * jitter)));
}

/** A try, or no try because the agent's places are taken. */
type Tried = WebhookResult | { readonly ended: 'busy'; readonly reason: string };

const BUSY_GROWTH = 1.6;
const BUSY_CALLS_AT_MOST = 30;
/** The places of a dead receiver come free one call at a time: those behind ask ever less often, so that many of them cost little. */
const busyPauseMs = ({ ladders: { callbackCallMs } }: Dependencies): number =>
  nextPause({ firstMs: callbackCallMs, factor: BUSY_GROWTH, capMs: BUSY_CALLS_AT_MOST * callbackCallMs });

/** Twice the whole ladder has passed and its turn still has not come. */
const isOverdue = (ladderMs: readonly number[]): boolean =>
  Date.now() - Context.current().info.scheduledTimestampMs > 2 * ladderMs.reduce((sum, pause) => sum + pause, 0);

async function tryOnce({ database, webhooks, vault, ladders }: Dependencies, telling: CallbackToSend, queuedAt: string | null): Promise<Tried> {
  const { payment, number, agent, url, secret } = telling;
  const kept = (result: WebhookResult) =>
    recordTry(database, payment, number, result.ended === 'failed' ? result.reason : result.ended, result.ended === 'failed' ? null : queuedAt).then(
      () => result,
    );
  if (!url) return kept({ ended: 'gone' });
  const release = await slotsOf(agent).take(ladders.callbackTurnMs);
  if (!release) return { ended: 'busy', reason: `${PER_AGENT} callbacks to this agent are under way` };
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
