import type { z } from 'zod';
import { CalculatedSumAnswer, GetSettingServicesAnswer, type RequestType, type SettingService } from '../../contracts/partner-api';
import type { ServiceId } from '../../domain/ids';
import { compare, type Money } from '../../domain/money';
import type { CallContext, NotSent, Refused, Unknown } from '../supplier';
import { parseAnswer, readAnswer } from './answer';
import { MAX_ANSWER_BYTES, MAX_LIST_BYTES, type UpstreamClient } from './client';
import { meaningOf, textOf } from './meaning';
import { form } from './question';
import { requestRefusal } from './refusal';

export type SettingsOutcome = { readonly kind: 'settings'; readonly services: ReadonlyArray<z.output<typeof SettingService>> } | NotSent | Unknown;

/** Names, test accounts, remuneration in percent, top commission and limits of the services we may pay. */
export async function settingServices(client: UpstreamClient, context: CallContext): Promise<SettingsOutcome> {
  const content = form([['RequestType', 'GetSettingServices' satisfies RequestType]]);
  const reply = await client.call(
    { operation: 'GetSettingServices', path: '/home/index', body: { form: content }, maxBytes: MAX_LIST_BYTES },
    context,
  );
  if (reply.kind !== 'answered') return reply;
  const read = GetSettingServicesAnswer.safeDecode(parseAnswer(reply.text) as Parameters<typeof GetSettingServicesAnswer.safeDecode>[0]);
  return read.success ? { kind: 'settings', services: read.data } : requestRefusal(reply.text, 'GetSettingServices');
}

export interface SumQuestion {
  readonly service: ServiceId;
  /** What the receiver should get, in the service's currency. */
  readonly wanted: Money;
  /** Of the contract. */
  readonly currency: string;
  readonly account: string;
}
const Sum = CalculatedSumAnswer.omit({ ResponseType: true });
export type SumOutcome = { readonly kind: 'sum'; readonly sum: z.output<typeof Sum> } | Refused | NotSent | Unknown;

/** How much of the contract's currency brings the wanted amount of the service's currency. */
export async function calculatedSum(client: UpstreamClient, question: SumQuestion, context: CallContext): Promise<SumOutcome> {
  const content = form([
    ['Service', question.service],
    ['Amount', question.wanted],
    ['RequestType', 'CalculatedSum' satisfies RequestType],
    ['Currency', question.currency],
    ['Account', question.account],
  ]);
  const reply = await client.call({ operation: 'CalculatedSum', path: '/home/index', body: { form: content }, maxBytes: MAX_ANSWER_BYTES }, context);
  if (reply.kind !== 'answered') return reply;
  const read = Sum.safeDecode(parseAnswer(reply.text) as z.input<typeof Sum>);
  if (read.success) return isOf(question, read.data) ? { kind: 'sum', sum: read.data } : { kind: 'unknown', reason: 'the sum of another question' };
  const answer = readAnswer(reply.text);
  if (answer && meaningOf(answer.status) === 'failed') return { kind: 'refused', code: answer.status, text: textOf(answer) };
  return requestRefusal(reply.text, 'CalculatedSum');
}

const isOf = (question: SumQuestion, sum: z.output<typeof Sum>): boolean =>
  sum.Service === question.service && sum.Currency === question.currency && compare(sum.ExpectedAmount, question.wanted) === 0;
