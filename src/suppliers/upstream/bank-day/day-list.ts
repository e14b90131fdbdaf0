import type { z } from 'zod';
import { GetPaymentsByDateAnswer, type ListedPayment, type RequestType } from '../../../contracts/partner-api';
import { type Day, plusDays } from '../../../domain/day';
import { beginOf, dayIn, instantOf, spacedTime } from '../../../zone';
import type { CallContext, NotSent, Unknown } from '../../supplier';
import { parseAnswer } from '../answer';
import { MAX_LIST_BYTES, type UpstreamClient } from '../client';
import { form } from '../question';
import { requestRefusal } from '../refusal';

export type UpstreamPayment = z.output<typeof ListedPayment>;
export type ListOutcome = { readonly kind: 'listed'; readonly payments: readonly UpstreamPayment[] } | NotSent | Unknown;

/** A payment of day D may become final up to two days later and stands in the list of that later day. */
const DAYS_ASKED = 3;
const MAX_LINES = 2_000_000;

/** GetPaymentsByDate as it is: successful payments processed in [from, to); both are ISO instants. */
export async function listPayments(client: UpstreamClient, from: string, to: string, context: CallContext): Promise<ListOutcome> {
  const { agent } = client.options.zones;
  const content = form([
    ['RequestType', 'GetPaymentsByDate' satisfies RequestType],
    ['From', spacedTime(agent, from)],
    ['To', spacedTime(agent, to)],
  ]);
  const reply = await client.call(
    { operation: 'GetPaymentsByDate', path: '/home/index', body: { form: content }, maxBytes: MAX_LIST_BYTES },
    context,
  );
  if (reply.kind !== 'answered') return reply;
  const read = GetPaymentsByDateAnswer.safeDecode(parseAnswer(reply.text) as Parameters<typeof GetPaymentsByDateAnswer.safeDecode>[0]);
  return read.success ? { kind: 'listed', payments: read.data } : requestRefusal(reply.text, 'GetPaymentsByDate');
}

/**
 * The upstream's book of a day of the contract's zone: complete or not at all. `now` (ISO instant) spares the
 * steps that lie in the future.
 */
export async function listDay(client: UpstreamClient, day: Day, now: string, context: CallContext): Promise<ListOutcome> {
  const { contract } = client.options.zones;
  const kept = new Map<string, UpstreamPayment>();
  for (let step = 0; step < DAYS_ASKED; step++) {
    const from = beginOf(contract, plusDays(day, step));
    if (step > 0 && Date.parse(from) > Date.parse(now)) break;
    const listed = await listPayments(client, from, beginOf(contract, plusDays(day, step + 1)), context);
    if (listed.kind !== 'listed') return listed;
    for (const payment of listed.payments) {
      const created = instantOf(client.options.zones.upstream, payment.CreatedOn);
      if (created === null)
        return { kind: 'unknown', reason: `CreatedOn of TransactionId ${payment.TransactionId} is no time: ${payment.CreatedOn.slice(0, 40)}` };
      if (dayIn(contract, created) === day && !kept.has(payment.TransactionId)) kept.set(payment.TransactionId, payment);
    }
    if (kept.size > MAX_LINES) return { kind: 'unknown', reason: `more than ${MAX_LINES} payments on ${day}` };
  }
  return { kind: 'listed', payments: [...kept.values()] };
}
