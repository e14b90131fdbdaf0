import { Context } from '@temporalio/activity';
import { z } from 'zod';
import { Callback } from '../../contracts/partner-api';
import type { CallbackInput } from '../../contracts/workflows';
import type { AgentId, TransactionId } from '../../domain/ids';
import { isFinal, messageOf } from '../../domain/status';
import { NoSuchPayment } from '../../registry/payment/standing';
import { type CallbackToSend, callbackToSend, giveUpCallback, openCallback, recordTry, type TryEnd } from '../../registry/telling/callbacks';
import { printJson } from '../../wire/json';
import { Slots } from '../../wire/slots';
import type { WebhookResult } from '../../wire/webhook';
import type { Dependencies } from '../dependencies';
import { waiting } from '../failure';
import { nextPause } from '../payment/supplier-call';

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
  const tried = await tryOnce(dependencies, telling);
  if (tried.ended === 'busy') return false;
  const end = endOf(tried, null);
  await recordTry(dependencies.database, telling, end, end.as === 'failed' ? null : telling.queuedAt);
  return end.as !== 'failed';
}

/** One rung after another: the server schedules the next by the ladder, and the registry knows when; 410 or the last rung gives up. */
export async function deliver(dependencies: Dependencies, input: CallbackInput): Promise<'delivered' | 'given up'> {
  const { database } = dependencies;
  const { payment, number } = input;
  const known = await callbackToSend(
    database,
    { id: payment, agent: input.agent as AgentId, transaction: input.transaction as TransactionId },
    number,
  );
  if (!known) throw new NoSuchPayment(`${payment}, callback ${number}`);
  if (known.deliveredAt) return 'delivered';
  if (known.givenUpAt) return 'given up';
  const tried = await tryOnce(dependencies, known);
  if (tried.ended === 'busy') {
    if (!isOverdue(ladders(dependencies, input))) throw waiting(tried.reason, busyPauseMs(dependencies));
    await giveUpCallback(database, known);
    return 'given up';
  }
  const end = endOf(tried, nextRungMs(tried, known.tries, ladders(dependencies, input)));
  await recordTry(database, known, end, null);
  if (end.as !== 'failed') return end.as;
  throw waiting(`the agent's receiver did not take it: ${end.why}`, end.nextMs ?? 0);
}

/**
 * A run keeps the pauses that it began with, and somebody may have written them: nothing is given up before our own ladder has ended too.
 * The pauses of the run come first.
 */
const ladders = ({ ladders: { callbackMs } }: Dependencies, { ladderMs }: CallbackInput) => [ladderMs, callbackMs] as const;
type Both = ReturnType<typeof ladders>;

/** Until the next rung after one more try; undefined: that was the last. Rungs are the tries that were made, not the times its turn had not come. */
function nextRungMs(tried: WebhookResult | NoAddress, triesBefore: number, both: Both): number | undefined {
  const pause = both.map((ladder) => ladder[Math.max(1, triesBefore)]).find((each) => each !== undefined);
  if (pause === undefined) return undefined;
  const jitter = 0.9 + Math.random() * 0.2;
  return Math.max(tried.ended === 'failed' ? (tried.retryAfterMs ?? 0) : 0, Math.round(pause * jitter));
}

/** `nextMs`: until the next try should this one have failed; undefined: there is none. */
function endOf(tried: WebhookResult | NoAddress, nextMs: number | null | undefined): TryEnd {
  switch (tried.ended) {
    case 'delivered':
      return { as: 'delivered' };
    case 'gone':
      return { as: 'given up', why: 'HTTP 410, the receiver wants no more' };
    case 'no address':
      return { as: 'given up', why: 'no address' };
    case 'failed':
      return nextMs === undefined ? { as: 'given up', why: tried.reason } : { as: 'failed', why: tried.reason, nextMs };
  }
}

/** Nowhere to send it to. */
type NoAddress = { readonly ended: 'no address' };
/** A try, or no try because the agent's places are taken. */
type Tried = WebhookResult | NoAddress | { readonly ended: 'busy'; readonly reason: string };

const BUSY_GROWTH = 1.6;
const BUSY_CALLS_AT_MOST = 30;
/** The places of a dead receiver come free one call at a time: those behind ask ever less often, so that many of them cost little. */
const busyPauseMs = ({ ladders: { callbackCallMs } }: Dependencies): number =>
  nextPause({ firstMs: callbackCallMs, factor: BUSY_GROWTH, capMs: BUSY_CALLS_AT_MOST * callbackCallMs });

/** Twice the whole ladder has passed and its turn still has not come. */
const isOverdue = (both: Both): boolean =>
  Date.now() - Context.current().info.scheduledTimestampMs > 2 * Math.max(...both.map((ladder) => ladder.reduce((sum, pause) => sum + pause, 0)));

async function tryOnce({ webhooks, vault, ladders }: Dependencies, telling: CallbackToSend): Promise<Tried> {
  const { agent, url, secret } = telling;
  if (!url) return { ended: 'no address' };
  const release = await slotsOf(agent).take(ladders.callbackTurnMs);
  if (!release) return { ended: 'busy', reason: `${PER_AGENT} callbacks to this agent are under way` };
  try {
    return await webhooks.send({ url, id: telling.webhookId, body: callbackBody(telling), secret: secret ? vault.open(secret) : null });
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
