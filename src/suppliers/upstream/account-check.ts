import { drawRequestId } from '../../contracts/request-id';
import { dayIn } from '../../zone';
import type {
  AccountAnswer,
  AccountQuestion,
  CallContext,
  CheckOutcome,
  DocumentPlan,
  NotSent,
  Refused,
  SupplierPayment,
  Unknown,
} from '../supplier';
import { extrasOf, namesAnother, rateOf, readAnswer } from './answer';
import { MAX_ANSWER_BYTES, type UpstreamClient } from './client';
import { doubtful, meaningOf, notSent, ofAnother, textOf, unreadable } from './meaning';
import { accountCheckForm, paymentForm } from './question';
import { voucherPrice } from './voucher';

/** AccountCheck for an agent that waits, under the request number given. */
export async function accountCheck(client: UpstreamClient, question: AccountQuestion, context: CallContext): Promise<AccountAnswer> {
  const answer = await ask(client, question, context, true);
  if (answer.kind !== 'found') return answer;
  const rate = rateOf(answer.content);
  return { kind: 'found', extras: extrasOf(answer.content), ...(rate ? { rate } : {}) };
}

/** AccountCheck before paying: what only the upstream knows, and the one document of the payment. */
export async function check(client: UpstreamClient, payment: SupplierPayment, number: number, context: CallContext): Promise<CheckOutcome> {
  const { zones } = client.options;
  const request = drawRequestId(dayIn(zones.contract, new Date().toISOString()));
  const answer = await ask(client, { ...payment, request }, context, false);
  if (answer.kind !== 'found') return answer;
  const price = voucherPrice(payment, answer.content);
  if (price.kind !== 'covered') return price;
  const content = paymentForm(payment, zones.agent);
  const document: DocumentPlan = { number, reference: payment.request, account: payment.account, invoice: null, amount: payment.amount, content };
  return { kind: 'payable', documents: [document] };
}

type Found = { readonly kind: 'found'; readonly content: unknown };

async function ask(
  client: UpstreamClient,
  question: AccountQuestion,
  context: CallContext,
  waited: boolean,
): Promise<Found | Refused | NotSent | Unknown> {
  const { zones, ladders } = client.options;
  const reply = await client.call(
    {
      operation: 'AccountCheck',
      path: '/home/index',
      body: { form: accountCheckForm(question, zones.agent, new Date().toISOString()) },
      maxBytes: MAX_ANSWER_BYTES,
      ...(waited ? { limitMs: ladders.accountCheckCallMs } : {}),
    },
    context,
  );
  return reply.kind === 'answered' ? answered(reply.text, question.request) : reply;
}

function answered(text: string, request: string): Found | Refused | NotSent | Unknown {
  const answer = readAnswer(text);
  if (!answer) return unreadable('AccountCheck');
  const meaning = meaningOf(answer.status);
  // One sample of the document negates the number.
  if (namesAnother(answer, request) && namesAnother(answer, `-${request}`)) return ofAnother(answer, request);
  if (meaning === 'not sent') return notSent(answer);
  if (meaning === 'failed') return { kind: 'refused', code: answer.status, text: textOf(answer) };
  return meaning === 'success' ? { kind: 'found', content: answer.content } : doubtful(answer);
}
