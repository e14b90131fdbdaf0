import { compare } from '../../domain/money';
import type {
  Accepted,
  DocumentFacts,
  DocumentPlan,
  NotSent,
  PayContext,
  PayOutcome,
  Pending,
  Refused,
  SupplierPayment,
  Unknown,
  WithCode,
} from '../supplier';
import { type Answer, codeOf, factsOf, namesAnother, rateOf, readAnswer } from './answer';
import { MAX_ANSWER_BYTES, type UpstreamClient } from './client';
import { cancelled, doubtful, meaningOf, notSent, ofAnother, textOf, unreadable } from './meaning';

/** What Payment or Status said of one payment; a reference that holds another payment, or a cancelled one, is a contradiction. */
export type Said =
  | Accepted
  | Pending
  | Refused
  | { readonly kind: 'not found' }
  | { readonly kind: 'contradiction'; readonly why: string }
  | NotSent
  | Unknown;

/** Sends the document. Success here is still pending: only Status makes the upstream hand out or mail a voucher. */
export async function pay(client: UpstreamClient, payment: SupplierPayment, document: DocumentPlan, context: PayContext): Promise<PayOutcome> {
  const reply = await client.call(
    { operation: 'Payment', path: '/home/index', body: { form: document.content }, maxBytes: MAX_ANSWER_BYTES, permit: context.permit },
    context,
  );
  if (reply.kind !== 'answered') return reply;
  const answer = readAnswer(reply.text);
  if (!answer) return unreadable('Payment');
  const said = saidOf(answer, payment, document);
  if (said.kind === 'accepted') return { kind: 'pending', status: answer.status, text: textOf(answer), ...codeIn(answer) };
  if (said.kind === 'contradiction') return contradicting(said.why);
  return said.kind === 'not found' ? doubtful(answer) : said;
}

/** Reads an answer to Payment or Status. */
export function saidOf(answer: Answer, payment: SupplierPayment, document: DocumentFacts): Said {
  const meaning = meaningOf(answer.status);
  if (namesAnother(answer, document.reference)) return ofAnother(answer, document.reference);
  if (meaning === 'not sent') return notSent(answer);
  if (meaning === 'not found') return { kind: 'not found' };
  if (meaning === 'cancelled') return { kind: 'contradiction', why: cancelled(answer) };
  if (meaning === 'doubtful') return doubtful(answer);
  const why = otherFacts(answer, payment, document);
  if (why) return { kind: 'contradiction', why };
  if (meaning === 'failed') return { kind: 'refused', code: answer.status, text: textOf(answer) };
  if (meaning === 'pending') return { kind: 'pending', status: answer.status, text: textOf(answer), ...codeIn(answer) };
  return accepted(answer);
}

export const contradicting = (why: string): Unknown => ({ kind: 'unknown', reason: why, contradiction: true });

function accepted(answer: Answer): Said {
  const { service, account, amount } = factsOf(answer.content);
  if (service === null || account === null || amount === null) return { kind: 'unknown', reason: 'success without the facts of the payment' };
  if (!answer.requestId) return { kind: 'unknown', reason: 'success without a RequestID' };
  const rate = rateOf(answer.content);
  return { kind: 'accepted', paymentId: answer.requestId, bookedAt: null, ...(rate ? { rate } : {}), ...codeIn(answer) };
}

function codeIn({ content }: Answer): WithCode {
  const code = codeOf(content);
  return code === undefined ? {} : { code };
}

function otherFacts(answer: Answer, payment: SupplierPayment, document: DocumentFacts): string | null {
  const { service, account, amount } = factsOf(answer.content);
  const differing = [
    ...(service === null || service === payment.service ? [] : [`service ${service}`]),
    ...(account === null || account === document.account.trim() ? [] : ['account']),
    ...(amount === null || compare(amount, document.amount) === 0 ? [] : [`amount ${amount}`]),
  ];
  return differing.length === 0 ? null : `TransactionID ${document.reference} holds another payment there: ${differing.join(', ')}`;
}
