import type { z } from 'zod';
import { GetPaymentsByDateAnswer, type ListedPayment, type RequestType } from '../../../contracts/partner-api';
import { spacedTime } from '../../../zone';
import type { CallContext, NotSent } from '../../supplier';
import { parseAnswer } from '../answer';
import { MAX_LIST_BYTES, type NoAnswer, type UpstreamClient } from '../client';
import { form } from '../question';
import { requestRefusal } from '../refusal';

export type UpstreamPayment = z.output<typeof ListedPayment>;
export type ListOutcome = { readonly kind: 'listed'; readonly payments: readonly UpstreamPayment[] } | NotSent | NoAnswer;

/** GetPaymentsByDate as it is: successful payments processed in [from, to); both are ISO instants. */
export async function listPayments(
  client: UpstreamClient,
  from: string,
  to: string,
  context: CallContext,
  maxBytes = MAX_LIST_BYTES,
): Promise<ListOutcome> {
  const { agent } = client.options.zones;
  const content = form([
    ['RequestType', 'GetPaymentsByDate' satisfies RequestType],
    ['From', spacedTime(agent, from)],
    ['To', spacedTime(agent, to)],
  ]);
  const reply = await client.call({ operation: 'GetPaymentsByDate', path: '/home/index', body: { form: content }, maxBytes }, context);
  if (reply.kind !== 'answered') return reply;
  const read = GetPaymentsByDateAnswer.safeDecode(parseAnswer(reply.text) as Parameters<typeof GetPaymentsByDateAnswer.safeDecode>[0]);
  return read.success ? { kind: 'listed', payments: read.data } : requestRefusal(reply.text, 'GetPaymentsByDate');
}
