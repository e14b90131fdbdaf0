import { z } from 'zod';
import { MAX_REGISTER_LINES, PostPaymentsObject, PostTotalAmount, RegisterAnswer } from '../../../contracts/partner-api';
import { printJson } from '../../../wire/json';
import type { CallContext, NotSent, Unknown } from '../../supplier';
import { field, parseAnswer } from '../answer';
import { MAX_ANSWER_BYTES, type UpstreamClient } from '../client';
import { requestRefusal } from '../refusal';

/** `refused`: a readable answer that is no success; the text is for the day's report. */
export type RegisterOutcome =
  | { readonly kind: 'loaded'; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string }
  | NotSent
  | Unknown;

/** `status` decides; the words that go with it may be missing. */
const Verdict = RegisterAnswer.pick({ status: true });
const Lines = PostPaymentsObject.pick({ Transactions: true });
const Totals = PostTotalAmount.omit({ AgentId: true, AgentPassword: true });
export type RegisterLines = z.output<typeof Lines>['Transactions'];
export type DayTotal = z.output<typeof Totals>;

/**
 * The body of one chunk without the credentials: it is stored before sending and repeated byte for byte.
 * Throws a RangeError above 1000 lines.
 */
export function postPaymentsContent(lines: RegisterLines): string {
  if (lines.length > MAX_REGISTER_LINES) throw new RangeError(`a register holds at most ${MAX_REGISTER_LINES} lines, not ${lines.length}`);
  return printJson(z.encode(Lines, { Transactions: lines }));
}

/** The body of the day's total without the credentials. */
export const postTotalAmountContent = (total: DayTotal): string => printJson(z.encode(Totals, total));

export const postPayments = (client: UpstreamClient, content: string, context: CallContext): Promise<RegisterOutcome> =>
  post(client, 'PostPayments', '/home/postpayments', content, context);

export const postTotalAmount = (client: UpstreamClient, content: string, context: CallContext): Promise<RegisterOutcome> =>
  post(client, 'PostTotalAmount', '/home/posttotalamount', content, context);

async function post(
  client: UpstreamClient,
  operation: string,
  path: '/home/postpayments' | '/home/posttotalamount',
  json: string,
  context: CallContext,
): Promise<RegisterOutcome> {
  const reply = await client.call({ operation, path, body: { json }, maxBytes: MAX_ANSWER_BYTES }, context);
  if (reply.kind !== 'answered') return reply;
  const value = parseAnswer(reply.text);
  const read = Verdict.safeDecode(value as z.input<typeof Verdict>);
  if (!read.success) return requestRefusal(reply.text, operation);
  const message = field(field(value, 'details'), 'message');
  const text = typeof message === 'string' ? message : '';
  return read.data.status === 'success' ? { kind: 'loaded', text } : { kind: 'refused', text };
}
